#pragma once
// How a running HAProxy gets from what it has to what is wanted: commands for its runtime socket,
// or a reload where no command can do it. Pure functions, and the reading of HAProxy's own tables,
// which are the truth about what it has.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/haproxy/layout.hpp"

namespace berth::adapters::haproxy {

enum class Reload : std::uint8_t { not_needed, needed };

struct Difference {
  Reload reload = Reload::not_needed;
  /// In order, one command each; empty when a reload does it all.
  std::vector<std::string> commands;

  bool operator==(const Difference&) const = default;
};

/// `current` must be what the process has, including its frontends. A server that leaves is put
/// into maintenance and its sessions end: whoever wanted them finished has drained it before.
Difference diff(const Layout& current, const Layout& wanted);

/// The answer to "show servers state": slots by backend. Nothing when it is not understood.
std::optional<std::map<std::string, Slots>> parse_servers(std::string_view answer);

/// The answer to "show map <file>".
HostRoutes parse_map(std::string_view answer);

/// "Pid: 4711" of the answer to "show info".
std::optional<int> parse_pid(std::string_view answer);

}  // namespace berth::adapters::haproxy
