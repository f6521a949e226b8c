#pragma once
// A service loop alone in a cluster of a test, with one instance and definition 1 of 1024 MiB.

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "control/services/service_loop.hpp"
#include "control/testing/fakes.hpp"
#include "control/testing/service_rows.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::control::testing {

/// A cluster with one instance of 4096 CPU units and MiB, and a service of bridge-mode tasks.
class ServiceWorld {
 public:
  explicit ServiceWorld(Pace pace = Pace::at_once)
      : loop_(world.ledger, world.entropy, pace, Log{}) {
    world.commit({state::CreateContainerInstance{container_instance()}, define(1, 1024)});
    world.start(loop_);
  }

  void create(std::int32_t desired) { add(create_service(desired)); }

  void add(std::vector<state::Command> commands) {
    world.commit(std::move(commands));
    run_shortly();
  }

  void run_shortly() { world.run_for(std::chrono::milliseconds{100}); }

  /// A deployment of what the service wants.
  void deploy(model::Service& service, const std::string& id) {
    world.commit(testing::deploy(service, id));
  }

  void update(const std::function<void(model::Service&)>& change) {
    auto service = world.state().services().at(service_arn);
    change(service);
    world.commit({state::UpdateService{service}});
    run_shortly();
  }

  void update_instance(const std::function<void(model::ContainerInstance&)>& change) {
    auto instance = world.state().container_instances().at(instance_arn);
    change(instance);
    add({state::UpdateContainerInstance{instance}});
  }

  void report_all(model::TaskStatus status) { report_all(service_arn, status); }

  void report_all(const model::ServiceArn& service, model::TaskStatus status) {
    rules::TaskReport report;
    report.status = status;
    std::vector<state::Command> commands;
    for (const auto& arn : world.state().tasks_of(service)) {
      auto next = rules::reported(world.state().tasks().at(arn), report, world.clock.now());
      if (next) commands.push_back(state::UpdateTask{*next});
    }
    world.commit(std::move(commands));
    run_shortly();
  }

  std::size_t count(model::TaskStatus status) const { return count(service_arn, status); }

  std::size_t count(const model::ServiceArn& service, model::TaskStatus status) const {
    std::size_t found = 0;
    for (const auto& arn : world.state().tasks_of(service)) {
      found += world.state().tasks().at(arn).last_status == status ? 1 : 0;
    }
    return found;
  }

  std::string newest_event() const {
    const auto& events = world.state().service_events(service_arn);
    return events.empty() ? "" : events.front().message;
  }

  ControlWorld world;

 private:
  ServiceLoop loop_;
};

}  // namespace berth::control::testing
