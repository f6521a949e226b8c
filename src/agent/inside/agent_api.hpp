#pragma once
// The agent API that ECS_AGENT_URI leads to: task protection (agent-protocol §6.6) and fault
// injection (§6.7). Pure: requests are read and answers made, nobody is called.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/inside/question.hpp"
#include "base/result.hpp"
#include "gen/agent_protocol/types.hpp"
#include "gen/ecs/types.hpp"

namespace berth::agent::inside {

struct ProtectionRequest {
  enum class Wish : std::uint8_t { read, protect, release } wish{};
  std::optional<std::int32_t> expires_in_minutes;

  bool operator==(const ProtectionRequest&) const = default;
};
/// Of a GET or PUT. Error validation with the text for the task.
Result<ProtectionRequest> read_protection(const HttpRequest& request);

/// `{"error":{"Arn","Code","Message"}}`; without Arn where no task is known.
HttpResponse protection_error(int status, const std::string& arn, std::string_view code,
                              const std::string& message);
HttpResponse malformed_protection(const std::string& arn, const Error& error);
HttpResponse unknown_task_for_protection();
/// Only a task with a role may change or read its protection.
HttpResponse protection_without_role(const std::string& arn);
/// ECS's own answer, an error included, for the task.
HttpResponse protection_answer(const std::string& arn,
                               const std::vector<gen::ecs::ProtectedTask>& protected_tasks,
                               const std::vector<gen::ecs::Failure>& failures);
HttpResponse protection_refused(const std::string& arn, const Error& error);

/// `{"Error":…}`: no fault can be injected yet, and most tasks do not allow it anyhow.
HttpResponse fault_answer(const Question& question, const gen::agent_protocol::Task& task);
HttpResponse unknown_task_for_fault(const Question& question);

}  // namespace berth::agent::inside
