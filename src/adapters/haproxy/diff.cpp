#include "adapters/haproxy/diff.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/core.h>

#include "adapters/haproxy/config.hpp"
#include "base/text.hpp"

namespace berth::adapters::haproxy {
namespace {

using Commands = std::vector<std::string>;

/// Bits of srv_admin_state (HAProxy's management guide, "show servers state").
constexpr std::uint64_t admin_maintenance = 0x01 | 0x02 | 0x20 | 0x40;
constexpr std::uint64_t admin_drain = 0x08 | 0x10;

/// Columns of version 1 of that table.
constexpr std::size_t column_backend = 1, column_server = 3, column_address = 4, column_admin = 6,
                      column_weight = 7, column_port = 18, column_count = 19;

std::string_view state_word(SlotState state) {
  switch (state) {
    case SlotState::ready: return "ready";
    case SlotState::drain: return "drain";
    case SlotState::spare: return "maint";
  }
  return "maint";
}

void empty_slot(const std::string& name, Commands& commands) {
  commands.push_back(fmt::format("set server {} state maint", name));
  commands.push_back(fmt::format("shutdown sessions server {}", name));
}

void change_slot(const std::string& name, const Slot& current, const Slot& wanted,
                 Commands& commands) {
  const bool was_used = current.state != SlotState::spare;
  if (wanted.state == SlotState::spare) {
    if (was_used) empty_slot(name, commands);
    return;
  }
  const bool moves = current.address != wanted.address || current.port != wanted.port;
  if (moves && was_used) empty_slot(name, commands);
  if (moves) {
    commands.push_back(
        fmt::format("set server {} addr {} port {}", name, wanted.address, wanted.port));
  }
  if (current.weight != wanted.weight) {
    commands.push_back(fmt::format("set server {} weight {}", name, wanted.weight));
  }
  if (current.state != wanted.state || (moves && was_used)) {
    commands.push_back(fmt::format("set server {} state {}", name, state_word(wanted.state)));
  }
}

void change_routes(std::uint16_t port, const HostRoutes& current, const HostRoutes& wanted,
                   Commands& commands) {
  const auto map = map_name(port);
  for (const auto& [host, route] : wanted) {
    const auto found = current.find(host);
    if (found == current.end()) {
      commands.push_back(fmt::format("add map {} {} {}", map, host, route));
    } else if (found->second != route) {
      commands.push_back(fmt::format("set map {} {} {}", map, host, route));
    }
  }
  for (const auto& [host, route] : current) {
    if (!wanted.contains(host)) commands.push_back(fmt::format("del map {} {}", map, host));
  }
}

bool same_shape(const Layout& current, const Layout& wanted) {
  const auto same_slots = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second.size() == b.second.size();
  };
  return current.frontends == wanted.frontends &&
         std::ranges::equal(current.backends, wanted.backends, same_slots);
}

/// The number n of a server "s<n>".
std::optional<std::size_t> slot_number(std::string_view name) {
  if (!name.starts_with('s')) return std::nullopt;
  const auto number = parse_unsigned(name.substr(1));
  if (!number || *number == 0 || *number > 100'000) return std::nullopt;
  return *number;
}

SlotState slot_state(std::uint64_t admin) {
  if (admin & admin_maintenance) return SlotState::spare;
  return admin & admin_drain ? SlotState::drain : SlotState::ready;
}

bool read_server(const std::vector<std::string_view>& columns,
                 std::map<std::string, Slots>& backends) {
  if (columns.size() < column_count) return false;
  const auto number = slot_number(columns[column_server]);
  const auto admin = parse_unsigned(columns[column_admin]);
  const auto weight = parse_unsigned(columns[column_weight]);
  const auto port = parse_unsigned(columns[column_port]);
  if (!number || !admin || !weight || !port) return false;
  auto& slots = backends[std::string(columns[column_backend])];
  if (slots.size() < *number) slots.resize(*number);
  slots[*number - 1] = {slot_state(*admin), std::string(columns[column_address]),
                        static_cast<std::uint16_t>(*port), static_cast<int>(*weight)};
  return true;
}

}  // namespace

Difference diff(const Layout& current, const Layout& wanted) {
  Difference difference;
  if (!same_shape(current, wanted)) {
    difference.reload = Reload::needed;
    return difference;
  }
  // Who takes requests comes first: a pool whose servers change places is never empty meanwhile.
  for (const auto state : {SlotState::ready, SlotState::drain, SlotState::spare}) {
    for (const auto& [backend, slots] : wanted.backends) {
      const auto& has = current.backends.at(backend);
      for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].state != state) continue;
        change_slot(fmt::format("{}/s{}", backend, i + 1), has[i], slots[i], difference.commands);
      }
    }
  }
  for (const auto& [port, routes] : wanted.hosts) {
    const auto found = current.hosts.find(port);
    change_routes(port, found == current.hosts.end() ? HostRoutes{} : found->second, routes,
                  difference.commands);
  }
  return difference;
}

std::optional<std::map<std::string, Slots>> parse_servers(std::string_view answer) {
  auto lines = split(answer, '\n');
  if (lines.empty() || trim(lines.front()) != "1") return std::nullopt;
  std::map<std::string, Slots> backends;
  for (const auto line : lines | std::views::drop(1)) {
    if (line.empty() || line.starts_with('#')) continue;
    if (!read_server(split(line, ' '), backends)) return std::nullopt;
  }
  return backends;
}

HostRoutes parse_map(std::string_view answer) {
  HostRoutes routes;
  for (const auto line : split(answer, '\n')) {
    const auto columns = split(trim(line), ' ');
    if (columns.size() == 3) routes.emplace(columns[1], columns[2]);
  }
  return routes;
}

std::optional<int> parse_pid(std::string_view answer) {
  constexpr std::string_view mark = "Pid: ";
  for (const auto line : split(answer, '\n')) {
    if (!line.starts_with(mark)) continue;
    const auto pid = parse_unsigned(trim(line.substr(mark.size())));
    if (pid && *pid > 1 && *pid <= 0x7fffffff) return static_cast<int>(*pid);
  }
  return std::nullopt;
}

}  // namespace berth::adapters::haproxy
