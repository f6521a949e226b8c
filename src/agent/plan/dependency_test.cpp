#include "agent/plan/dependency.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/records.hpp"

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;
using testing::container;
using testing::exited;
using ::testing::HasSubstr;
using testing::helper_container;
using testing::needing;

constexpr Instant now{1h};

struct Row {
  Condition condition;
  ContainerRecord db;
  DependencyState expected;
};

ContainerRecord with_health(HealthStatus status) {
  auto record = container("db", ContainerStatus::running);
  record.health = Health{status, now, {}};
  return record;
}

TEST(Dependency, EachConditionIsSatisfiedByItsOwnState) {
  const auto running = container("db", ContainerStatus::running);
  const auto created = container("db", ContainerStatus::created);
  const auto good = exited(helper_container("db"), 0);
  const auto bad = exited(helper_container("db"), 2);
  const std::vector<Row> rows{
      {Condition::created, container("db", ContainerStatus::pulled), DependencyState::waiting},
      {Condition::created, created, DependencyState::satisfied},
      {Condition::start, created, DependencyState::waiting},
      {Condition::start, running, DependencyState::satisfied},
      {Condition::start, bad, DependencyState::satisfied},
      {Condition::complete, running, DependencyState::waiting},
      {Condition::complete, bad, DependencyState::satisfied},
      {Condition::success, running, DependencyState::waiting},
      {Condition::success, good, DependencyState::satisfied},
      {Condition::success, bad, DependencyState::failed},
      {Condition::healthy, with_health(HealthStatus::unknown), DependencyState::waiting},
      {Condition::healthy, with_health(HealthStatus::unhealthy), DependencyState::waiting},
      {Condition::healthy, with_health(HealthStatus::healthy), DependencyState::satisfied},
      {Condition::healthy, good, DependencyState::failed},
  };
  for (const auto& row : rows) {
    const auto record = testing::task({row.db, needing(container("web"), "db", row.condition)});
    EXPECT_EQ(judge(record, record.containers[1], now).state, row.expected)
        << text(row.condition) << " of " << text(row.db.known);
  }
}

TEST(Dependency, AFailureNamesBothContainers) {
  const auto record = testing::task(
      {exited(helper_container("db"), 2), needing(container("web"), "db", Condition::success)});
  EXPECT_EQ(judge(record, record.containers[1], now).reason,
            "CannotStartContainerError: dependency graph: failed to resolve container ordering "
            "dependency [db(db:local) (STOPPED->RUNNING) - Exit: 2] for target "
            "[web(web:local) (NONE->RUNNING)] as dependency did not exit successfully.");
}

TEST(Dependency, AStartTimeoutCountsFromTheStartOfTheDependency) {
  auto slow = container("db", ContainerStatus::running);
  slow.start_timeout = 10s;
  slow.started_at = now;
  const auto record = testing::task({slow, needing(container("web"), "db", Condition::complete)});
  const auto early = judge(record, record.containers[1], now + 9s);
  EXPECT_EQ(early.state, DependencyState::waiting);
  EXPECT_EQ(early.expires, now + 10s);
  const auto late = judge(record, record.containers[1], now + 10s);
  EXPECT_EQ(late.state, DependencyState::failed);
  EXPECT_THAT(late.reason, HasSubstr("has timed out."));
}

TEST(Dependency, AStartTimeoutDoesNotApplyToStart) {
  auto slow = container("db", ContainerStatus::created);
  slow.start_timeout = 10s;
  slow.started_at = now;
  const auto record = testing::task({slow, needing(container("web"), "db", Condition::start)});
  EXPECT_EQ(judge(record, record.containers[1], now + 1h).state, DependencyState::waiting);
}

TEST(Dependency, CirclesAndStrangersCannotBeResolved) {
  const auto a = needing(container("a"), "b", Condition::start);
  const auto b = needing(container("b"), "a", Condition::start);
  EXPECT_TRUE(resolvable({a, container("b")}));
  EXPECT_FALSE(resolvable({a, b}));
  EXPECT_FALSE(resolvable({a}));
  EXPECT_FALSE(resolvable({needing(container("a"), "a", Condition::start)}));
}

TEST(Dependency, AContainerStopsOnlyAfterThoseThatNeedIt) {
  auto pause = container("pause", ContainerStatus::running);
  pause.kind = ContainerKind::pause;
  auto record = testing::task(
      {container("db", ContainerStatus::running),
       needing(container("web", ContainerStatus::running), "db", Condition::start), pause});
  EXPECT_FALSE(free_to_stop(record, record.containers[0]));
  EXPECT_TRUE(free_to_stop(record, record.containers[1]));
  EXPECT_FALSE(free_to_stop(record, record.containers[2]));
  record.containers[1].known = ContainerStatus::stopped;
  EXPECT_TRUE(free_to_stop(record, record.containers[0]));
  record.containers[0].known = ContainerStatus::stopped;
  EXPECT_TRUE(free_to_stop(record, record.containers[2]));
}

}  // namespace
}  // namespace berth::agent::plan
