// The control plane is killed after each commit of a rolling update in turn, and goes on with what
// the journal holds.
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "control/services/service_loop.hpp"
#include "control/testing/fakes.hpp"
#include "control/testing/service_rows.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using model::TaskStatus;
using testing::definition_arn;
using testing::service_arn;

constexpr std::int32_t desired = 2;

/// A server's life between two crashes.
struct Life {
  Life(testing::HandClock& clock, testing::MemoryJournal& journal, ports::Entropy& entropy)
      : ledger(journal, clock, {}, [](const Error& error) { check(false, error.message); }),
        conductor(ledger, clock),
        services(ledger, entropy, Pace::at_once, Log{}) {
    check(ledger.recover().has_value(), "the journal is read");
    conductor.add(services);
    conductor.start();
  }

  ledger::Ledger ledger;
  Conductor conductor;
  ServiceLoop services;
};

/// Starts and stops what it is told to after a second, and tells one thing at a time.
class ToyAgent {
 public:
  void look(ledger::Ledger& ledger, Instant now) {
    for (const auto& [arn, task] : ledger.state().tasks()) {
      if (!is_alive(task) || now < told_at(arn, task) + 1s) continue;
      rules::TaskReport report;
      report.status = task.desired_status == model::DesiredStatus::running ? TaskStatus::running
                                                                           : TaskStatus::stopped;
      auto next = rules::reported(task, report, now);
      if (next) return ledger.commit({state::UpdateTask{std::move(*next)}});
    }
  }

  std::size_t told() const { return told_.size(); }

 private:
  Instant told_at(const model::TaskArn& arn, const model::Task& task) {
    auto& first = told_[arn];
    first.try_emplace(task.desired_status, task.stopping_at.value_or(task.created_at));
    return first.at(task.desired_status);
  }

  std::map<model::TaskArn, std::map<model::DesiredStatus, Instant>> told_;
};

class CrashWorld {
 public:
  CrashWorld() : life_(std::make_unique<Life>(clock_, journal_, entropy_)) {
    commit({state::CreateContainerInstance{testing::container_instance()}, testing::define(1, 64),
            testing::define(2, 64)});
    commit(testing::create_service(desired));
    run_until_complete();
  }

  void update() {
    auto service = state().services().at(service_arn);
    service.task_definition_arn = definition_arn(2);
    auto commands = testing::deploy(service, "2");
    commands.push_back(state::UpdateService{service});
    commit(std::move(commands));
  }

  /// Answers how many commits there were. The server dies when `crash_at` of them are durable.
  std::uint64_t run_until_complete(std::uint64_t crash_at = 0) {
    const auto before = life_->ledger.applied();
    const auto end = clock_.now() + 10min;
    while (!is_complete()) {
      check(clock_.now() < end, "a deployment comes to its end");
      clock_.run_for(20ms);
      agent_.look(life_->ledger, clock_.now());
      const auto& ledger = life_->ledger;
      const bool durable = ledger.durable() == ledger.applied();
      if (crash_at > 0 && durable && ledger.applied() - before >= crash_at) {
        crash_at = 0;
        crash();
      }
    }
    return life_->ledger.applied() - before;
  }

  const state::State& state() const { return life_->ledger.state(); }
  const ToyAgent& agent() const { return agent_; }

  std::size_t told(const std::string& text) const {
    const auto& events = state().service_events(service_arn);
    return static_cast<std::size_t>(
        std::ranges::count(events, text, &model::ServiceEvent::message));
  }

 private:
  void commit(std::vector<state::Command> commands) { life_->ledger.commit(std::move(commands)); }

  void crash() {
    life_.reset();
    clock_.run_for(5s);
    life_ = std::make_unique<Life>(clock_, journal_, entropy_);
  }

  bool is_complete() const {
    const auto* service = state().services().find(service_arn);
    return service && service->deployments.size() == 1 &&
           service->deployments[0].rollout_state == model::RolloutState::completed;
  }

  testing::HandClock clock_;
  ports::testing::SeededEntropy entropy_;
  testing::MemoryJournal journal_{clock_};
  ToyAgent agent_;
  std::unique_ptr<Life> life_;
};

TEST(deployment_crash, a_rolling_update_goes_on_after_a_crash_at_each_step) {
  std::uint64_t steps = 1;
  for (std::uint64_t crash_at = 1; crash_at <= steps; ++crash_at) {
    CrashWorld world;
    world.update();
    steps = world.run_until_complete(crash_at);
    EXPECT_EQ(world.agent().told(), 2u * desired) << "no task is started twice: " << crash_at;
    EXPECT_EQ(world.told("(service web) (deployment ecs-svc/2) deployment completed."), 1u);
    const auto& record = world.state().service_deployments().at(model::ServiceDeploymentArn{"2"});
    EXPECT_EQ(record.status, model::ServiceDeploymentStatus::successful) << crash_at;
    for (const auto& [arn, task] : world.state().tasks()) {
      const bool fresh = task.task_definition_arn == definition_arn(2);
      EXPECT_EQ(is_alive(task), fresh) << crash_at;
    }
  }
  EXPECT_GT(steps, 8u) << "an update has steps";
}

}  // namespace
}  // namespace berth::control
