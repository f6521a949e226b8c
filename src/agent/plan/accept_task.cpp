#include "agent/plan/accept_task.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "agent/host/host_need.hpp"
#include "agent/plan/dependency.hpp"
#include "base/text.hpp"

namespace berth::agent::plan {

namespace {

namespace json = boost::json;
using gen::agent_protocol::Container;
using gen::agent_protocol::ElasticNetworkInterface;
using gen::agent_protocol::Task;

std::unexpected<Error> refuse(std::string text) {
  return fail(ErrorCode::validation, std::move(text));
}

/// Only `command` may be overridden here; the server merges everything else before it sends.
Result<void> apply_overrides(Container& container) {
  const auto text = container.overrides.value_or("");
  if (text.empty()) return {};
  boost::system::error_code failure;
  const auto value = json::parse(text, failure);
  if (failure) return refuse("invalid overrides: " + failure.message());
  if (value.is_null()) return {};
  if (!value.is_object()) return refuse("overrides are not an object");
  for (const auto& [key, member] : value.get_object()) {
    if (key != "command") return refuse(fmt::format("Unrecognized key: {}", std::string(key)));
    if (!member.is_array()) return refuse("overrides.command is not a list");
    auto& command = container.command.emplace();
    for (const auto& word : member.get_array()) {
      if (!word.is_string()) return refuse("overrides.command is not a list of texts");
      command.emplace_back(word.get_string());
    }
  }
  return {};
}

Result<void> check_interface(const ElasticNetworkInterface& eni) {
  if (eni.ec2_id.value_or("").empty()) return refuse("eni message validation: empty eni id");
  if (eni.mac_address.value_or("").empty()) return refuse("eni message validation: empty MAC");
  if (!eni.ipv4_addresses || eni.ipv4_addresses->empty() ||
      eni.ipv4_addresses->front().private_address.value_or("").empty()) {
    return refuse("eni message validation: no IPv4 address");
  }
  const auto gateway = eni.subnet_gateway_ipv4_address.value_or("");
  if (!cut(gateway, '/')) return refuse("eni message validation: invalid gateway " + gateway);
  if (eni.name.value_or("").empty()) return refuse("eni message validation: empty network name");
  return {};
}

Result<void> check_network(const Task& task) {
  const auto mode = task.network_mode.value_or("");
  const std::set<std::string> known{"", "bridge", "host", "none", "awsvpc"};
  if (!known.contains(mode)) return refuse("unknown network mode " + mode);
  if (mode != "awsvpc") return {};
  if (!task.elastic_network_interfaces || task.elastic_network_interfaces->empty()) {
    return refuse("no network interface for an awsvpc task");
  }
  return check_interface(task.elastic_network_interfaces->front());
}

Result<Condition> condition(const std::string& word) {
  const auto known = parse<Condition>(lowercase(word));
  if (!known || *known == Condition::created) return refuse("unknown dependency condition " + word);
  return *known;
}

Result<std::vector<Dependency>> dependencies(const Container& container) {
  std::vector<Dependency> found;
  if (container.depends_on) {
    for (const auto& entry : *container.depends_on) {
      const auto wanted = TRY(condition(entry.condition.value_or("")));
      found.push_back({entry.container_name.value_or(""), wanted});
    }
  }
  if (container.links) {
    for (const auto& link : *container.links) {
      const auto name = split(link, ':').front();
      found.push_back({std::string(name), Condition::start});
    }
  }
  if (container.volumes_from) {
    for (const auto& source : *container.volumes_from) {
      found.push_back({source.source_container.value_or(""), Condition::created});
    }
  }
  return found;
}

/// Whether a pause container must hold the network, processes or IPC that the others share.
bool shares_namespaces(const Task& task) {
  return task.network_mode == "awsvpc" || task.pid_mode == "task" || task.ipc_mode == "task";
}

std::optional<Duration> seconds_of(const std::optional<std::int32_t>& value) {
  if (!value || *value <= 0) return std::nullopt;
  return std::chrono::seconds{*value};
}

/// The API's default, for a server that leaves it to the agent.
constexpr std::chrono::seconds attempt_period_default{300};

std::optional<Restarts> restarts(const Container& container) {
  const auto& policy = container.restart_policy;
  if (!policy || !policy->enabled.value_or(false)) return std::nullopt;
  Restarts made;
  made.ignored_exit_codes = policy->ignored_exit_codes.value_or(std::vector<std::int32_t>{});
  made.attempt_period = seconds_of(policy->restart_attempt_period).value_or(attempt_period_default);
  return made;
}

/// Makes the records of one task; keeps what its parts share.
class Acceptance {
 public:
  Acceptance(Task task, std::int64_t arrival, ports::Entropy& entropy)
      : entropy_(entropy), payload_(std::move(task)) {
    record_.arn = payload_.arn;
    record_.cluster_arn = payload_.task_cluster_arn.value_or("");
    record_.family = payload_.family.value_or("");
    record_.revision = payload_.version.value_or("");
    record_.arrival = arrival;
  }

  Result<AcceptedTask> accept(const std::string& pause_image) {
    if (payload_.role_credentials) {
      record_.credentials_id = payload_.role_credentials->credentials_id;
    }
    payload_.role_credentials.reset();
    payload_.execution_role_credentials.reset();
    if (payload_.containers.empty()) return refuse("no containers");
    TRY_VOID(check_network(payload_));
    for (auto& container : payload_.containers) TRY_VOID(add(container));
    if (payload_.network_mode == "awsvpc") record_.network = Readiness::needed;
    if (shares_namespaces(payload_)) add_pause(pause_image);
    add_volumes();
    const bool limited = payload_.cpu.value_or(0) > 0 || payload_.memory.value_or(0) > 0;
    if (limited) record_.cgroup = Readiness::needed;
    record_.need = host::host_need(payload_);
    if (!resolvable(record_.containers)) {
      record_.desired = DesiredStatus::stopped;
      record_.reason = "Task dependencies cannot be resolved, taskArn: " + record_.arn;
    }
    return AcceptedTask{std::move(record_), std::move(payload_)};
  }

 private:
  Result<void> add(Container& container) {
    if (container.name.empty()) return refuse("a container has no name");
    if (find_container(record_, container.name) != nullptr) {
      return refuse("two containers are named " + container.name);
    }
    TRY_VOID(apply_overrides(container));
    ContainerRecord made;
    made.name = container.name;
    made.image = container.image.value_or("");
    made.essential = container.essential.value_or(true) ? Essential::yes : Essential::no;
    made.depends_on = TRY(dependencies(container));
    made.start_timeout = seconds_of(container.start_timeout);
    made.stop_timeout = seconds_of(container.stop_timeout);
    made.docker_name = name_for(container.name);
    made.restarts = restarts(container);
    made.endpoint_id = entropy_.uuid();
    if (lowercase(container.health_check_type.value_or("")) == "docker") made.health = Health{};
    record_.containers.push_back(std::move(made));
    return {};
  }

  void add_pause(const std::string& image) {
    ContainerRecord pause;
    pause.name = pause_container_name;
    pause.kind = ContainerKind::pause;
    pause.image = image;
    pause.docker_name = name_for(pause.name);
    record_.containers.push_back(std::move(pause));
  }

  void add_volumes() {
    if (!payload_.volumes) return;
    for (const auto& volume : *payload_.volumes) {
      const auto& docker = volume.docker_volume_configuration;
      const bool scratch = volume.host && volume.host->source_path.value_or("").empty();
      if (!docker && !scratch) continue;
      const bool shared = docker && docker->scope == "shared";
      record_.volume_records.push_back({volume.name, shared ? volume.name : name_for(volume.name),
                                        shared ? Readiness::not_needed : Readiness::needed});
      record_.volumes = Readiness::needed;
    }
  }

  std::string name_for(const std::string& name) {
    return docker_name(record_.family, record_.revision, name, entropy_);
  }

  ports::Entropy& entropy_;
  Task payload_;
  TaskRecord record_;
};

}  // namespace

Result<AcceptedTask> accept_task(Task task, const std::string& pause_image, std::int64_t arrival,
                                 ports::Entropy& entropy) {
  return Acceptance(std::move(task), arrival, entropy).accept(pause_image);
}

std::string unreadable_reason(const Error& error) {
  return "UnrecogniedTaskError: Error loading task - " + error.message;
}

TaskRecord unknown_task(const std::string& arn, const std::string& cluster_arn,
                        std::string reason) {
  TaskRecord record;
  record.arn = arn;
  record.cluster_arn = cluster_arn;
  record.desired = DesiredStatus::stopped;
  record.reason = std::move(reason);
  return record;
}

std::string docker_name(const std::string& family, const std::string& revision,
                        const std::string& name, ports::Entropy& entropy) {
  std::string reduced;
  std::ranges::copy_if(name, std::back_inserter(reduced), [](const char& c) {
    return only_alphanumeric_or(std::string_view(&c, 1), "-");
  });
  return fmt::format("ecs-{}-{}-{}-{}", family, revision, reduced, entropy.hex(20));
}

}  // namespace berth::agent::plan
