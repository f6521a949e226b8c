#include "rules/services/service_actions.hpp"

#include "rules/placement/placement.hpp"

namespace berth::rules {

namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Why there was no room, in the words of RunTask's failures.
std::string placement_reason(std::string_view text) {
  for (const std::string_view reason :
       {"RESOURCE:MEMORY", "RESOURCE:CPU", "RESOURCE:PORTS", "ATTRIBUTE"}) {
    if (has(text, event_text(reason))) return std::string(reason);
  }
  constexpr std::string_view error = "encountered error \"";
  if (const auto begin = text.find(error); begin != std::string_view::npos) {
    const auto rest = text.substr(begin + error.size());
    return std::string(rest.substr(0, rest.find('"')));
  }
  constexpr std::string_view plain = "was unable to place a task. Reason: ";
  if (const auto begin = text.find(plain); begin != std::string_view::npos) {
    const auto rest = text.substr(begin + plain.size());
    return std::string(rest.substr(0, rest.rfind('.')));
  }
  return "NO_CONTAINER_INSTANCE";
}

}  // namespace

ServiceActionName service_action_of(std::string_view text) {
  if (has(text, " has reached a steady state.")) return {"SERVICE_STEADY_STATE", {}};
  if (has(text, " has stopped ") && has(text, " running tasks")) return {"TASKS_STOPPED", {}};
  if (has(text, " is unable to consistently start tasks successfully.")) {
    return {"SERVICE_TASK_START_IMPAIRED", {}};
  }
  if (has(text, " does not meet the placement constraints on (container-instance ")) {
    return {"SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED", {}};
  }
  if (has(text, " unable to place a task")) {
    return {"SERVICE_TASK_PLACEMENT_FAILURE", placement_reason(text)};
  }
  return {};
}

std::string_view event_type_of(std::string_view action) {
  if (action == "SERVICE_TASK_START_IMPAIRED") return "WARN";
  const bool bad = action == "SERVICE_TASK_PLACEMENT_FAILURE" ||
                   action == "SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED" ||
                   action == "SERVICE_DEPLOYMENT_FAILED";
  return bad ? "ERROR" : "INFO";
}

}  // namespace berth::rules
