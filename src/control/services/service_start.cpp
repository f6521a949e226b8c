#include "control/services/service_start.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "launch/launcher.hpp"
#include "launch/placement_request.hpp"
#include "rules/placement/capacity_provider_strategy.hpp"
#include "rules/services/service_events.hpp"

namespace berth::control {

namespace {

using rules::StartDecision;

constexpr std::size_t unplaced_max = 10;

std::string unplaced_event(const model::Service& service, const StartDecision& decision,
                           const std::vector<launch::Failure>& failures) {
  if (decision.zone) return rules::unplaced_in_zone_event(service, *decision.zone);
  if (service.launch_type == gen::ecs::LaunchType::fargate) {
    return rules::unplaced_event(service,
                                 failures.empty() ? "Internal error" : failures.front().reason);
  }
  if (failures.empty() || !failures.front().container_instance_arn) {
    return rules::unplaced_event(service, std::nullopt, "");
  }
  const auto& closest = failures.front();
  return rules::unplaced_event(service, closest.container_instance_arn, closest.reason);
}

/// Of the tasks that the deployment wants now.
rules::ProviderCounts count_providers(const rules::ServiceFacts& facts,
                                      const model::DeploymentId& deployment) {
  rules::ProviderCounts counts;
  for (const auto& each : facts.tasks) {
    const auto& task = *each.task;
    const bool wanted = is_alive(task) && task.desired_status == model::DesiredStatus::running;
    if (wanted && task.capacity_provider && task.started_by == deployment.text()) {
      ++counts[*task.capacity_provider];
    }
  }
  return counts;
}

/// The starts of one deployment, which share one launcher.
class Starter {
 public:
  Starter(const state::State& state, ports::Entropy& entropy, const rules::ServiceFacts& facts,
          const model::Deployment& deployment, rules::TaskWish wish, Instant now)
      : state_(state),
        service_(*facts.service),
        revision_(state.revision_of(deployment)),
        providers_(count_providers(facts, deployment.id)),
        launcher_(state, entropy, std::move(wish), revision_.network_configuration, now) {}

  void carry_out(const StartDecision& decision, ServiceStart& start) {
    std::vector<model::TaskArn> started;
    if (decision.zone) launcher_.balance_zone(*decision.zone);
    while (static_cast<std::int32_t>(started.size()) < decision.count) {
      auto launched = launch(decision);
      if (!launched.task) {
        note_unplaced(unplaced_event(service_, decision, launched.failures), start);
        break;
      }
      started.push_back(launched.task->arn);
      start.commands.push_back(state::CreateTask{std::move(*launched.task)});
    }
    if (started.empty()) return;
    if (decision.zone) {
      start.events.push_back(rules::started_to_balance_event(service_, *decision.zone, started));
    } else {
      std::ranges::move(started, std::back_inserter(started_));
      replacements_ += std::min(decision.replacements, static_cast<std::int32_t>(started.size()));
    }
  }

  void tell(ServiceStart& start) const {
    if (started_.empty()) return;
    start.events.push_back(rules::started_event(service_, started_, replacements_));
  }

 private:
  /// A daemon may lack room on every instance of a large cluster: some tell what the others would.
  static void note_unplaced(std::string text, ServiceStart& start) {
    const bool told = std::ranges::find(start.unplaced, text) != start.unplaced.end();
    if (!told && start.unplaced.size() < unplaced_max) start.unplaced.push_back(std::move(text));
  }

  launch::Launched launch(const StartDecision& decision) {
    const auto& strategy = revision_.capacity_provider_strategy;
    if (!strategy.empty()) {
      const auto& provider = rules::next_provider(strategy, providers_);
      launcher_.use_capacity_provider(provider);
      ++providers_[provider];
    }
    if (!decision.instance) return launcher_.launch();
    return launcher_.launch_on(state_.container_instances().at(*decision.instance));
  }

  const state::State& state_;
  const model::Service& service_;
  const model::ServiceRevision& revision_;
  rules::ProviderCounts providers_;
  launch::Launcher launcher_;
  std::vector<model::TaskArn> started_;
  std::int32_t replacements_ = 0;
};

}  // namespace

ServiceStart start_tasks(const state::State& state, ports::Entropy& entropy,
                         const rules::ServiceFacts& facts, const rules::ServicePlan& plan,
                         Instant now) {
  ServiceStart start;
  for (const auto& deployment : facts.service->deployments) {
    const auto mine = [&](const StartDecision& each) { return each.deployment == deployment.id; };
    if (std::ranges::none_of(plan.start, mine)) continue;
    if (!start.commands.empty()) {
      start.more = true;
      break;
    }
    auto wish = launch::wish_of(state, *facts.service, deployment);
    if (!wish) continue;
    Starter starter(state, entropy, facts, deployment, std::move(*wish), now);
    for (const auto& decision : plan.start) {
      if (mine(decision)) starter.carry_out(decision, start);
    }
    starter.tell(start);
  }
  return start;
}

}  // namespace berth::control
