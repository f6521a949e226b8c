#pragma once
// The labels by which agents mark the containers of tasks.

#include <string>

#include "sim/engine/container.hpp"

namespace berth::sim::invariants {

inline std::string label_of(const SimContainer& container, const std::string& name) {
  const auto found = container.spec.labels.find(name);
  return found == container.spec.labels.end() ? std::string() : found->second;
}

/// The ARN of the task it belongs to; empty for a stranger's container.
inline std::string task_of(const SimContainer& container) {
  return label_of(container, "com.amazonaws.ecs.task-arn");
}

inline std::string container_name_of(const SimContainer& container) {
  return label_of(container, "com.amazonaws.ecs.container-name");
}

}  // namespace berth::sim::invariants
