#pragma once
// What one HAProxy process holds: where it listens, which servers stand in which slots, which host
// names lead where. A layout comes from a plan (plan_layout), becomes a configuration (config.hpp)
// and is compared with what the process really has (diff.hpp). Pure values and functions.
//
// Servers live in slots: HAProxy's own server entries, of which each backend has spare ones, so
// that a server can come, drain and go by commands to the running process instead of a reload.

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "ports/balancer.hpp"

namespace berth::adapters::haproxy {

/// Where HAProxy listens. Addresses are IPv4 in dotted form.
struct Bind {
  std::string address;
  std::uint16_t port = 0;

  auto operator<=>(const Bind&) const = default;
};

/// Forwards to `backend`, or, when that is empty, to where the host map of its port says.
struct Frontend {
  std::string name;
  std::vector<Bind> binds;
  std::uint16_t port = 0;
  std::string backend;
  Duration idle_timeout{};

  bool operator==(const Frontend&) const = default;
};

enum class SlotState : std::uint8_t { spare, ready, drain };

struct Slot {
  SlotState state = SlotState::spare;
  std::string address;
  std::uint16_t port = 0;
  int weight = 1;

  bool operator==(const Slot&) const = default;
};

/// Slot names are s1, s2, … in the order of the vector.
using Slots = std::vector<Slot>;

/// From a lower-case host name, or any_host, to "backend/idle timeout in milliseconds".
using HostRoutes = std::map<std::string, std::string>;
inline constexpr auto any_host = "*";

struct Layout {
  std::vector<Frontend> frontends;            // Sorted by name.
  std::map<std::string, Slots> backends;      // By backend name.
  std::map<std::uint16_t, HostRoutes> hosts;  // By port of the shared address.

  bool operator==(const Layout&) const = default;
};

inline constexpr std::size_t slots_min = 8;

/// Whether HAProxy may listen there now; a bind that cannot succeed would keep all of HAProxy down.
using CanBind = std::function<bool(const Bind&)>;

/// The layout that serves `plan`. Servers that `current` already holds keep their slots; slots
/// double when they run out and never shrink. What cannot be told to HAProxy (an address that is
/// none, a host name with odd characters, a bind that stands twice) is left out.
Layout plan_layout(const ports::BalancerPlan& plan, const Layout& current, const CanBind& can_bind);

/// Every address and port at which `plan` wants to listen, each once.
std::vector<Bind> binds_of(const ports::BalancerPlan& plan);

/// `name` as HAProxy accepts it, behind a prefix that keeps kinds apart; different names stay
/// different.
std::string identifier(std::string_view prefix, std::string_view name);

}  // namespace berth::adapters::haproxy
