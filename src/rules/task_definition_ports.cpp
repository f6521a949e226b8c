// The port mappings of a container (behaviour §1.3.2, and the API's own words on PortMapping).
#include <map>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/task_definition.hpp"

namespace berth::rules {

namespace {

using gen::ecs::ContainerDefinition;
using gen::ecs::NetworkMode;
using gen::ecs::PortMapping;

constexpr std::int32_t port_highest = 65535;
constexpr std::size_t ranges_most = 100;

struct Ports {
  std::int32_t first = 0, last = 0;
};

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::client_exception, fmt::format(text, std::forward<Args>(args)...));
}

bool is_port(std::int32_t port) { return port >= 1 && port <= port_highest; }

Result<Ports> single_port(const PortMapping& mapping, const std::string& name, NetworkMode mode) {
  const auto port = mapping.container_port.value_or(0), host = mapping.host_port.value_or(0);
  if (!is_port(port)) {
    return refused("Invalid 'containerPort' setting for container '{}'.", name);
  }
  if (host != 0 && !is_port(host)) {
    return refused("Invalid 'hostPort' setting for container '{}'.", name);
  }
  const bool own_ports = mode == NetworkMode::awsvpc || mode == NetworkMode::host;
  if (own_ports && host != port) {
    return refused(
        "When networkMode={}, the host ports and container ports in port mappings must match.",
        text(mode));
  }
  return Ports{port, port};
}

Result<Ports> port_range(const PortMapping& mapping, const std::string& name, NetworkMode mode) {
  const auto setting = [&](std::string_view why) {
    return refused("Invalid 'containerPortRange' setting for container '{}'. {}", name, why);
  };
  if (mapping.container_port) {
    return setting("Specify either 'containerPort' or 'containerPortRange', but not both.");
  }
  if (mapping.host_port) {
    return setting("'hostPort' cannot be specified together with 'containerPortRange'.");
  }
  if (mode != NetworkMode::bridge && mode != NetworkMode::awsvpc) {
    return setting("It needs networkMode bridge or awsvpc.");
  }
  const auto ends = cut(*mapping.container_port_range, '-');
  const auto first = ends ? parse_unsigned(ends->before) : std::nullopt;
  const auto last = ends ? parse_unsigned(ends->after) : std::nullopt;
  if (!first || !last || *first < 1 || *last > port_highest) {
    return setting("It must have the form 'first-last' with ports between 1 and 65535.");
  }
  if (*first >= *last) return setting("The first port must be less than the last port.");
  return Ports{static_cast<std::int32_t>(*first), static_cast<std::int32_t>(*last)};
}

/// What is taken of the container's ports, by their first one; ranges overlap nothing.
class Taken {
 public:
  Result<void> take(const PortMapping& mapping, Ports ports, const std::string& name) {
    const bool range = mapping.container_port_range.has_value();
    for (const auto& other : taken_) {
      const bool meets = ports.first <= other.ports.last && other.ports.first <= ports.last;
      if (!meets) continue;
      if (range || other.range) {
        return refused(
            "The port mappings of container '{}' overlap: a port can only be included "
            "in one of them.",
            name);
      }
      if (other.protocol != *mapping.protocol) {
        return refused("The container port '{}' cannot be exposed for multiple protocols.",
                       ports.first);
      }
    }
    taken_.push_back({ports, range, *mapping.protocol});
    return {};
  }

 private:
  struct Mapped {
    Ports ports;
    bool range = false;
    gen::ecs::TransportProtocol protocol{};
  };
  std::vector<Mapped> taken_;
};

}  // namespace

Result<void> check_ports(const ContainerDefinition& container, NetworkMode mode) {
  const auto& name = *container.name;
  if (mode == NetworkMode::none && !container.port_mappings->empty()) {
    return refused("Port mappings are not supported when networkMode 'none' is specified.");
  }
  Taken taken;
  std::size_t ranges = 0;
  for (const auto& mapping : *container.port_mappings) {
    const bool range = mapping.container_port_range.has_value();
    const auto ports =
        TRY(range ? port_range(mapping, name, mode) : single_port(mapping, name, mode));
    if (range && ++ranges > ranges_most) {
      return refused("Container '{}' has more than {} port ranges.", name, ranges_most);
    }
    TRY_VOID(taken.take(mapping, ports, name));
  }
  return {};
}

}  // namespace berth::rules
