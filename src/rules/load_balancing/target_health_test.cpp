#include "rules/load_balancing/target_health.hpp"

#include <string>

#include <gtest/gtest.h>

namespace berth::rules::load_balancing {
namespace {

using model::TargetReason;
using model::TargetState;

model::HealthCheck settings() {
  return {.healthy_threshold = 3, .unhealthy_threshold = 2, .matcher = "200-299,301"};
}

/// One letter a check: p passed, c wrong code, t timed out, f failed, x failed but does not count.
HealthCheckResult result_of(char letter) {
  switch (letter) {
    case 'p': return {CheckOutcome::answered, 204};
    case 'c': return {CheckOutcome::answered, 503};
    case 't': return {CheckOutcome::timed_out, 0};
    default: return {CheckOutcome::failed, 0};
  }
}

/// One letter a state: i initial, h healthy, u unhealthy, d draining.
char letter_of(TargetState state) { return "ihud"[static_cast<int>(state)]; }

struct Course {
  std::string states;
  model::TargetHealth last;
};

Course run_checks(TargetState from, std::string_view checks) {
  Course course{.states = {}, .last = {from, TargetReason::none, 0}};
  HealthRun run;
  for (const char letter : checks) {
    const auto counts = letter == 'x' ? FailureCounts::no : FailureCounts::yes;
    course.last = next_health(settings(), course.last, run, result_of(letter), counts);
    course.states += letter_of(course.last.state);
  }
  return course;
}

TEST(TargetHealth, FollowsTheThresholds) {
  const auto check = [](TargetState from, std::string_view checks, std::string_view states) {
    EXPECT_EQ(run_checks(from, checks).states, states) << checks;
  };
  check(TargetState::initial, "p", "h");            // The first pass is enough.
  check(TargetState::initial, "fp", "ih");          // Also after a failure.
  check(TargetState::initial, "ff", "iu");          // Unhealthy by its threshold.
  check(TargetState::initial, "xxxxxx", "iiiiii");  // Extra probes never make unhealthy,
  check(TargetState::initial, "xxp", "iih");        // but healthy.
  check(TargetState::initial, "fxf", "iiu");
  check(TargetState::healthy, "fpfpf", "hhhhh");  // Failures in a row only.
  check(TargetState::healthy, "tt", "hu");
  check(TargetState::healthy, "tcp", "huu");
  check(TargetState::unhealthy, "pppp", "uuhh");
  check(TargetState::unhealthy, "ppfppp", "uuuuuh");
  check(TargetState::initial, "ffppp", "iuuuh");  // No first-pass rule once unhealthy.
  check(TargetState::draining, "ppff", "dddd");
}

TEST(TargetHealth, SaysWhyATargetIsNotHealthy) {
  const auto check = [](TargetState from, std::string_view checks, TargetReason reason, int code) {
    const auto last = run_checks(from, checks).last;
    EXPECT_EQ(last.reason, reason) << checks;
    EXPECT_EQ(last.status_code, code) << checks;
  };
  check(TargetState::initial, "f", TargetReason::initial_health_checking, 0);
  check(TargetState::initial, "ff", TargetReason::failed_health_checks, 0);
  check(TargetState::initial, "fc", TargetReason::response_code_mismatch, 503);
  check(TargetState::healthy, "tt", TargetReason::timeout, 0);
  check(TargetState::unhealthy, "t", TargetReason::timeout, 0);  // The newest reason shows.
  check(TargetState::initial, "p", TargetReason::none, 0);
}

TEST(TargetHealth, NeverIsUnhealthyBeforeThresholdFailuresInARow) {
  for (unsigned pattern = 0; pattern < 1U << 10; ++pattern) {
    std::string checks;
    for (unsigned bit = 0; bit < 10; ++bit) checks += (pattern >> bit & 1) != 0 ? 'p' : 'f';
    const auto states = run_checks(TargetState::initial, checks).states;
    int failed = 0;
    bool was_healthy = false;
    for (std::size_t i = 0; i < checks.size(); ++i) {
      failed = checks[i] == 'f' ? failed + 1 : 0;
      const bool became_unhealthy = states[i] == 'u' && i > 0 && states[i - 1] != 'u';
      ASSERT_TRUE(failed < 2 || states[i] == 'u') << checks;
      ASSERT_TRUE(!became_unhealthy || failed == 2) << checks;
      ASSERT_TRUE(!was_healthy || states[i] != 'i') << checks;
      was_healthy = was_healthy || states[i] == 'h';
    }
  }
}

TEST(TargetHealth, ReadsMatchersAsListsOfCodesAndRanges) {
  const auto check = [](std::string_view text, bool valid, bool has_204) {
    EXPECT_EQ(is_matcher(text), valid) << text;
    EXPECT_EQ(valid && matches(text, 204), has_204) << text;
  };
  check("200", true, false);
  check("204", true, true);
  check("200,204", true, true);
  check("200-299", true, true);
  check("200-203,301,400-499", true, false);
  check("200-499", true, true);
  check("", false, false);
  check("199", false, false);
  check("500", false, false);
  check("299-200", false, false);
  check("200,", false, false);
  check("2xx", false, false);
  check("200 - 299", false, false);
  EXPECT_FALSE(matches("200", -1));
}

}  // namespace
}  // namespace berth::rules::load_balancing
