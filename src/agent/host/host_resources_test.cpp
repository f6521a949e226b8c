#include "agent/host/host_resources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::agent::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TaskRecord task(std::string arn, std::int64_t arrival, HostNeed need) {
  TaskRecord record;
  record.arn = std::move(arn);
  record.arrival = arrival;
  record.need = std::move(need);
  return record;
}

struct HostResourcesTest : ::testing::Test {
  HostResources host{{.cpu = 1024, .memory = 1000}};
};

TEST_F(HostResourcesTest, TasksEnterInOrderOfArrivalWhileTheyFit) {
  host.enqueue(task("c", 3, {.cpu = 100}));
  host.enqueue(task("a", 1, {.cpu = 800}));
  host.enqueue(task("b", 2, {.cpu = 800}));
  EXPECT_THAT(host.admit(), ElementsAre("a"));
  EXPECT_THAT(host.admit(), IsEmpty()) << "c fits, but b is before it";
  host.release(task("a", 1, {}));
  EXPECT_THAT(host.admit(), ElementsAre("b", "c"));
}

TEST_F(HostResourcesTest, AHostPortHasOneOwnerPerProtocol) {
  host.enqueue(task("a", 1, {.tcp_ports = {80}}));
  host.enqueue(task("b", 2, {.udp_ports = {80}}));
  host.enqueue(task("c", 3, {.tcp_ports = {80}}));
  EXPECT_THAT(host.admit(), ElementsAre("a", "b"));
  host.release(task("a", 1, {}));
  EXPECT_THAT(host.admit(), ElementsAre("c"));
}

TEST_F(HostResourcesTest, ATaskThatLeavesTheLineLetsOthersIn) {
  host.enqueue(task("a", 1, {.memory = 600}));
  host.enqueue(task("b", 2, {.memory = 600}));
  host.enqueue(task("c", 3, {.memory = 100}));
  EXPECT_THAT(host.admit(), ElementsAre("a"));
  host.release(task("b", 2, {}));
  EXPECT_THAT(host.admit(), ElementsAre("c"));
}

TEST_F(HostResourcesTest, AdoptedTasksHoldTheirShare) {
  host.adopt(task("old", 1, {.cpu = 1000}));
  host.adopt(task("old", 1, {.cpu = 1000}));
  host.enqueue(task("new", 2, {.cpu = 100}));
  EXPECT_THAT(host.admit(), IsEmpty());
  host.release(task("old", 1, {}));
  EXPECT_THAT(host.admit(), ElementsAre("new"));
}

TEST_F(HostResourcesTest, ATaskLargerThanTheHostEntersAlone) {
  host.enqueue(task("huge", 1, {.cpu = 4096}));
  host.enqueue(task("small", 2, {.cpu = 1}));
  EXPECT_THAT(host.admit(), ElementsAre("huge"));
  host.release(task("huge", 1, {}));
  EXPECT_THAT(host.admit(), ElementsAre("small"));
}

}  // namespace
}  // namespace berth::agent::host
