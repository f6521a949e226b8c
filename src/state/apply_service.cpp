// Services and their events.
#include "state/apply.hpp"

namespace berth::state {

void State::run(const CreateService& command, Changes& changes) {
  const auto& arn = command.service.arn;
  // The name of an INACTIVE service may be taken again; its events go with it.
  const auto* old = services_.find(arn);
  check(!old || old->status == model::ServiceStatus::inactive, "a live service is created once");
  replace(services_, arn, command.service);
  service_events_.put(arn, {});
  changes.push_back({Subject::service, arn.text()});
}

void State::run(const UpdateService& command, Changes& changes) {
  const auto& arn = command.service.arn;
  check(services_.contains(arn), "an updated service exists");
  replace(services_, arn, command.service);
  changes.push_back({Subject::service, arn.text()});
}

void State::run(const AddServiceEvents& command, Changes& changes) {
  auto& events = service_events_.edit(command.arn);
  for (const auto& event : command.events) events.push_front(event);
  if (events.size() > model::service_events_max) events.resize(model::service_events_max);
  changes.push_back({Subject::service, command.arn.text()});
}

void State::run(const ForgetService& command, Changes& changes) {
  check(services_.at(command.arn).status == model::ServiceStatus::inactive,
        "only INACTIVE services are forgotten");
  remove(services_, command.arn);
  service_events_.erase(command.arn);
  changes.push_back({Subject::service, command.arn.text()});
}

void State::index(const model::Service& service) {
  if (service.status == model::ServiceStatus::inactive) return;
  services_by_cluster_.add(service.cluster_arn, service.arn);
  for (const auto& load_balancer : service.load_balancers) {
    if (!load_balancer.target_group_arn) continue;
    services_by_target_group_.add(model::TargetGroupArn{*load_balancer.target_group_arn},
                                  service.arn);
  }
}

void State::unindex(const model::Service& service) {
  services_by_cluster_.remove(service.cluster_arn, service.arn);
  for (const auto& load_balancer : service.load_balancers) {
    if (!load_balancer.target_group_arn) continue;
    services_by_target_group_.remove(model::TargetGroupArn{*load_balancer.target_group_arn},
                                     service.arn);
  }
}

}  // namespace berth::state
