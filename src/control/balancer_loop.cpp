#include "control/balancer_loop.hpp"

#include <set>
#include <utility>

#include "base/text.hpp"
#include "control/target_group_use.hpp"
#include "rules/load_balancing/routing.hpp"

namespace berth::control {

namespace {

namespace routing = rules::load_balancing;

ports::BalancerListener listener_of(const model::LoadBalancer& load_balancer,
                                    const model::Listener& listener) {
  ports::BalancerListener planned{
      .name = routing::listener_name(listener.arn),
      .port = static_cast<std::uint16_t>(listener.port),
      .pool = routing::pool_name(listener.target_group_arn),
      .idle_timeout = idle_timeout(load_balancer),
  };
  for (const auto& zone : load_balancer.zones) planned.addresses.push_back(zone.address);
  if (load_balancer.scheme == model::Scheme::internet_facing) {
    planned.addresses.push_back(load_balancer.loopback_address);
    planned.host_names.push_back(lowercase(load_balancer.dns_name));
  }
  return planned;
}

ports::BalancerPool pool_of(const state::State& state, const model::TargetGroupArn& arn) {
  ports::BalancerPool pool{.name = routing::pool_name(arn), .servers = {}};
  const auto zones = enabled_zones(state, arn);
  for (auto& server : routing::routed_servers(state.target_groups().at(arn), zones)) {
    pool.servers.push_back({.name = std::move(server.name),
                            .address = std::move(server.address),
                            .port = server.port,
                            .state = server.flow == routing::Flow::ready
                                         ? ports::ServerState::ready
                                         : ports::ServerState::drain,
                            .weight = 1});
  }
  return pool;
}

ports::BalancerPlan plan_of(const state::State& state, const std::string& shared_address) {
  ports::BalancerPlan plan{.shared_address = shared_address, .listeners = {}, .pools = {}};
  std::set<model::TargetGroupArn> used;
  for (const auto& [arn, listener] : state.listeners()) {
    const auto& load_balancer = state.load_balancers().at(listener.load_balancer_arn);
    plan.listeners.push_back(listener_of(load_balancer, listener));
    used.insert(listener.target_group_arn);
  }
  for (const auto& arn : used) plan.pools.push_back(pool_of(state, arn));
  return plan;
}

}  // namespace

void BalancerLoop::on_change(const state::Change& change) {
  switch (change.subject) {
    case state::Subject::load_balancer:
    case state::Subject::listener:
    case state::Subject::target_group:
    case state::Subject::everything: noted_ = true; break;
    default: break;
  }
}

void BalancerLoop::step(Instant) {
  if (!std::exchange(noted_, false)) return;
  auto plan = plan_of(ledger_.state(), shared_address_);
  if (plan == last_) return;
  last_ = plan;
  ledger_.after_sync([&balancer = balancer_, plan = std::move(plan)]() mutable {
    balancer.apply(std::move(plan));
  });
}

}  // namespace berth::control
