#pragma once
// The load balancers' data plane. Health is decided elsewhere: a plan says which servers exist and
// which take new connections, and the Balancer makes it so, always towards the newest plan.
//
// Level-triggered: applying the same plan twice changes nothing, and a restart of either side ends
// in the same place. Servers come, drain and go without dropping a request.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/time.hpp"

namespace berth::ports {

enum class ServerState : std::uint8_t {
  ready,  // Takes requests.
  drain,  // Finishes what it has, takes no new request.
};

struct BalancerServer {
  /// Stable over plans, unique in its pool, [A-Za-z0-9_.-] only.
  std::string name;
  std::string address;
  std::uint16_t port = 0;
  ServerState state = ServerState::ready;
  int weight = 1;

  bool operator==(const BalancerServer&) const = default;
};

/// The targets of one target group. Without a ready server its requests are answered 503.
struct BalancerPool {
  std::string name;
  std::vector<BalancerServer> servers;

  bool operator==(const BalancerPool&) const = default;
};

/// One listener: HTTP on a port, everything forwarded to one pool.
struct BalancerListener {
  std::string name;
  /// Addresses of its load balancer on which it listens alone ("172.31.0.10", "127.32.1.4").
  std::vector<std::string> addresses;
  /// Where it is internet-facing: the names that select it on the shared address of the host.
  std::vector<std::string> host_names;
  std::uint16_t port = 0;
  std::string pool;
  Duration idle_timeout{};

  bool operator==(const BalancerListener&) const = default;
};

struct BalancerPlan {
  /// Shared address for host_names dispatch; empty means none ("127.0.0.1").
  std::string shared_address;
  std::vector<BalancerListener> listeners;
  std::vector<BalancerPool> pools;

  bool operator==(const BalancerPlan&) const = default;
};

class Balancer {
 public:
  virtual ~Balancer() = default;

  /// Returns at once; the newest plan wins. Failures are logged and tried again.
  virtual void apply(BalancerPlan plan) = 0;

  /// Waits until nothing listens any more, as after a plan without listeners; no longer than
  /// `deadline`.
  virtual boost::asio::awaitable<void> until_silent(Instant deadline) = 0;
};

}  // namespace berth::ports
