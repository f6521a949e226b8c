#include "agent/plan/transition.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "agent/testing/records.hpp"

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;
using testing::container;

constexpr Instant now{1h};

Observation seen(EngineState state) {
  Observation observation;
  observation.state = state;
  observation.docker_id = "id-web";
  if (state == EngineState::running || state == EngineState::exited) {
    observation.started_at = now - 10s;
  }
  if (state == EngineState::exited) {
    observation.finished_at = now - 1s;
    observation.exit_code = 0;
  }
  return observation;
}

ContainerRecord after(ContainerStatus known, const Observation& observation) {
  auto record = testing::task({container("web", known)});
  observe(record, 0, observation, now);
  return record.containers[0];
}

TEST(Observe, AnExitIsToldWithItsCodeAndTime) {
  auto exit = seen(EngineState::exited);
  exit.exit_code = 3;
  const auto web = after(ContainerStatus::running, exit);
  EXPECT_EQ(web.known, ContainerStatus::stopped);
  EXPECT_EQ(web.exit_code, 3);
  EXPECT_EQ(web.reason, "");
  EXPECT_EQ(web.finished_at, now - 1s);
}

TEST(Observe, AnExitThatWasNeverSeenRunningPassesThroughRunning) {
  auto record = testing::task({container("web", ContainerStatus::created)});
  observe(record, 0, seen(EngineState::exited), now);
  ASSERT_EQ(record.changes.size(), 2u);
  EXPECT_EQ(record.changes[0].status, "RUNNING");
  EXPECT_EQ(record.changes[1].status, "STOPPED");
  EXPECT_EQ(record.execution_stopped_at, now - 1s);
}

TEST(Observe, OutOfMemoryAndEngineErrorsHaveTheirNames) {
  auto exit = seen(EngineState::exited);
  exit.exit_code = 137;
  exit.error = "some trouble";
  EXPECT_EQ(after(ContainerStatus::running, exit).reason, "DockerStateError: some trouble");
  exit.out_of_memory = OutOfMemory::yes;
  EXPECT_EQ(after(ContainerStatus::running, exit).reason,
            "OutOfMemoryError: Container killed due to memory usage");
}

TEST(Observe, AVanishedContainerHasNoExitCode) {
  const auto web = after(ContainerStatus::running, {});
  EXPECT_EQ(web.known, ContainerStatus::stopped);
  EXPECT_EQ(web.exit_code, std::nullopt);
  EXPECT_EQ(web.reason, "ContainerVanishedError: No container matching saved ID found");
}

TEST(Observe, WhatBefellThePauseContainerIsToldOfItsTask) {
  auto pause = container("pause", ContainerStatus::created);
  pause.kind = ContainerKind::pause;
  auto record = testing::task({pause});
  observe(record, 0, {}, now);
  EXPECT_EQ(record.desired, DesiredStatus::stopped);
  EXPECT_EQ(record.reason, "ContainerVanishedError: No container matching saved ID found");

  record = testing::task({pause});
  observe(record, 0, seen(EngineState::exited), now);
  EXPECT_EQ(record.reason, "Essential container in task exited");
}

TEST(Observe, AContainerRemovedAfterItsEndKeepsTheCodeOfTheEvent) {
  Observation gone;
  gone.exit_code = 7;
  const auto web = after(ContainerStatus::running, gone);
  EXPECT_EQ(web.exit_code, 7);
  EXPECT_EQ(web.reason, "");
}

TEST(Observe, AnUnrecordedContainerIsAdopted) {
  auto lost = container("web", ContainerStatus::pulled);
  auto record = testing::task({lost});
  observe(record, 0, seen(EngineState::running), now);
  EXPECT_EQ(record.containers[0].known, ContainerStatus::running);
  EXPECT_EQ(record.containers[0].docker_id, "id-web");
  EXPECT_EQ(record.containers[0].started_at, now - 10s);
}

TEST(Observe, NothingThatWasNotCreatedCanVanish) {
  EXPECT_EQ(after(ContainerStatus::pulled, {}).known, ContainerStatus::pulled);
}

TEST(Observe, StoppedIsFinal) {
  EXPECT_EQ(after(ContainerStatus::stopped, seen(EngineState::running)).known,
            ContainerStatus::stopped);
}

TEST(Observe, HealthKeepsTheTimeOfItsLastChange) {
  auto record = testing::task({container("web", ContainerStatus::running)});
  record.containers[0].health = Health{};
  auto healthy = seen(EngineState::running);
  healthy.health = HealthStatus::healthy;
  observe(record, 0, healthy, now);
  observe(record, 0, healthy, now + 5s);
  EXPECT_EQ(record.containers[0].health->status, HealthStatus::healthy);
  EXPECT_EQ(record.containers[0].health->since, now);
}

TEST(Transition, TheComplaintOfAPullStaysUntilAnEndHasItsOwnReason) {
  auto record = testing::task({container("web")});
  mark_pull_started(record, now);
  mark_pulled(record, 0, {.id = "sha256:1", .digest = "", .complaint = "CannotPull"}, now + 2s);
  mark_created(record, 0, "id-web", now + 2s);
  mark_running(record, 0, now + 3s);
  EXPECT_EQ(record.changes[0].reason, "CannotPull");
  EXPECT_EQ(record.pull_started_at, now);
  EXPECT_EQ(record.pull_stopped_at, now + 2s);
  mark_stopped(record, 0, {0, "", now + 4s});
  EXPECT_EQ(record.containers[0].reason, "CannotPull");
}

}  // namespace
}  // namespace berth::agent::plan
