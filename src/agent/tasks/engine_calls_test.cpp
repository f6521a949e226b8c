// Every call that the agent makes of the engine has a deadline and a name of its own, and none
// that stays without an answer wedges the agent (agent-protocol §11.2, §11.3).

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent::tasks {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;

/// An agent and one task that needs everything a task can need.
struct Host : testing::AgentWorld {
  Host() {
    options.times.cleanup.wait = 1s;
    engine.images.erase("berth/pause:1");
    start();
  }
  void run_task() {
    auto web = payload_container("web");
    web.image = "registry.example/web:1";
    auto task = testing::with_interface(payload_task({web}));
    task.cpu = 0.25;
    task.memory = 512;
    task.volumes.emplace().push_back({.name = "v", .host = gen::agent_protocol::HostVolume{}});
    send({task});
    run_for(1min);
  }
  /// The reason of the task, or else of its container.
  std::string reason() {
    const auto& report = server.reports.back();
    const auto task = report.reason.value_or("");
    if (!task.empty() || !report.containers) return task;
    return report.containers->front().reason.value_or("");
  }
};

struct Row {
  const char* call;
  int tries;
  const char* refused;
  const char* unanswered;
  Duration deadline;
};

const Row rows[] = {
    {"network", 1, "ContainerNetworkingError: Error response from daemon: no",
     "DockerTimeoutError: Could not transition to network created; timed out after waiting 30s",
     30s},
    {"volume", 1, "Error response from daemon: no",
     "DockerTimeoutError: Could not transition to creating volume; timed out after waiting 4m0s",
     4min},
    // A host that refuses cgroups is one whose tasks go without.
    {"cgroup", 1, "",
     "DockerTimeoutError: Could not transition to cgroup created; timed out after waiting 30s",
     30s},
    {"load", 1, "CannotPullContainerError: Error response from daemon: no",
     "DockerTimeoutError: Could not transition to pulled; timed out after waiting 4m0s", 4min},
    {"pull", 5, "CannotPullContainerError: Error response from daemon: no",
     "DockerTimeoutError: Could not transition to pulled; timed out after waiting 2h0m0s", 2h},
    {"create", 1, "CannotCreateContainerError: Error response from daemon: no",
     "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s", 4min},
    {"start", 1, "CannotStartContainerError: Error response from daemon: no",
     "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s", 3min},
    {"stop", 5, "CannotStopContainerError: Error response from daemon: no",
     "DockerTimeoutError: Could not transition to stopped; timed out after waiting 2m30s",
     2min + 30s},
};

std::string reason_after(const Row& row, ErrorCode code) {
  Host host;
  for (int i = 0; i < row.tries; ++i) host.engine.fail_next(row.call, Error{code, "no", {}});
  host.run_task();
  if (host.server.reports.back().status != "STOPPED") host.send_stop();
  host.run_for(1min);
  EXPECT_EQ(host.engine.deadlines[row.call], row.deadline) << row.call;
  return host.reason();
}

TEST(EngineCalls, EachHasItsDeadlineAndItsName) {
  for (const auto& row : rows) {
    EXPECT_EQ(reason_after(row, ErrorCode::refused), row.refused) << row.call;
    EXPECT_EQ(reason_after(row, ErrorCode::timed_out), row.unanswered) << row.call;
  }
}

/// Everything that the port has, but for the network's removal when the agent leaves its host.
constexpr const char* calls[] = {
    "version", "inspect image", "pull",    "load",          "create", "start",
    "stop",    "remove",        "inspect", "list",          "stats",  "network",
    "volume",  "remove volume", "cgroup",  "remove cgroup", "events"};

void expect_clean_end(Host& host, const char* call) {
  EXPECT_EQ(host.server.reports.back().status, "STOPPED") << call;
  EXPECT_THAT(host.engine.containers, IsEmpty()) << call;
  EXPECT_THAT(host.engine.volumes, IsEmpty()) << call;
  EXPECT_THAT(host.engine.cgroups, IsEmpty()) << call;
  EXPECT_FALSE(host.store.rows.contains(std::string("task/") + testing::task_arn)) << call;
}

TEST(EngineCalls, NoneThatIsNotAnsweredWedgesTheAgent) {
  for (const char* call : calls) {
    Host host;
    host.engine.fail_next(call, Error{ErrorCode::timed_out, "", {}});
    host.run_task();
    host.send_stop();
    host.run_for(20min);
    EXPECT_GT(host.engine.deadlines[call], Duration{0}) << call;
    expect_clean_end(host, call);
  }
}

TEST(EngineCalls, AnEngineThatHangsForAWhileWedgesNothing) {
  for (const char* call : calls) {
    Host host;
    for (int i = 0; i < 12; ++i) {
      host.engine.fail_next(call, Error{ErrorCode::timed_out, "", {}});
    }
    host.run_task();
    host.send_stop();
    host.run_for(2h);
    expect_clean_end(host, call);
  }
}

}  // namespace
}  // namespace berth::agent::tasks
