#include "agent/steps/container_body.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "agent/steps/network_part.hpp"
#include "agent/steps/overlay.hpp"
#include "base/text.hpp"

namespace berth::agent::steps {

namespace {

using gen::agent_protocol::Container;
using gen::docker::ContainerCreateBody;
using gen::docker::HostConfig;

constexpr std::int64_t mebibyte = 1024 * 1024;
constexpr std::int64_t memory_least = 6 * mebibyte;
constexpr std::int64_t shares_least = 2, shares_most = 262144;
constexpr const char* sdk_endpoint = "http://169.254.170.2";
constexpr std::int64_t cpu_period = 100000;  // Microseconds.

std::unexpected<StepError> refuse(std::string name, std::string text) {
  return std::unexpected(
      StepError{StepErrorKind::final, std::move(name), std::move(text), ErrorCode::validation});
}

template <class List>
void set_unless_empty(std::optional<List>& member, List list) {
  if (!list.empty()) member = std::move(list);
}

/// How the container reaches its agent; nobody overrules it.
Variables endpoint_environment(const TaskView& task, const ContainerRecord& record) {
  if (task.endpoint.empty() || record.endpoint_id.empty()) return {};
  const std::string url(task.endpoint);
  Variables list{{"ECS_CONTAINER_METADATA_URI", url + "/v3/" + record.endpoint_id},
                 {"ECS_CONTAINER_METADATA_URI_V4", url + "/v4/" + record.endpoint_id},
                 {"ECS_AGENT_URI", url + "/api/" + record.endpoint_id}};
  if (task.record.credentials_id.empty()) return list;
  const auto path = "/v2/credentials/" + task.record.credentials_id;
  // The SDKs complete a relative one with the one address that they know.
  if (url == sdk_endpoint)
    list["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = path;
  else
    list["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url + path;
  return list;
}

std::vector<std::string> environment(const TaskView& task, const ContainerRecord& record,
                                     const Container& container, Variables of_files) {
  auto given = container.environment.value_or(Variables{});
  given.merge(std::move(of_files));
  const auto added = endpoint_environment(task, record);
  std::vector<std::string> list;
  for (const auto& [name, value] : given) {
    if (!added.contains(name)) list.push_back(name + "=" + value);
  }
  for (const auto& [name, value] : added) list.push_back(name + "=" + value);
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    const auto& image = record.image_environment;
    const bool in_image = std::ranges::find(image, name) != image.end();
    if (!in_image && !given.contains(name)) list.push_back(name + ("=" + task.options.region));
  }
  return list;
}

/// The volume's name in Docker, or a path of the host.
std::optional<std::string> mount_source(const TaskView& task, const std::string& volume) {
  const auto made = std::ranges::find(task.record.volume_records, volume, &VolumeRecord::name);
  if (made != task.record.volume_records.end()) return made->docker_name;
  if (!task.payload.volumes) return std::nullopt;
  for (const auto& candidate : *task.payload.volumes) {
    if (candidate.name == volume && candidate.host) return candidate.host->source_path;
  }
  return std::nullopt;
}

StepResult<std::vector<std::string>> binds(const TaskView& task, const Container& container) {
  std::vector<std::string> list;
  if (!container.mount_points) return list;
  for (const auto& mount : *container.mount_points) {
    const auto volume = mount.source_volume.value_or("");
    const auto source = mount_source(task, volume);
    if (!source) return refuse("HostConfigError", "Invalid volume referenced: " + volume);
    const char* mode = mount.read_only.value_or(false) ? ":ro" : "";
    list.push_back(fmt::format("{}:{}{}", *source, mount.container_path.value_or(""), mode));
  }
  return list;
}

std::vector<std::string> volumes_from(const TaskView& task, const Container& container) {
  std::vector<std::string> list;
  if (!container.volumes_from) return list;
  for (const auto& entry : *container.volumes_from) {
    const auto* source = find_container(task.record, entry.source_container.value_or(""));
    if (source == nullptr) continue;
    list.push_back(source->docker_name + (entry.read_only.value_or(false) ? ":ro" : ""));
  }
  return list;
}

/// Where this host refused a cgroup for the task, each container alone stays below its limits.
void limit_alone(const TaskView& task, HostConfig& host) {
  const auto cpu = task.payload.cpu.value_or(0);
  if (cpu > 0) {
    host.cpu_period = cpu_period;
    host.cpu_quota = static_cast<std::int64_t>(cpu * static_cast<double>(cpu_period));
  }
  const auto memory = task.payload.memory.value_or(0) * mebibyte;
  if (memory > 0) host.memory = std::min(host.memory.value_or(memory), memory);
}

void set_limits(const TaskView& task, const Container& container, HostConfig& host) {
  const std::int64_t shares = container.cpu.value_or(0);
  host.cpu_shares = std::clamp(shares, shares_least, shares_most);
  const std::int64_t memory = container.memory.value_or(0) * mebibyte;
  if (memory > 0) host.memory = std::max(memory, memory_least);
  if (!task.record.cgroup_parent.empty())
    host.cgroup_parent = task.record.cgroup_parent;
  else if (task.record.cgroup == Readiness::ready)
    limit_alone(task, host);
}

/// The parts that the agent fills before the task definition's own.
StepResult<ContainerCreateBody> own_part(const TaskView& task, const ContainerRecord& record,
                                         const Container& container, Variables of_files) {
  ContainerCreateBody body;
  body.image = record.image;
  body.cmd = container.command;
  body.entrypoint = container.entry_point;
  body.env = environment(task, record, container, std::move(of_files));
  // The image's own health check does not count on ECS.
  body.healthcheck.emplace().test = {{"NONE"}};
  auto& host = body.host_config.emplace();
  auto mounts = binds(task, container);
  if (!mounts) return std::unexpected(std::move(mounts).error());
  set_unless_empty(host.binds, std::move(*mounts));
  set_unless_empty(host.volumes_from, volumes_from(task, container));
  set_limits(task, container, host);
  if (publishes_ports(task)) publish_ports(record, container, body);
  set_unless_empty(host.links, links(task, container));
  return body;
}

/// Lays dockerConfig's two documents over the body.
StepResult<void> lay_docker_config(const Container& container, ContainerCreateBody& body) {
  if (!container.docker_config) return {};
  const auto config = overlay(body, container.docker_config->config.value_or(""));
  if (!config) {
    return refuse("DockerClientConfigError",
                  "Unable decode given docker config: " + config.error().message);
  }
  const auto host = overlay(*body.host_config, container.docker_config->host_config.value_or(""));
  if (!host) {
    return refuse("HostConfigError", "Unable to decode given host config: " + host.error().message);
  }
  return {};
}

/// Processes and IPC that the task's containers have in common are those of its pause container.
void join_namespaces(const TaskView& task, HostConfig& host) {
  const auto* pause = find_pause(task.record);
  if (pause == nullptr) return;
  if (task.payload.pid_mode == "task") host.pid_mode = "container:" + pause->docker_id;
  if (task.payload.ipc_mode == "task") host.ipc_mode = "container:" + pause->docker_id;
}

}  // namespace

const Container* payload_of(const TaskView& task, const std::string& name) {
  const auto found = std::ranges::find(task.payload.containers, name, &Container::name);
  return found == task.payload.containers.end() ? nullptr : &*found;
}

StepResult<ContainerCreateBody> container_body(const TaskView& task, std::size_t index,
                                               Variables of_files) {
  const auto& record = task.record.containers[index];
  const auto* container = payload_of(task, record.name);
  if (container == nullptr) {
    return refuse("CannotCreateContainerError", "the task's payload is lost");
  }
  auto body = own_part(task, record, *container, std::move(of_files));
  if (!body) return body;
  const auto laid = lay_docker_config(*container, *body);
  if (!laid) return std::unexpected(laid.error());
  if (record.health && body->healthcheck->test == std::vector<std::string>{"NONE"}) {
    return refuse("DockerClientConfigError",
                  "docker health check is nil while container health check type is DOCKER");
  }
  join_network(task, *body);
  join_namespaces(task, *body->host_config);
  auto& labels = body->labels ? *body->labels : body->labels.emplace();
  for (auto& [name, value] : ecs_labels(task, record.name)) labels[name] = value;
  return body;
}

ContainerCreateBody pause_body(const TaskView& task) {
  ContainerCreateBody body;
  const auto* record = find_pause(task.record);
  body.image = record->image;
  body.labels = ecs_labels(task, record->name);
  auto& host = body.host_config.emplace();
  if (task.payload.ipc_mode == "task") host.ipc_mode = "shareable";
  own_network(task, body);
  return body;
}

StepResult<ContainerCreateBody> body_of(const TaskView& task, std::size_t index,
                                        Variables of_files) {
  const bool is_pause = task.record.containers[index].kind == ContainerKind::pause;
  return is_pause ? pause_body(task) : container_body(task, index, std::move(of_files));
}

std::map<std::string, std::string> ecs_labels(const TaskView& task, const std::string& container) {
  return {{instance_id_label, std::string(task.instance_id)},
          {"com.amazonaws.ecs.cluster", cluster_name(task.options, task.record)},
          {"com.amazonaws.ecs.container-name", container},
          {task_arn_label, task.record.arn},
          {"com.amazonaws.ecs.task-definition-family", task.record.family},
          {"com.amazonaws.ecs.task-definition-version", task.record.revision}};
}

}  // namespace berth::agent::steps
