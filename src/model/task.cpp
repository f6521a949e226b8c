#include "model/task.hpp"

namespace berth::model {

HealthStatus health_of(const std::vector<TaskContainer>& containers) {
  HealthStatus health = HealthStatus::healthy;
  bool any = false;
  for (const auto& container : containers) {
    if (!container.essential) continue;
    any = true;
    if (container.health_status == HealthStatus::unhealthy) return HealthStatus::unhealthy;
    if (container.health_status == HealthStatus::unknown) health = HealthStatus::unknown;
  }
  return any ? health : HealthStatus::unknown;
}

}  // namespace berth::model
