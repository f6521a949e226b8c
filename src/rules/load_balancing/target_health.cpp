#include "rules/load_balancing/target_health.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace berth::rules::load_balancing {

namespace {

using model::TargetReason;
using model::TargetState;

struct CodeRange {
  std::uint64_t first = 0, last = 0;
};

std::optional<CodeRange> parse_range(std::string_view text) {
  const auto halves = cut(text, '-');
  const auto first = parse_unsigned(halves ? halves->before : text);
  const auto last = halves ? parse_unsigned(halves->after) : first;
  if (!first || !last || *first > *last || *first < 200 || *last > 499) return std::nullopt;
  return CodeRange{*first, *last};
}

model::TargetHealth failure(const HealthCheckResult& result) {
  const auto unhealthy = [](TargetReason reason, std::int32_t status_code) {
    return model::TargetHealth{TargetState::unhealthy, reason, status_code};
  };
  switch (result.outcome) {
    case CheckOutcome::answered:
      return unhealthy(TargetReason::response_code_mismatch, result.status_code);
    case CheckOutcome::timed_out: return unhealthy(TargetReason::timeout, 0);
    case CheckOutcome::failed: break;
  }
  return unhealthy(TargetReason::failed_health_checks, 0);
}

bool passes(const model::HealthCheck& settings, const HealthCheckResult& result) {
  return result.outcome == CheckOutcome::answered && matches(settings.matcher, result.status_code);
}

model::TargetHealth after_pass(const model::HealthCheck& settings,
                               const model::TargetHealth& current, HealthRun& run) {
  run.failed = 0;
  run.passed = std::min(run.passed + 1, settings.healthy_threshold);
  const bool enough =
      current.state == TargetState::initial || run.passed >= settings.healthy_threshold;
  return enough ? model::TargetHealth{TargetState::healthy, TargetReason::none, 0} : current;
}

model::TargetHealth after_failure(const model::HealthCheck& settings,
                                  const model::TargetHealth& current, HealthRun& run,
                                  const HealthCheckResult& result, FailureCounts counts) {
  run.passed = 0;
  if (counts == FailureCounts::yes) {
    run.failed = std::min(run.failed + 1, settings.unhealthy_threshold);
  }
  // An unhealthy target shows why its newest check failed.
  if (current.state == TargetState::unhealthy || run.failed >= settings.unhealthy_threshold) {
    return failure(result);
  }
  if (current.state != TargetState::initial) return current;
  return {TargetState::initial, TargetReason::initial_health_checking, 0};
}

}  // namespace

model::TargetHealth next_health(const model::HealthCheck& settings,
                                const model::TargetHealth& current, HealthRun& run,
                                const HealthCheckResult& result, FailureCounts counts) {
  if (current.state == TargetState::draining) return current;
  if (passes(settings, result)) return after_pass(settings, current, run);
  return after_failure(settings, current, run, result, counts);
}

bool is_matcher(std::string_view text) {
  return std::ranges::all_of(split(text, ','),
                             [](std::string_view part) { return parse_range(part).has_value(); });
}

bool matches(std::string_view matcher, std::int32_t status_code) {
  return std::ranges::any_of(split(matcher, ','), [&](std::string_view part) {
    const auto range = parse_range(part);
    return range && status_code >= 0 && static_cast<std::uint64_t>(status_code) >= range->first &&
           static_cast<std::uint64_t>(status_code) <= range->last;
  });
}

}  // namespace berth::rules::load_balancing
