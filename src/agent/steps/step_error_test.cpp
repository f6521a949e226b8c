#include "agent/steps/step_error.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::agent::steps {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const EngineCall start{"CannotStartContainerError", "started", 3min};

TEST(StepError, RefusalsCarryTheirNameAndDockersText) {
  const auto error = step_error({ErrorCode::refused, "no such user"}, start);
  EXPECT_EQ(error.kind, StepErrorKind::final);
  EXPECT_EQ(error.reason(), "CannotStartContainerError: Error response from daemon: no such user");
}

TEST(StepError, ASlowCallIsADockerTimeout) {
  EXPECT_EQ(step_error({ErrorCode::timed_out, "late"}, start).reason(),
            "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s");
}

TEST(StepError, AnAbsentEngineIsNobodysFailure) {
  EXPECT_EQ(step_error({ErrorCode::unreachable, "no socket"}, start).kind,
            StepErrorKind::engine_absent);
}

TEST(StepError, DurationsAreWrittenAsGoWritesThem) {
  const auto check = [](Duration duration, const char* expected) {
    EXPECT_EQ(go_duration(duration), expected);
  };
  check(0ms, "0s");
  check(250ms, "250ms");
  check(1500ms, "1.5s");
  check(30s, "30s");
  check(90s, "1m30s");
  check(3min, "3m0s");
  check(2h, "2h0m0s");
}

TEST(StepError, PullHintsFollowDockersText) {
  EXPECT_THAT(pull_hint("pull access denied for x"), HasSubstr("permissions"));
  EXPECT_THAT(pull_hint("manifest for x:1 not found: manifest unknown"), HasSubstr("exists"));
  EXPECT_THAT(pull_hint("Get \"https://r/v2/\": dial tcp 1.2.3.4:443: i/o timeout"),
              HasSubstr("network configuration"));
  EXPECT_THAT(pull_hint("disk is full"), IsEmpty());
}

}  // namespace
}  // namespace berth::agent::steps
