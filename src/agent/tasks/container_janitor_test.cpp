// Which containers an agent removes that no task of it knows, and which it leaves alone.

#include <chrono>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent::tasks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::FakeContainer;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;

struct ContainerJanitorTest : ::testing::Test, testing::AgentWorld {
  void SetUp() override {
    options.times.cleanup.wait = 1s;
    start();
  }
  /// A container as this agent asks for it; the task that it belonged to is gone.
  FakeContainer of_a_task_that_is_gone() {
    send({payload_task({payload_container("web")})});
    run_for(1s);
    FakeContainer made = *engine.by_name("web");
    send_stop();
    run_for(1min);
    EXPECT_THAT(engine.containers, IsEmpty());
    engine.asked();
    made.id = "late";
    made.status = "created";
    return made;
  }
  void appears(FakeContainer container) {
    auto id = container.id;
    engine.containers.insert_or_assign(std::move(id), std::move(container));
  }
  bool stays() {
    run_for(options.times.inspection + 1s);
    return engine.containers.contains("late");
  }
};

TEST_F(ContainerJanitorTest, RemovesOneThatWasMadeWhenItsTaskWasGone) {
  appears(of_a_task_that_is_gone());
  EXPECT_FALSE(stays());
  EXPECT_THAT(engine.asked(), ElementsAre("remove web"));
}

TEST_F(ContainerJanitorTest, TheNextLifeOfTheAgentRemovesIt) {
  auto late = of_a_task_that_is_gone();
  stop(Leave::everything);
  appears(std::move(late));
  start();
  EXPECT_THAT(engine.containers, IsEmpty());
}

TEST_F(ContainerJanitorTest, TriesAgainWhatTheEngineRefused) {
  appears(of_a_task_that_is_gone());
  engine.fail_next("remove", Error{ErrorCode::refused, "removal is in progress", {}});
  EXPECT_TRUE(stays());
  engine.fail_next("list", Error{ErrorCode::timed_out, "", {}});
  EXPECT_TRUE(stays());
  EXPECT_FALSE(stays());
}

TEST_F(ContainerJanitorTest, LeavesThatOfATaskThatIsKnown) {
  auto known = of_a_task_that_is_gone();
  send({payload_task({payload_container("web")})});
  appears(std::move(known));
  EXPECT_TRUE(stays());
}

TEST_F(ContainerJanitorTest, LeavesThatOfAnotherAgent) {
  auto other = of_a_task_that_is_gone();
  other.body.labels->at("berth.instance-id") = "i-0123456789abcdef0";
  appears(std::move(other));
  EXPECT_TRUE(stays());
}

TEST_F(ContainerJanitorTest, LeavesOneThatHasRun) {
  for (const char* status : {"running", "exited", "paused"}) {
    auto ran = of_a_task_that_is_gone();
    ran.status = status;
    appears(std::move(ran));
    EXPECT_TRUE(stays()) << status;
    engine.containers.clear();
  }
}

TEST_F(ContainerJanitorTest, LeavesWhatAPersonMadeOfACommittedImage) {
  auto mine = of_a_task_that_is_gone();
  mine.name = "debug";
  appears(std::move(mine));
  EXPECT_TRUE(stays());
}

}  // namespace
}  // namespace berth::agent::tasks
