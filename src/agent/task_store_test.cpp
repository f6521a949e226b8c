#include "agent/task_store.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "agent/plan/settle.hpp"
#include "agent/plan/transition.hpp"
#include "agent/testing/memory_store.hpp"
#include "agent/testing/payloads.hpp"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;

TaskRecord full_record() {
  auto record = testing::task(
      {testing::container("web", ContainerStatus::created),
       testing::needing(testing::helper_container("log"), "web", Condition::healthy)});
  record.containers[0].health = Health{};
  record.containers[0].stop_timeout = 5s;
  record.need = {.cpu = 256, .memory = 100, .tcp_ports = {80}, .udp_ports = {53}};
  record.volume_records.push_back({"data", "ecs-web-1-data-00", Readiness::needed});
  plan::mark_pull_started(record, Instant{1500ms});
  plan::mark_running(record, 0, Instant{1999ms});
  plan::mark_stopped(record, 0, {137, "OutOfMemoryError: x", Instant{3001ms}});
  plan::settle(record, {}, {}, Instant{4s});
  return record;
}

struct TaskStoreTest : ::testing::Test {
  Log log;
  testing::MemoryStore rows;
  TaskStore store{rows, log};
};

TEST_F(TaskStoreTest, WhatWasStoredIsFoundAgainWhole) {
  const StoredTask task{full_record(), testing::payload_task({testing::payload_container("web")})};
  ASSERT_TRUE(store.add(task));
  ASSERT_TRUE(store.save(AgentRecord{"i-1", "default", "arn:instance", 42}));
  const auto contents = store.load();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->agent, (AgentRecord{"i-1", "default", "arn:instance", 42}));
  ASSERT_EQ(contents->tasks.size(), 1u);
  EXPECT_EQ(contents->tasks[0].record, task.record);
  EXPECT_EQ(contents->tasks[0].payload, task.payload);
}

TEST_F(TaskStoreTest, TasksComeInOrderOfArrival) {
  for (const int arrival : {2, 1, 3}) {
    TaskRecord record;
    record.arn = "task/" + std::to_string(9 - arrival);
    record.arrival = arrival;
    ASSERT_TRUE(store.add({record, {}}));
  }
  const auto contents = store.load();
  ASSERT_EQ(contents->tasks.size(), 3u);
  EXPECT_EQ(contents->tasks[0].record.arn, "task/8");
  EXPECT_EQ(contents->tasks[2].record.arn, "task/6");
}

TEST_F(TaskStoreTest, AHalfWrittenTaskIsForgotten) {
  ASSERT_TRUE(store.add({full_record(), {}}));
  rows.rows.erase(std::string("task/") + testing::task_arn);
  EXPECT_TRUE(store.load()->tasks.empty());
  EXPECT_TRUE(rows.rows.empty());
}

TEST_F(TaskStoreTest, AnUnreadableRowIsLeftAndDoesNotHideOthers) {
  ASSERT_TRUE(store.add({full_record(), {}}));
  rows.rows["task/broken"] = "\xff\xff";
  const auto contents = store.load();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->tasks.size(), 1u);
  EXPECT_TRUE(rows.rows.contains("task/broken"));
}

TEST_F(TaskStoreTest, NetworksAreRememberedUntilTheyAreRemoved) {
  ASSERT_TRUE(store.add_network("berth-vpc-1"));
  ASSERT_TRUE(store.add_network("berth-vpc-1"));
  EXPECT_EQ(store.load()->networks, std::vector<std::string>{"berth-vpc-1"});
  ASSERT_TRUE(store.erase_network("berth-vpc-1"));
  EXPECT_TRUE(store.load()->networks.empty());
}

TEST_F(TaskStoreTest, AnErasedTaskLeavesNothing) {
  ASSERT_TRUE(store.add({full_record(), {}}));
  ASSERT_TRUE(store.erase(testing::task_arn));
  EXPECT_TRUE(rows.rows.empty());
}

}  // namespace
}  // namespace berth::agent
