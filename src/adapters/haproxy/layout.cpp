#include "adapters/haproxy/layout.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"

namespace berth::adapters::haproxy {
namespace {

using ports::BalancerListener;
using ports::BalancerPlan;
using ports::BalancerPool;
using ports::BalancerServer;

constexpr Duration idle_timeout_default = std::chrono::seconds(60);
constexpr int weight_max = 256;  // HAProxy's own limit.

bool is_address(const std::string& text) {
  in_addr parsed{};
  return inet_pton(AF_INET, text.c_str(), &parsed) == 1;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && only_alphanumeric_or(text, ".-_");
}

Duration idle_timeout_of(const BalancerListener& listener) {
  return listener.idle_timeout > Duration::zero() ? listener.idle_timeout : idle_timeout_default;
}

std::string backend_of(const BalancerListener& listener) {
  return identifier("pool", listener.pool);
}

bool is_shared(const BalancerPlan& plan, const BalancerListener& listener) {
  return is_address(plan.shared_address) && !listener.host_names.empty() && listener.port != 0;
}

Frontend own_frontend(const BalancerListener& listener) {
  Frontend frontend{identifier("listener", listener.name),
                    {},
                    listener.port,
                    backend_of(listener),
                    idle_timeout_of(listener)};
  for (const auto& address : listener.addresses) {
    if (is_address(address) && listener.port != 0) {
      frontend.binds.push_back({address, listener.port});
    }
  }
  return frontend;
}

/// One frontend a port; its own idle timeout is the longest of those who share it.
std::vector<Frontend> shared_frontends(const BalancerPlan& plan) {
  std::map<std::uint16_t, Frontend> by_port;
  for (const auto& listener : plan.listeners) {
    if (!is_shared(plan, listener)) continue;
    auto& frontend = by_port[listener.port];
    frontend.name = fmt::format("shared:{}", listener.port);
    frontend.binds = {{plan.shared_address, listener.port}};
    frontend.port = listener.port;
    frontend.idle_timeout = std::max(frontend.idle_timeout, idle_timeout_of(listener));
  }
  std::vector<Frontend> frontends;
  for (auto& [port, frontend] : by_port) frontends.push_back(std::move(frontend));
  return frontends;
}

/// Sorted by name; a name or a bind that stands twice belongs to the first in the plan's order.
std::vector<Frontend> all_frontends(const BalancerPlan& plan) {
  std::vector<Frontend> frontends;
  for (const auto& listener : plan.listeners) frontends.push_back(own_frontend(listener));
  std::ranges::move(shared_frontends(plan), std::back_inserter(frontends));
  std::set<Bind> seen;
  std::map<std::string, Frontend> by_name;
  for (auto& frontend : frontends) {
    std::erase_if(frontend.binds, [&](const Bind& bind) { return !seen.insert(bind).second; });
    const auto name = frontend.name;
    by_name.try_emplace(name, std::move(frontend));
  }
  frontends.clear();
  for (auto& [name, frontend] : by_name) frontends.push_back(std::move(frontend));
  return frontends;
}

HostRoutes routes_of(const BalancerPlan& plan, std::uint16_t port) {
  HostRoutes routes;
  std::size_t listeners = 0;
  std::string target;
  for (const auto& listener : plan.listeners) {
    if (listener.port != port || !is_shared(plan, listener)) continue;
    ++listeners;
    target = fmt::format("{}/{}", backend_of(listener), idle_timeout_of(listener).count());
    for (const auto& name : listener.host_names) {
      if (is_host_name(name)) routes.emplace(lowercase(name), target);
    }
  }
  if (listeners == 1) routes.emplace(any_host, target);
  return routes;
}

bool holds(const Slot& slot, const Slot& wanted) {
  return slot.address == wanted.address && slot.port == wanted.port;
}

/// One entry an address and port: where two share it, the one that takes requests counts.
std::vector<Slot> wanted_slots(const BalancerPool* pool) {
  std::map<std::pair<std::string, std::uint16_t>, Slot> wanted;
  if (pool == nullptr) return {};
  for (const auto& server : pool->servers) {
    if (!is_address(server.address) || server.port == 0) continue;
    const auto state =
        server.state == ports::ServerState::ready ? SlotState::ready : SlotState::drain;
    Slot slot{state, server.address, server.port, std::clamp(server.weight, 0, weight_max)};
    const auto [at, inserted] = wanted.try_emplace({server.address, server.port}, slot);
    if (!inserted && state == SlotState::ready) at->second = slot;
  }
  std::vector<Slot> slots;
  for (auto& [key, slot] : wanted) slots.push_back(std::move(slot));
  return slots;
}

std::size_t slot_count(std::size_t wanted, std::size_t current) {
  auto count = std::max(current, slots_min);
  while (count < wanted) count *= 2;
  return count;
}

/// Puts each wanted server into the slot that already has its address, else into one that nobody
/// needs; a slot that is spare already is preferred to one that must be emptied first.
Slots place(const std::vector<Slot>& wanted, const Slots& current) {
  Slots slots = current;
  slots.resize(slot_count(wanted.size(), current.size()));
  std::vector<bool> taken(slots.size());
  std::vector<const Slot*> homeless;
  for (const auto& server : wanted) {
    const auto at = std::ranges::find_if(slots, [&](const Slot& s) { return holds(s, server); });
    if (at == slots.end()) {
      homeless.push_back(&server);
    } else {
      *at = server;
      taken[static_cast<std::size_t>(at - slots.begin())] = true;
    }
  }
  for (const auto preferred : {true, false}) {
    for (std::size_t i = 0; i < slots.size() && !homeless.empty(); ++i) {
      if (taken[i] || (preferred && slots[i].state != SlotState::spare)) continue;
      slots[i] = *homeless.front();
      taken[i] = true;
      homeless.erase(homeless.begin());
    }
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!taken[i]) slots[i].state = SlotState::spare;
  }
  return slots;
}

const Slots& slots_in(const Layout& layout, const std::string& backend) {
  static const Slots none;
  const auto found = layout.backends.find(backend);
  return found == layout.backends.end() ? none : found->second;
}

}  // namespace

Layout plan_layout(const BalancerPlan& plan, const Layout& current, const CanBind& can_bind) {
  Layout layout;
  for (auto& frontend : all_frontends(plan)) {
    if (frontend.backend.empty()) layout.hosts[frontend.port] = routes_of(plan, frontend.port);
    std::erase_if(frontend.binds, [&](const Bind& bind) { return !can_bind(bind); });
    if (!frontend.binds.empty()) layout.frontends.push_back(std::move(frontend));
  }
  std::map<std::string, const BalancerPool*> pools;
  for (const auto& listener : plan.listeners) pools.emplace(backend_of(listener), nullptr);
  for (const auto& pool : plan.pools) pools[identifier("pool", pool.name)] = &pool;
  for (const auto& [name, pool] : pools) {
    layout.backends[name] = place(wanted_slots(pool), slots_in(current, name));
  }
  return layout;
}

std::vector<Bind> binds_of(const BalancerPlan& plan) {
  std::vector<Bind> binds;
  for (const auto& frontend : all_frontends(plan)) {
    binds.insert(binds.end(), frontend.binds.begin(), frontend.binds.end());
  }
  return binds;
}

std::string identifier(std::string_view prefix, std::string_view name) {
  std::string text(prefix);
  text += ':';
  for (const char character : name) {
    if (only_alphanumeric_or({&character, 1}, "-_.")) {
      text += character;
    } else {
      text += fmt::format(":{:02x}", static_cast<unsigned char>(character));
    }
  }
  return text;
}

}  // namespace berth::adapters::haproxy
