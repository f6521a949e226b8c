#include "sim/world/timeline.hpp"

#include <algorithm>
#include <cctype>

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

namespace berth::sim {

namespace {

/// "IN_PROGRESS" for in_progress.
template <class Status>
std::string word(Status status) {
  std::string text = boost::describe::enum_to_string(status, "?");
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string brief(std::string_view text) { return std::string(text.substr(0, 8)); }

/// "ecs-svc/1234567890123456789" by its digits.
std::string brief(const model::DeploymentId& id) {
  const auto& text = id.text();
  return brief(std::string_view(text).substr(text.find('/') + 1));
}

template <class Arn>
std::string brief(const Arn& arn) {
  return brief(std::string_view(short_id(arn)));
}

/// The kind of its counted tasks, as DescribeServices counts them.
std::string counts_of(const state::State& state, const model::Service& service) {
  int running = 0;
  int pending = 0;
  for (const auto& arn : state.tasks_of(service.arn)) {
    const auto& task = state.tasks().at(arn);
    running += task.last_status == model::TaskStatus::running ? 1 : 0;
    pending += task.last_status < model::TaskStatus::running ? 1 : 0;
  }
  return fmt::format("desired {} running {} pending {}", service.desired_count, running, pending);
}

std::string family_of(const model::TaskDefinitionArn& arn) {
  const auto& text = arn.text();
  return text.substr(text.rfind('/') + 1);
}

}  // namespace

void Timeline::server_started(const state::State& state) {
  for (const auto& [arn, service] : state.services()) {
    const auto& events = state.service_events(arn);
    if (!events.empty()) events_[service.name] = events.front().id;
  }
}

void Timeline::committed(const state::State& state, const state::Change& change) {
  switch (change.subject) {
    case state::Subject::service: return look_at_service(state, model::ServiceArn(change.key));
    case state::Subject::service_deployment:
      return look_at_record(state, model::ServiceDeploymentArn(change.key));
    case state::Subject::container_instance:
      return look_at_instance(state, model::ContainerInstanceArn(change.key));
    case state::Subject::task: return look_at_task(state, model::TaskArn(change.key));
    default: return;
  }
}

void Timeline::look_at_service(const state::State& state, const model::ServiceArn& arn) {
  const auto* service = state.services().find(arn);
  if (!service) return tell("service", short_id(arn), "forgotten");
  tell("service", service->name,
       fmt::format("{:<10} {} {}/{} {}", word(service->status), counts_of(state, *service),
                   service->minimum_healthy_percent, service->maximum_percent,
                   family_of(service->task_definition_arn)));
  look_at_deployments(state, *service);
  look_at_events(state, *service);
}

void Timeline::look_at_deployments(const state::State& state, const model::Service& service) {
  for (const auto& each : service.deployments) {
    const auto& revision = state.revision_of(each);
    tell("deployment", fmt::format("{} {}", service.name, brief(each.id)),
         fmt::format("{:<10} {} desired {} failures {} {}", word(each.status),
                     word(each.rollout_state), each.desired_count, each.failure_count,
                     family_of(revision.task_definition_arn)));
  }
}

void Timeline::look_at_events(const state::State& state, const model::Service& service) {
  const auto& events = state.service_events(service.arn);
  auto& last = events_[service.name];
  const auto old = std::ranges::find(events, last, &model::ServiceEvent::id);
  for (auto at = old; at != events.begin();) {
    --at;
    world_.story().tell(Detail::brief, "event", at->message);
  }
  if (!events.empty()) last = events.front().id;
}

void Timeline::look_at_record(const state::State& state, const model::ServiceDeploymentArn& arn) {
  const auto* record = state.service_deployments().find(arn);
  if (!record) return;
  const auto* service = state.services().find(record->service_arn);
  tell("record", fmt::format("{} {}", service ? service->name : "?", brief(arn)),
       fmt::format("{} {}", word(record->status), record->status_reason));
}

void Timeline::look_at_instance(const state::State& state, const model::ContainerInstanceArn& arn) {
  const auto* instance = state.container_instances().find(arn);
  if (!instance) return tell("instance", brief(arn), "forgotten");
  std::string custom;
  for (const auto& each : instance->attributes) {
    if (each.name.starts_with("ecs.") || each.name.starts_with("com.amazonaws.")) continue;
    custom += fmt::format(" {}={}", each.name, each.value.value_or(""));
  }
  tell("instance", brief(arn),
       fmt::format("{:<10} {} {} {}{}", word(instance->status),
                   instance->agent_connected ? "connected" : "away", instance->private_address,
                   instance->availability_zone, custom));
}

void Timeline::look_at_task(const state::State& state, const model::TaskArn& arn) {
  const auto* task = state.tasks().find(arn);
  if (!task) return;
  const std::string health =
      task->health_status == model::HealthStatus::unknown ? "" : " " + word(task->health_status);
  tell("task", fmt::format("{} {}", brief(arn), task->group),
       fmt::format("{:<10} -> {:<7} on {}{}{} {}", api_text(task->last_status),
                   api_text(task->desired_status), brief(task->container_instance_arn), health,
                   task->protected_until ? " protected" : "", task->stopped_reason));
}

void Timeline::tell(const char* kind, const std::string& name, const std::string& what) {
  const auto line = fmt::format("{:<30} {}", name, what);
  auto& last = told_[std::string(kind) + " " + name];
  if (last == line) return;
  last = line;
  world_.story().tell(Detail::brief, kind, line);
}

}  // namespace berth::sim
