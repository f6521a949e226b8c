#pragma once
// What EventBridge is told where a service tells something (behaviour §1.23). The texts are those
// of service_events; most of them are none of EventBridge's business.

#include <string>
#include <string_view>

namespace berth::rules {

struct ServiceActionName {
  std::string name;    // "SERVICE_TASK_PLACEMENT_FAILURE"; empty for nothing.
  std::string reason;  // "RESOURCE:CPU"; empty where the name says it all.
};

ServiceActionName service_action_of(std::string_view text);

/// "INFO", "WARN" or "ERROR", as the name of an action or a deployment's event has it.
std::string_view event_type_of(std::string_view action);

}  // namespace berth::rules
