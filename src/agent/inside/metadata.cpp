#include "agent/inside/metadata.hpp"

#include <algorithm>
#include <utility>

#include "agent/status_text.hpp"
#include "agent/steps/network_part.hpp"
#include "base/text.hpp"
#include "client/error_code.hpp"
#include "wire/text/base64.hpp"

namespace berth::agent::inside {

namespace json = boost::json;
using gen::agent_protocol::Container;
using gen::agent_protocol::ElasticNetworkInterface;
using steps::TaskView;

namespace {

void put(json::object& into, const char* key, const std::string& value) {
  if (!value.empty()) into[key] = value;
}

void put(json::object& into, const char* key, const std::optional<std::string>& value) {
  put(into, key, value.value_or(""));
}

void put(json::object& into, const char* key, const std::optional<Instant>& value) {
  if (value) into[key] = iso8601(*value);
}

void put(json::object& into, const char* key, json::array value) {
  if (!value.empty()) into[key] = std::move(value);
}

json::array texts(const std::vector<std::string>& list) {
  json::array all;
  for (const auto& text : list) all.emplace_back(text);
  return all;
}

json::object texts(const std::map<std::string, std::string>& map) {
  json::object all;
  for (const auto& [name, value] : map) all[name] = value;
  return all;
}

/// A pause container's steady state has a name of its own.
const char* status_word(ContainerStatus status, ContainerKind kind) {
  const bool steady = kind == ContainerKind::pause && status == ContainerStatus::running;
  return steady ? "RESOURCES_PROVISIONED" : text(status);
}

const char* desired_word(const TaskRecord& task, ContainerKind kind) {
  const bool stopped = task.desired == DesiredStatus::stopped;
  return status_word(stopped ? ContainerStatus::stopped : ContainerStatus::running, kind);
}

/// What all of the task's containers have reached.
ContainerStatus reached(const TaskRecord& task) {
  auto least = ContainerStatus::stopped;
  for (const auto& each : task.containers) least = std::min(least, each.known);
  return task.known == TaskStatus::stopped ? ContainerStatus::stopped : least;
}

const char* kind_word(const TaskView& task, ContainerKind kind) {
  if (kind == ContainerKind::normal) return "NORMAL";
  return task.payload.network_mode == "awsvpc" ? "CNI_PAUSE" : "NAMESPACE_PAUSE";
}

json::object health_json(const Health& health) {
  json::object told{{"status", text(health.status)}, {"statusSince", iso8601(health.since)}};
  if (health.exit_code != 0) told["exitCode"] = health.exit_code;
  put(told, "output", health.output);
  return told;
}

json::array addresses(const std::string& address) {
  return address.empty() ? json::array{} : json::array{json::string(address)};
}

/// The task's own interface, which version 4 tells whole.
json::object interface_json(const ElasticNetworkInterface& eni, Api api) {
  json::object told{{"NetworkMode", "awsvpc"}};
  std::vector<std::string> ipv4, ipv6;
  for (const auto& each : eni.ipv4_addresses.value_or(decltype(eni.ipv4_addresses)::value_type{})) {
    ipv4.push_back(each.private_address.value_or(""));
  }
  for (const auto& each : eni.ipv6_addresses.value_or(decltype(eni.ipv6_addresses)::value_type{})) {
    ipv6.push_back(each.address.value_or(""));
  }
  put(told, "IPv4Addresses", texts(ipv4));
  put(told, "IPv6Addresses", texts(ipv6));
  if (api != Api::v4) return told;
  told["AttachmentIndex"] = eni.index.value_or(0);
  put(told, "MACAddress", eni.mac_address);
  if (const auto spec = steps::network_spec(eni)) put(told, "IPv4SubnetCIDRBlock", spec->subnet);
  if (eni.domain_name_servers) put(told, "DomainNameServers", texts(*eni.domain_name_servers));
  if (eni.domain_name) put(told, "DomainNameSearchList", texts(*eni.domain_name));
  put(told, "PrivateDNSName", eni.private_dns_name);
  put(told, "SubnetGatewayIpv4Address", eni.subnet_gateway_ipv4_address);
  put(told, "SubnetGatewayIpv6Address", eni.subnet_gateway_ipv6_address);
  return told;
}

json::array networks_json(const TaskView& task, const ContainerRecord& record, Api api) {
  json::array list;
  if (const auto* eni = own_interface(task.payload)) {
    list.push_back(interface_json(*eni, api));
    return list;
  }
  for (const auto& network : record.engine.networks) {
    json::object told{{"NetworkMode", network.mode}};
    put(told, "IPv4Addresses", addresses(network.ipv4));
    put(told, "IPv6Addresses", addresses(network.ipv6));
    list.push_back(std::move(told));
  }
  return list;
}

json::object limits_json(const Container* container) {
  return {{"CPU", container != nullptr ? container->cpu.value_or(0) : 0},
          {"Memory", container != nullptr ? container->memory.value_or(0) : 0}};
}

std::optional<json::object> task_limits(const gen::agent_protocol::Task& payload) {
  json::object limits;
  if (payload.cpu.value_or(0) > 0) limits["CPU"] = *payload.cpu;
  if (payload.memory.value_or(0) > 0) limits["Memory"] = *payload.memory;
  return limits.empty() ? std::nullopt : std::optional(std::move(limits));
}

json::array containers_json(const TaskView& task, Api api) {
  json::array list;
  for (const auto& each : task.record.containers) {
    if (is_told(task, each)) list.push_back(container_metadata(task, each, api));
  }
  return list;
}

void put_tags(json::object& told, const std::vector<TagAnswer>& answers) {
  json::array errors;
  for (const auto& answer : answers) {
    if (!answer.tags) {
      errors.push_back(json::object{{"ErrorField", answer.field},
                                    {"ErrorCode", client::error_name(answer.tags.error().code)},
                                    {"ErrorMessage", answer.tags.error().message},
                                    {"ResourceARN", answer.resource_arn}});
    } else if (!answer.tags->empty()) {
      told[answer.field] = texts(*answer.tags);
    }
  }
  put(told, "Errors", std::move(errors));
}

void put_times(json::object& told, const TaskView& task) {
  put(told, "PullStartedAt", task.record.pull_started_at);
  put(told, "PullStoppedAt", task.record.pull_stopped_at);
  put(told, "ExecutionStoppedAt", task.record.execution_stopped_at);
}

/// Our networks are named after their VPC.
std::string vpc_id(const TaskView& task) {
  const auto* eni = own_interface(task.payload);
  const auto name = eni != nullptr ? eni->name.value_or("") : "";
  const auto at = name.find("vpc-");
  return at == std::string::npos ? "" : name.substr(at);
}

const gen::agent_protocol::Association* find_association(const TaskView& task,
                                                         const std::string& container,
                                                         const std::string& type,
                                                         const std::string& name) {
  if (!task.payload.associations) return nullptr;
  for (const auto& each : *task.payload.associations) {
    const auto users = each.containers.value_or(std::vector<std::string>{});
    if (each.type == type && each.name == name && std::ranges::count(users, container) > 0) {
      return &each;
    }
  }
  return nullptr;
}

}  // namespace

json::object container_metadata(const TaskView& task, const ContainerRecord& record, Api api) {
  const auto* payload = steps::payload_of(task, record.name);
  const bool whole = api == Api::v4;
  json::object told{{"DockerId", record.docker_id},
                    {"Name", record.name},
                    {"DockerName", record.docker_name},
                    {"Image", record.image},
                    {"ImageID", record.image_id}};
  put(told, "Ports", ports_json(record.engine.ports, api));
  if (!record.engine.labels.empty()) told["Labels"] = texts(record.engine.labels);
  told["DesiredStatus"] = desired_word(task.record, record.kind);
  told["KnownStatus"] = status_word(record.known, record.kind);
  if (record.exit_code) told["ExitCode"] = *record.exit_code;
  told["Limits"] = limits_json(payload);
  put(told, "CreatedAt", record.created_at);
  put(told, "StartedAt", record.started_at);
  put(told, "FinishedAt", record.finished_at);
  told["Type"] = kind_word(task, record.kind);
  if (!whole) put(told, "Networks", networks_json(task, record, api));
  if (record.health) told["Health"] = health_json(*record.health);
  put(told, "Volumes", volumes_json(record.engine.volumes));
  if (!whole) return told;
  put(told, "LogDriver", record.engine.log_driver);
  if (!record.engine.log_options.empty()) told["LogOptions"] = texts(record.engine.log_options);
  if (payload != nullptr) put(told, "ContainerARN", payload->container_arn);
  put(told, "Networks", networks_json(task, record, api));
  if (record.restarts) told["RestartCount"] = record.restarts->count;
  return told;
}

json::object task_metadata(const TaskView& task, Api api, const std::vector<TagAnswer>& tags) {
  const auto& record = task.record;
  const auto& payload = task.payload;
  const bool whole = api == Api::v4;
  json::object told{
      {"Cluster", cluster_name(task.options, record)},
      {"TaskARN", record.arn},
      {"Family", record.family},
      {"Revision", record.revision},
      {"DesiredStatus", desired_word(record, ContainerKind::normal)},
      {"KnownStatus", status_word(reached(record), ContainerKind::normal)},
  };
  if (!whole) told["Containers"] = containers_json(task, api);
  if (auto limits = task_limits(payload)) told["Limits"] = std::move(*limits);
  put_times(told, task);
  put(told, "AvailabilityZone", task.options.zone);
  put_tags(told, tags);
  if (!whole) return told;
  put(told, "LaunchType", payload.launch_type);
  told["Containers"] = containers_json(task, api);
  put(told, "VPCID", vpc_id(task));
  put(told, "ServiceName", payload.service_name);
  put(told, "Group", payload.group);
  told["FaultInjectionEnabled"] = payload.enable_fault_injection.value_or(false);
  return told;
}

json::object association_names(const TaskView& task, const std::string& container,
                               const std::string& type) {
  json::array names;
  for (const auto& each :
       task.payload.associations.value_or(std::vector<gen::agent_protocol::Association>{})) {
    const auto name = each.name.value_or("");
    if (find_association(task, container, type, name) != nullptr) names.emplace_back(name);
  }
  if (names.empty()) return {{"Associations", nullptr}};
  return {{"Associations", std::move(names)}};
}

Result<std::string> association_content(const TaskView& task, const std::string& container,
                                        const std::string& type, const std::string& name) {
  const auto* found = find_association(task, container, type, name);
  if (found == nullptr || !found->content) {
    return fail(ErrorCode::not_found, "no association " + name + " of the type " + type);
  }
  auto value = found->content->value.value_or("");
  if (lowercase(found->content->encoding.value_or("")) != "base64") return value;
  auto decoded = wire::from_base64(value);
  if (!decoded) return fail(ErrorCode::corrupt, "the content of " + name + " is not base64");
  return std::move(*decoded);
}

const ElasticNetworkInterface* own_interface(const gen::agent_protocol::Task& payload) {
  const auto& interfaces = payload.elastic_network_interfaces;
  const bool own = payload.network_mode == "awsvpc" && interfaces && !interfaces->empty();
  return own ? &interfaces->front() : nullptr;
}

bool is_told(const TaskView& task, const ContainerRecord& record) {
  return record.kind == ContainerKind::normal || task.options.capacity != Capacity::fargate;
}

json::array ports_json(const std::vector<PublishedPort>& ports, Api api) {
  json::array list;
  for (const auto& port : ports) {
    json::object told{{"ContainerPort", port.container_port},
                      {"Protocol", port.protocol},
                      {"HostPort", port.host_port}};
    if (api == Api::v4) put(told, "HostIp", port.host_ip);
    list.push_back(std::move(told));
  }
  return list;
}

json::array volumes_json(const std::vector<MountedVolume>& volumes) {
  json::array list;
  for (const auto& volume : volumes) {
    json::object told;
    put(told, "DockerName", volume.docker_name);
    put(told, "Source", volume.source);
    put(told, "Destination", volume.destination);
    list.push_back(std::move(told));
  }
  return list;
}

}  // namespace berth::agent::inside
