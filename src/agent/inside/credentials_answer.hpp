#pragma once
// The credentials endpoint's answers and its line in the audit trail (agent-protocol §6.3). Pure.

#include <string>

#include "agent/inside/question.hpp"
#include "base/time.hpp"
#include "gen/agent_protocol/types.hpp"

namespace berth::agent::inside {

enum class Holder : std::uint8_t {
  nobody,
  waiting,  // A task of this host, whose credentials the server has not sent (again) yet.
  found,
};

/// `credentials` is null unless the holder is found.
HttpResponse credentials_answer(const Question& question, Holder holder,
                                const gen::agent_protocol::IAMRoleCredentials* credentials);

struct AuditEntry {
  Instant at{};
  int status = 0;
  /// "GetCredentials", or "GetCredentialsExecutionRole".
  std::string event;
  std::string task_arn, cluster, container_instance_arn;
};
/// `TIME CODE CLIENTIP:PORT "/v2/credentials" "User-Agent" TASK_ARN EVENT 2 CLUSTER CI_ARN`; "-"
/// stands for what is not known.
std::string audit_line(const AuditEntry& entry, const Question& question,
                       const HttpRequest& request);

}  // namespace berth::agent::inside
