#pragma once
// The load balancers' data plane as one HAProxy process, started, watched and driven by us.
//
// HAProxy belongs to its folder, not to our process: when we stop or are killed it goes on serving,
// and the next run with the same folder takes it over without interrupting anybody. Servers and
// host names change by commands to the running process; listeners and pools by a new process that
// takes over the listening sockets while the old one finishes what it has. A HAProxy that dies is
// started again at once, with back-off when it keeps dying.
//
// Listeners bind also addresses that no interface has yet; those in a VPC's subnet are added to its
// bridge (CAP_NET_ADMIN). An address and port that another program holds is left out, logged and
// tried again, so that the rest works.

#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/balancer.hpp"
#include "ports/clock.hpp"

namespace berth::adapters {

namespace haproxy {
class Supervisor;
}

struct HaproxyOptions {
  /// For configurations and sockets; made when absent, closed to other users.
  std::string folder;
  std::string program = "/usr/sbin/haproxy";
  /// Whom HAProxy becomes once it listens. Not done where we are not root or there is no such user.
  std::string user = "haproxy";
  /// How often everything is compared with the plan although nothing changed.
  Duration recheck = std::chrono::seconds(2);
  Duration connect_timeout = std::chrono::seconds(10);
  /// A process that answers no command for so long is killed. Long, because one that is only slow
  /// serves better than none; HAProxy ends itself when a thread of it spins.
  Duration silence_max = std::chrono::minutes(1);
  /// How long a replaced process may finish its connections.
  Duration drain_max = std::chrono::hours(1);
};

class HaproxyBalancer final : public ports::Balancer {
 public:
  /// Takes over the folder's HAProxy if one runs. Starts none before the first plan that has a
  /// listener. Everything happens on `owner`, which is the clock's executor too; `clock` must
  /// outlive the executor's run. Error not_found: there is no such program.
  static Result<std::unique_ptr<HaproxyBalancer>> create(HaproxyOptions options,
                                                         boost::asio::any_io_executor owner,
                                                         ports::Clock& clock, Log log);
  /// For create().
  explicit HaproxyBalancer(std::shared_ptr<haproxy::Supervisor> supervisor);
  /// Leaves HAProxy running.
  ~HaproxyBalancer() override;
  HaproxyBalancer(const HaproxyBalancer&) = delete;
  HaproxyBalancer& operator=(const HaproxyBalancer&) = delete;

  void apply(ports::BalancerPlan plan) override;
  boost::asio::awaitable<void> until_silent(Instant deadline) override;

  /// Ends supervision and HAProxy itself, as stop_haproxy() does. Nothing works afterwards.
  Result<void> shut_down();

 private:
  std::shared_ptr<haproxy::Supervisor> supervisor_;  // Shared with its coroutine, which ends later.
};

/// Ends every HAProxy of that folder, also those that a dead server left, and takes away the
/// addresses that were added for it. Blocks for some seconds at most. No folder: nothing to do.
Result<void> stop_haproxy(const HaproxyOptions& options);

}  // namespace berth::adapters
