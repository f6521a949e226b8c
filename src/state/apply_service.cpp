// Services, their revisions, deployments and events.
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
  tell_service(nullptr, command.service);
}

void State::run(const UpdateService& command, Changes& changes) {
  const auto& arn = command.service.arn;
  const auto old = replace(services_, arn, command.service);
  check(old.has_value(), "an updated service exists");
  changes.push_back({Subject::service, arn.text()});
  tell_service(&*old, command.service);
}

void State::run(const AddServiceEvents& command, Changes& changes) {
  auto& events = service_events_.edit(command.arn);
  for (const auto& event : command.events) events.push_front(event);
  if (events.size() > model::service_events_max) events.resize(model::service_events_max);
  changes.push_back({Subject::service, command.arn.text()});
  tell_actions(command);
}

void State::run(const ForgetService& command, Changes& changes) {
  check(services_.at(command.arn).status == model::ServiceStatus::inactive,
        "only INACTIVE services are forgotten");
  remove(services_, command.arn);
  service_events_.erase(command.arn);
  changes.push_back({Subject::service, command.arn.text()});
}

void State::run(const CreateServiceRevision& command, Changes&) {
  const auto& revision = command.service_revision;
  check(!service_revisions_.contains(revision.arn), "a service revision is created once");
  replace(service_revisions_, revision.arn, revision);
}

void State::run(const UpdateServiceRevision& command, Changes&) {
  const auto& revision = command.service_revision;
  check(service_revisions_.at(revision.arn).task_definition_arn == revision.task_definition_arn,
        "a service revision keeps what it runs");
  replace(service_revisions_, revision.arn, revision);
}

void State::run(const ForgetServiceRevision& command, Changes&) {
  remove(service_revisions_, command.arn);
}

void State::run(const CreateServiceDeployment& command, Changes& changes) {
  const auto& deployment = command.service_deployment;
  check(!service_deployments_.contains(deployment.arn), "a service deployment is created once");
  replace(service_deployments_, deployment.arn, deployment);
  changes.push_back({Subject::service_deployment, deployment.arn.text()});
}

void State::run(const UpdateServiceDeployment& command, Changes& changes) {
  const auto& deployment = command.service_deployment;
  const auto& old = service_deployments_.at(deployment.arn);
  check(!is_over(old.status) || old.status == deployment.status,
        "a service deployment that is over stays as it is");
  replace(service_deployments_, deployment.arn, deployment);
  changes.push_back({Subject::service_deployment, deployment.arn.text()});
}

void State::run(const ForgetServiceDeployment& command, Changes& changes) {
  remove(service_deployments_, command.arn);
  changes.push_back({Subject::service_deployment, command.arn.text()});
}

/// Of all its deployments: old ones drain there still.
std::set<model::TargetGroupArn> State::target_groups_of(const model::Service& service) const {
  std::set<model::TargetGroupArn> groups;
  for (const auto& deployment : service.deployments) {
    for (const auto& entry : revision_of(deployment).load_balancers) {
      if (entry.target_group_arn) groups.emplace(*entry.target_group_arn);
    }
  }
  return groups;
}

void State::index(const model::Service& service) {
  if (service.status == model::ServiceStatus::inactive) return;
  services_by_cluster_.add(service.cluster_arn, service.arn);
  if (is_daemon(service)) daemons_by_cluster_.add(service.cluster_arn, service.arn);
  for (const auto& group : target_groups_of(service)) {
    services_by_target_group_.add(group, service.arn);
  }
}

void State::unindex(const model::Service& service) {
  services_by_cluster_.remove(service.cluster_arn, service.arn);
  daemons_by_cluster_.remove(service.cluster_arn, service.arn);
  for (const auto& group : target_groups_of(service)) {
    services_by_target_group_.remove(group, service.arn);
  }
}

void State::index(const model::ServiceRevision& revision) {
  revisions_by_service_.add(revision.service_arn, revision.arn);
}

void State::unindex(const model::ServiceRevision& revision) {
  revisions_by_service_.remove(revision.service_arn, revision.arn);
}

void State::index(const model::ServiceDeployment& deployment) {
  deployments_by_service_.add(deployment.service_arn, deployment.arn);
}

void State::unindex(const model::ServiceDeployment& deployment) {
  deployments_by_service_.remove(deployment.service_arn, deployment.arn);
}

}  // namespace berth::state
