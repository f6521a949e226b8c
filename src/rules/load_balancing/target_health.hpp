#pragma once
// How the health of a target follows from its health checks (behaviour §2.5, §2.6), as an
// application load balancer has it: the first check that passes makes a new target healthy; later
// a change of state takes as many checks in a row as the target group's threshold says.

#include <cstdint>
#include <string_view>

#include "base/time.hpp"
#include "model/load_balancer.hpp"

namespace berth::rules::load_balancing {

enum class CheckOutcome : std::uint8_t { answered, timed_out, failed };

/// What one health check saw.
struct HealthCheckResult {
  CheckOutcome outcome = CheckOutcome::failed;
  std::int32_t status_code = 0;  // When answered.
};

/// Checks in a row that ended alike. Not part of the durable state: after a restart counting
/// begins anew from the state that was reached.
struct HealthRun {
  std::int32_t passed = 0, failed = 0;
};

/// Whether a failed check counts. New targets are also probed between their regular checks, so
/// that they are found healthy early; such an extra probe must not make them unhealthy early.
enum class FailureCounts : std::uint8_t { yes, no };

/// The health after one more check; `run` goes on counting. Draining targets keep theirs.
model::TargetHealth next_health(const model::HealthCheck& settings,
                                const model::TargetHealth& current, HealthRun& run,
                                const HealthCheckResult& result,
                                FailureCounts counts = FailureCounts::yes);

/// Whether `text` is a list of codes and ranges ("200,202-204") within 200 to 499.
bool is_matcher(std::string_view text);

/// Whether such a matcher lists the status code.
bool matches(std::string_view matcher, std::int32_t status_code);

}  // namespace berth::rules::load_balancing
