#include "agent/session/attributes.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace berth::agent::session {

namespace {

constexpr std::array capabilities{
    std::string_view{"private-registry-authentication.secretsmanager"},
    std::string_view{"secrets.ssm.environment-variables"},
    std::string_view{"secrets.ssm.bootstrap.log-driver"},
    std::string_view{"ecr-endpoint"},
    std::string_view{"secrets.asm.environment-variables"},
    std::string_view{"secrets.asm.bootstrap.log-driver"},
    std::string_view{"container-ordering"},
    std::string_view{"full-sync"},
    std::string_view{"env-files.s3"},
    std::string_view{"network.container-port-range"},
    std::string_view{"container-restart-policy"},
    std::string_view{"execution-role-ecr-pull"},
    std::string_view{"firelens.fluentd"},
    std::string_view{"firelens.fluentbit"},
    std::string_view{"logging-driver.awsfirelens.log-driver-buffer-limit"},
    std::string_view{"firelens.non-root-user"},
    std::string_view{"efs"},
    std::string_view{"firelens.options.config.file"},
    std::string_view{"firelens.options.config.s3"},
    std::string_view{"ipv6-only"},
    std::string_view{"docker-plugin.local"},
    // Depend on the host with Amazon's agent; this one always has them.
    std::string_view{"task-cpu-mem-limit"},
    std::string_view{"increased-task-cpu-limit"},
    std::string_view{"container-health-check"},
    std::string_view{"pid-ipc-namespace-sharing"},
    std::string_view{"task-eni"},
};

constexpr std::array legacy_capabilities{
    std::string_view{"ecr-auth"},
    std::string_view{"logging-driver.awsfirelens"},
    std::string_view{"privileged-container"},
    std::string_view{"task-iam-role"},
    std::string_view{"task-iam-role-network-host"},
};

/// Minor numbers of the Docker API versions that ECS names; all begin with "1.".
constexpr std::array docker_api_minors{17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 32};

int minor_version(std::string_view version, int otherwise) {
  const auto parts = cut(version, '.');
  const auto number = parts ? parse_unsigned(parts->after) : std::nullopt;
  return number ? static_cast<int>(*number) : otherwise;
}

class Attributes {
 public:
  void add(std::string name) { list_.push_back({.name = std::move(name)}); }
  void add(std::string name, std::string value) {
    if (!value.empty()) list_.push_back({.name = std::move(name), .value = std::move(value)});
  }
  std::vector<gen::ecs::Attribute> take() { return std::move(list_); }

 private:
  std::vector<gen::ecs::Attribute> list_;
};

std::vector<std::string> texts(const std::vector<std::int32_t>& numbers) {
  std::vector<std::string> result;
  for (const auto number : numbers) result.push_back(std::to_string(number));
  return result;
}

}  // namespace

std::vector<gen::ecs::Attribute> attributes(const AgentOptions& options,
                                            const EngineVersions& engine,
                                            Registration registration) {
  const std::string modern = "ecs.capability.", legacy = "com.amazonaws.ecs.capability.";
  Attributes list;
  for (const auto name : capabilities) list.add(modern + std::string(name));
  for (const auto name : legacy_capabilities) list.add(legacy + std::string(name));
  const int oldest = minor_version(engine.oldest, 0), newest = minor_version(engine.newest, 17);
  for (const int minor : docker_api_minors) {
    if (minor < oldest || minor > newest) continue;
    list.add(legacy + "docker-remote-api.1." + std::to_string(minor));
  }
  for (const auto& driver : options.logging_drivers) list.add(legacy + "logging-driver." + driver);
  list.add("ecs.os-type", "linux");
  list.add("ecs.os-family", "LINUX");
  list.add("ecs.os-type-detailed", "LINUX");
  list.add("ecs.cpu-architecture", options.host.cpu_architecture);
  list.add("ecs.availability-zone", options.zone);
  list.add("berth.env-files.file");
  if (options.capacity == Capacity::fargate) list.add("berth.capacity", "fargate");
  if (registration == Registration::first) {
    for (const auto& [name, value] : options.attributes) list.add(name, value);
  }
  return list.take();
}

std::vector<gen::ecs::Resource> total_resources(const AgentOptions& options) {
  gen::ecs::Resource cpu{.name = "CPU", .type = "INTEGER"};
  cpu.integer_value = options.host.cpu;
  gen::ecs::Resource memory{.name = "MEMORY", .type = "INTEGER"};
  memory.integer_value = options.host.memory;
  gen::ecs::Resource tcp{.name = "PORTS", .type = "STRINGSET"};
  tcp.string_set_value = texts(options.reserved_tcp_ports);
  gen::ecs::Resource udp{.name = "PORTS_UDP", .type = "STRINGSET"};
  udp.string_set_value = texts(options.reserved_udp_ports);
  return {std::move(cpu), std::move(memory), std::move(tcp), std::move(udp)};
}

}  // namespace berth::agent::session
