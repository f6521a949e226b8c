#include "agent/telemetry/publication.hpp"

#include <algorithm>
#include <utility>

#include "agent/session/frame.hpp"
#include "agent/status_text.hpp"

namespace berth::agent::telemetry {

using gen::agent_protocol::Container;
using gen::agent_protocol::PublishHealthRequest;
using gen::agent_protocol::PublishInstanceStatusRequest;
using gen::agent_protocol::PublishMetricsRequest;
using gen::agent_protocol::TaskHealth;
using gen::agent_protocol::TaskMetric;
using session::frame;

namespace {

constexpr std::size_t tasks_a_message = 10;

void add_arn(gen::agent_protocol::ContainerMetric& metric, const tasks::TaskRun& task) {
  const auto& containers = task.payload().containers;
  const auto found = std::ranges::find(containers, metric.container_name, &Container::name);
  if (found != containers.end()) metric.container_arn = found->container_arn;
}

TaskHealth health_of(const TaskRecord& record) {
  TaskHealth told;
  told.task_arn = record.arn;
  told.task_definition_family = record.family;
  told.task_definition_version = record.revision;
  for (const auto& container : record.containers) {
    if (!container.health || container.known != ContainerStatus::running) continue;
    gen::agent_protocol::ContainerHealth health;
    health.container_name = container.name;
    health.health_status = text(container.health->status);
    health.status_since = container.health->since;
    if (!container.health->output.empty()) health.status_message = container.health->output;
    told.containers.push_back(std::move(health));
  }
  return told;
}

}  // namespace

std::vector<TaskMetric> Publication::task_metrics() {
  std::vector<TaskMetric> list;
  for (const auto* task : tasks_.all()) {
    auto containers = sampler_.take(*task);
    if (containers.empty()) continue;
    for (auto& container : containers) add_arn(container, *task);
    TaskMetric metric;
    metric.task_arn = task->record().arn;
    metric.task_definition_family = task->record().family;
    metric.task_definition_version = task->record().revision;
    metric.container_metrics = std::move(containers);
    list.push_back(std::move(metric));
  }
  return list;
}

std::vector<std::string> Publication::metrics() {
  auto all = task_metrics();
  PublishMetricsRequest request;
  request.metadata.cluster = options_.cluster;
  request.metadata.container_instance = identity_.record().container_instance_arn;
  request.metadata.message_id = entropy_.uuid();
  request.metadata.idle = all.empty();
  request.metadata.fin = true;
  request.timestamp = clock_.now();
  if (all.empty()) return {frame("PublishMetricsRequest", request)};
  std::vector<std::string> frames;
  for (std::size_t begin = 0; begin < all.size(); begin += tasks_a_message) {
    const auto end = std::min(begin + tasks_a_message, all.size());
    request.metadata.fin = end == all.size();
    auto& part = request.task_metrics.emplace();
    for (auto i = begin; i < end; ++i) part.push_back(std::move(all[i]));
    frames.push_back(frame("PublishMetricsRequest", request));
  }
  return frames;
}

std::optional<std::string> Publication::health() {
  PublishHealthRequest request;
  auto& list = request.tasks.emplace();
  for (const auto* task : tasks_.all()) {
    auto told = health_of(task->record());
    if (!told.containers.empty()) list.push_back(std::move(told));
  }
  if (list.empty()) return std::nullopt;
  request.metadata.cluster = options_.cluster;
  request.metadata.container_instance = identity_.record().container_instance_arn;
  request.metadata.message_id = entropy_.uuid();
  request.metadata.fin = true;
  request.timestamp = clock_.now();
  return frame("PublishHealthRequest", request);
}

std::optional<std::string> Publication::instance_status() {
  const auto presence = tasks_.watch().presence();
  if (told_ == presence) return std::nullopt;
  told_ = presence;
  PublishInstanceStatusRequest request;
  request.metadata.cluster = options_.cluster;
  request.metadata.container_instance = identity_.record().container_instance_arn;
  request.metadata.request_id = entropy_.uuid();
  request.timestamp = clock_.now();
  gen::agent_protocol::InstanceStatus status;
  status.type = "ContainerRuntime";
  status.status = presence == plan::EnginePresence::present ? "OK" : "IMPAIRED";
  status.last_updated = clock_.now();
  status.last_status_change = clock_.now();
  request.statuses.push_back(std::move(status));
  return frame("PublishInstanceStatusRequest", request);
}

}  // namespace berth::agent::telemetry
