// A service has at most one deployment record under way, which is its PRIMARY deployment's; a
// record that is over stays as it is, and a revision never changes but for digests that it learns.

#include <algorithm>

#include <fmt/format.h>

#include "sim/invariants/services/service_invariant.hpp"

namespace berth::sim::invariants {

namespace {

constexpr std::uint64_t looks_per_look = 10;

class Records final : public ServiceInvariant {
 public:
  explicit Records(Watched watched) : ServiceInvariant(watched.world) {}

  /// Revisions are in no change that is told, and there may be many of them.
  void look() override {
    const auto* server = world_.server();
    if (server && ++looks_ % looks_per_look == 0) look_at_revisions(server->state());
  }
  void ended() override {
    const auto* server = world_.server();
    if (!server) return;
    for (const auto& [arn, record] : server->state().service_deployments()) {
      const auto* service = server->state().services().find(record.service_arn);
      const bool gone = !service || service->status != model::ServiceStatus::active;
      if (!gone || is_over(record.status)) continue;
      world_.report("records",
                    fmt::format("{} is under way and its service is gone", short_id(arn)));
    }
  }

 private:
  /// What the last life had not synced may be different now.
  void restarted(const state::State& state) override {
    over_.clear();
    revisions_.clear();
    for (const auto& [arn, record] : state.service_deployments()) note(record);
  }

  void look_at(const ServiceStep& step) override {
    std::vector<const model::ServiceDeployment*> open;
    for (const auto& arn : step.state.deployments_of(step.service.arn)) {
      const auto& record = step.state.service_deployments().at(arn);
      note(record);
      if (!is_over(record.status)) open.push_back(&record);
    }
    if (open.size() > 1) {
      world_.report("records", fmt::format("service {} has {} deployments under way",
                                           step.service.name, open.size()));
    }
    if (step.service.status != model::ServiceStatus::active || is_external(step.service)) return;
    const auto& primary = step.service.deployments.front();
    const bool under_way = primary.rollout_state == model::RolloutState::in_progress;
    const bool is_its = open.size() == 1 && open.front()->arn == primary.service_deployment_arn;
    if (under_way ? is_its : open.empty()) return;
    world_.report("records", fmt::format("{} of service {} is {}, and {} records are under way",
                                         primary.id.text(), step.service.name,
                                         under_way ? "IN_PROGRESS" : "over", open.size()));
  }

  void note(const model::ServiceDeployment& record) {
    if (!is_over(record.status)) return;
    const auto [known, fresh] = over_.try_emplace(record.arn, record.status);
    if (fresh || known->second == record.status) return;
    world_.report("records",
                  fmt::format("{} was over and has another status", short_id(record.arn)));
  }

  void look_at_revisions(const state::State& state) {
    for (const auto& [arn, now] : state.service_revisions()) {
      const auto [known, fresh] = revisions_.try_emplace(arn, now);
      if (fresh) continue;
      auto& before = known->second;
      const bool same = before.task_definition_arn == now.task_definition_arn &&
                        before.launch_type == now.launch_type &&
                        before.network_configuration == now.network_configuration &&
                        before.load_balancers == now.load_balancers &&
                        std::ranges::includes(now.image_digests, before.image_digests);
      if (!same) world_.report("records", fmt::format("revision {} has changed", short_id(arn)));
      if (before.image_digests != now.image_digests) before.image_digests = now.image_digests;
    }
  }

  std::uint64_t looks_ = 0;
  std::map<model::ServiceDeploymentArn, model::ServiceDeploymentStatus> over_;
  std::map<model::ServiceRevisionArn, model::ServiceRevision> revisions_;
};

}  // namespace

Pointer records(Watched watched) { return std::make_unique<Records>(watched); }

}  // namespace berth::sim::invariants
