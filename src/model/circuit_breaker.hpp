#pragma once
// When a deployment is given up (ECS: DeploymentCircuitBreaker).

#include <cstdint>

#include <boost/describe/class.hpp>

#include "gen/ecs/types.hpp"

namespace berth::model {

struct CircuitBreaker {
  bool enable = false;
  bool rollback = false;
  bool reset_on_healthy_task = true;
  gen::ecs::ThresholdType threshold_type = gen::ecs::ThresholdType::bounded_percent;
  std::int32_t threshold_value = 50;

  bool operator==(const CircuitBreaker&) const = default;
};
BOOST_DESCRIBE_STRUCT(CircuitBreaker, (),
                      (enable, rollback, reset_on_healthy_task, threshold_type, threshold_value))

}  // namespace berth::model
