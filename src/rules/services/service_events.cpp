#include "rules/services/service_events.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/placement/placement.hpp"

namespace berth::rules {

namespace {

std::string listed(const std::vector<model::TaskArn>& tasks) {
  std::string list;
  for (const auto& arn : tasks) list += fmt::format(" (task {})", short_id(arn));
  return list;
}

std::vector<model::TaskArn> arns_of(const std::vector<const model::Task*>& tasks) {
  std::vector<model::TaskArn> arns;
  for (const auto* task : tasks) arns.push_back(task->arn);
  return arns;
}

/// "3 tasks in us-east-1a, 1 tasks in us-east-1b", the fullest zone first.
std::string listed(const ZoneCounts& counts) {
  std::vector<std::pair<std::string, std::int32_t>> zones(counts.begin(), counts.end());
  std::ranges::sort(zones, {},
                    [](const auto& entry) { return std::pair(-entry.second, entry.first); });
  std::string list;
  for (const auto& [zone, count] : zones) {
    list += fmt::format("{}{} tasks in {}", list.empty() ? "" : ", ", count, zone);
  }
  return list;
}

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
      service.name, id, standing.facts->target_group);
}

std::string unhealthy_reason(const TaskStanding& standing) {
  if (standing.other_version) {
    return "Task runs another version of an image than its deployment";
  }
  if (standing.facts->targets != TargetStanding::unhealthy) {
    return "Task failed container health checks";
  }
  return fmt::format("Task failed ELB health checks in (target-group {})",
                     standing.facts->target_group);
}

std::string started_event(const model::Service& service, const std::vector<model::TaskArn>& tasks,
                          std::int32_t replacements) {
  auto text = fmt::format("(service {}) has started {} tasks:{}.", service.name, tasks.size(),
                          listed(tasks));
  if (replacements > 0) {
    text += fmt::format(" Amazon ECS replaced {} tasks due to an unhealthy status.", replacements);
  }
  return text;
}

std::string started_to_balance_event(const model::Service& service, const std::string& zone,
                                     const std::vector<model::TaskArn>& tasks) {
  return fmt::format("(service {}) has started {} tasks in {} to AZ Rebalance:{}.", service.name,
                     tasks.size(), zone, listed(tasks));
}

std::string stopped_pending_event(const model::Service& service, std::int32_t count) {
  return fmt::format("(service {}) stopped {} pending tasks.", service.name, count);
}

std::string stopped_running_event(const model::Service& service,
                                  const std::vector<const model::Task*>& tasks) {
  return fmt::format("(service {}) has stopped {} running tasks:{}.", service.name, tasks.size(),
                     listed(arns_of(tasks)));
}

std::vector<std::string> stopped_to_balance_events(const model::Service& service,
                                                   const std::vector<const model::Task*>& tasks) {
  std::map<std::string, std::vector<model::TaskArn>> by_zone;
  for (const auto* task : tasks) by_zone[task->availability_zone].push_back(task->arn);
  std::vector<std::string> texts;
  for (const auto& [zone, arns] : by_zone) {
    texts.push_back(
        fmt::format("(service {}) has stopped {} running tasks in {} due to AZ rebalancing:{}.",
                    service.name, arns.size(), zone, listed(arns)));
  }
  return texts;
}

std::string steady_state_event(const model::Service& service) {
  return fmt::format("(service {}) has reached a steady state.", service.name);
}

std::string protected_event(const model::Service& service, const model::DeploymentId& deployment,
                            std::int32_t count) {
  return fmt::format(
      "(service {}) was unable to reach steady state because (taskSet {}) was unable to scale in "
      "due to (reason {} tasks under protection)",
      service.name, deployment.text(), count);
}

std::string unplaced_event(const model::Service& service,
                           const std::optional<model::ContainerInstanceArn>& closest,
                           std::string_view reason) {
  constexpr auto see =
      "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
  const auto prefix = fmt::format(
      "(service {}) was unable to place a task because no container instance met all of its "
      "requirements.",
      service.name);
  if (!closest) {
    return fmt::format("{} Reason: No Container Instances were found in your cluster. {}", prefix,
                       see);
  }
  return fmt::format("{} The closest matching container-instance {} {}. {}", prefix,
                     short_id(*closest), event_text(reason), see);
}

std::string unplaced_event(const model::Service& service, std::string_view reason) {
  return fmt::format("(service {}) was unable to place a task. Reason: {}.", service.name, reason);
}

bool is_unplaced_event(const model::Service& service, std::string_view text) {
  return text.starts_with(fmt::format("(service {}) was unable to place a task", service.name));
}

std::string unplaced_in_zone_event(const model::Service& service, const std::string& zone) {
  return fmt::format(
      "(service {}) is unable to place a task in {} because no container instance met all of its "
      "requirements.",
      service.name, zone);
}

std::string stuck_event(const model::Service& service) {
  return fmt::format(
      "(service {}) was unable to stop or start tasks during a deployment because of the service "
      "deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try "
      "again.",
      service.name);
}

std::string group_missing_event(const model::Service& service, const TaskFacts& facts) {
  return fmt::format(
      "(service {}) task set ({}) (task {}) is not healthy in target-group ({}) due to TARGET "
      "GROUP IS NOT FOUND.",
      service.name, facts.task->started_by, short_id(facts.task->arn), facts.target_group);
}

std::string daemon_misplaced_event(const model::Service& service, const model::Task& task) {
  return fmt::format(
      "(service {}) (task {}) does not meet the placement constraints on (container-instance {}).",
      service.name, short_id(task.arn), short_id(task.container_instance_arn));
}

std::string balanced_event(const model::Service& service, const ZoneCounts& counts) {
  return fmt::format("(service {}) is AZ balanced with {}.", service.name, listed(counts));
}

std::string unbalanced_event(const model::Service& service, const ZoneCounts& counts) {
  return fmt::format("(service {}) is not AZ balanced with {}. AZ Rebalancing in progress.",
                     service.name, listed(counts));
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
