#include "rules/services/service_events.hpp"

#include <fmt/format.h>

namespace berth::rules {

namespace {

std::string listed(const model::TaskArn& arn) { return fmt::format(" (task {})", short_id(arn)); }

}  // namespace

std::string unhealthy_event(const model::Service& service, const TaskStanding& standing) {
  const auto id = short_id(standing.task().arn);
  if (standing.other_version) {
    return fmt::format(
        "(service {}) (task {}) runs another version of an image than its deployment.",
        service.name, id);
  }
  if (standing.facts->targets != TargetStanding::unhealthy) {
    return fmt::format("(service {}) (task {}) failed container health checks.", service.name, id);
  }
  return fmt::format(
      "(service {}) (task {}) is unhealthy in (target-group {}) due to (reason Health checks "
      "failed).",
      service.name, id, standing.facts->unhealthy_target_group);
}

std::string unhealthy_reason(const TaskStanding& standing) {
  if (standing.other_version) {
    return "Task runs another version of an image than its deployment";
  }
  if (standing.facts->targets != TargetStanding::unhealthy) {
    return "Task failed container health checks";
  }
  return fmt::format("Task failed ELB health checks in (target-group {})",
                     standing.facts->unhealthy_target_group);
}

std::string started_event(const model::Service& service, const std::vector<model::TaskArn>& tasks,
                          std::int32_t replacements) {
  std::string list;
  for (const auto& arn : tasks) list += listed(arn);
  auto text =
      fmt::format("(service {}) has started {} tasks:{}.", service.name, tasks.size(), list);
  if (replacements > 0) {
    text += fmt::format(" Amazon ECS replaced {} tasks due to an unhealthy status.", replacements);
  }
  return text;
}

std::string stopped_pending_event(const model::Service& service, std::int32_t count) {
  return fmt::format("(service {}) stopped {} pending tasks.", service.name, count);
}

std::string stopped_running_event(const model::Service& service,
                                  const std::vector<const model::Task*>& tasks) {
  std::string list;
  for (const auto* task : tasks) list += listed(task->arn);
  return fmt::format("(service {}) has stopped {} running tasks:{}.", service.name, tasks.size(),
                     list);
}

std::string steady_state_event(const model::Service& service) {
  return fmt::format("(service {}) has reached a steady state.", service.name);
}

std::string protected_event(const model::Service& service, std::int32_t count) {
  return fmt::format(
      "(service {}) was unable to reach steady state because (taskSet {}) was unable to scale in "
      "due to (reason {} tasks under protection)",
      service.name, service.deployments.front().id.text(), count);
}

std::string deployment_event(const model::Service& service, const model::Deployment& deployment,
                             std::string_view what) {
  return fmt::format("(service {}) (deployment {}) {}", service.name, deployment.id.text(), what);
}

std::string rolling_back_event(const model::Service& service) {
  return fmt::format("(service {}) rolling back to deployment {}.", service.name,
                     service.deployments.front().id.text());
}

}  // namespace berth::rules
