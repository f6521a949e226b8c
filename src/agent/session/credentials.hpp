#pragma once
// Role credentials that the server sent, in memory only: they are never written down, and the
// server sends them again after a restart. A refresh keeps its credentials id.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "gen/agent_protocol/types.hpp"

namespace berth::agent::session {

enum class RoleType : std::uint8_t { task_application, task_execution };

class CredentialsTable {
 public:
  void put(const std::string& task_arn, RoleType role,
           gen::agent_protocol::IAMRoleCredentials credentials) {
    tasks_[task_arn][role] = std::move(credentials);
  }
  void forget(const std::string& task_arn) { tasks_.erase(task_arn); }

  struct Found {
    const std::string& task_arn;
    RoleType role{};
    const gen::agent_protocol::IAMRoleCredentials& credentials;
  };
  /// Whose credentials have that id; the id is what a task knows of its own.
  std::optional<Found> find_id(const std::string& id) const {
    for (const auto& [arn, roles] : tasks_) {
      for (const auto& [role, credentials] : roles) {
        if (credentials.credentials_id == id) return Found{arn, role, credentials};
      }
    }
    return std::nullopt;
  }

  /// Null where the server sent none.
  const gen::agent_protocol::IAMRoleCredentials* find(const std::string& task_arn,
                                                      RoleType role) const {
    const auto task = tasks_.find(task_arn);
    if (task == tasks_.end()) return nullptr;
    const auto found = task->second.find(role);
    return found == task->second.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, std::map<RoleType, gen::agent_protocol::IAMRoleCredentials>> tasks_;
};

}  // namespace berth::agent::session
