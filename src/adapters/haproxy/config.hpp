#pragma once
// The text of HAProxy's configuration for a layout, and the pages that the load balancer itself
// answers with. Pure functions.
//
// HAProxy is made to behave like an Application Load Balancer (docs: behaviour of ELB §2.11,
// §2.12): its headers, no retry on another target, 502 when a target cannot be reached, 504 when it
// does not answer in time, 503 when there is none. HAProxy does no health checks.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/haproxy/layout.hpp"
#include "base/time.hpp"

namespace berth::adapters::haproxy {

/// File names in a configuration have no folder: HAProxy runs in the one that holds them.
struct ConfigOptions {
  /// Where this process answers commands.
  std::string socket;
  /// Whom HAProxy becomes once it listens; empty: stays who it is.
  std::string user;
  Duration connect_timeout = std::chrono::seconds(10);
  /// How long a process that was replaced may finish what it has.
  Duration drain_max = std::chrono::hours(1);
};

std::string render(const Layout& layout, const ConfigOptions& options);

/// What distinguishes configurations that no command can turn into each other: two layouts of one
/// shape differ only in servers and host names.
std::string shape_of(const Layout& layout, const ConfigOptions& options);

/// What stands in a configuration that an earlier run has written.
struct ConfigFacts {
  std::string shape;
  std::vector<Bind> binds;
};
ConfigFacts facts_of(std::string_view config);

/// "hosts-80.map".
std::string map_name(std::uint16_t port);
std::string render_map(const HostRoutes& routes);

/// Files that every configuration refers to: name and contents.
std::vector<std::pair<std::string, std::string>> error_pages();

}  // namespace berth::adapters::haproxy
