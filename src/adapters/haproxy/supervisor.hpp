#pragma once
// Keeps one HAProxy as the newest plan wants it: starts it, takes over one that runs, compares what
// it has with what is wanted, sends commands or replaces it, and starts it again when it dies.
//
// Each process is a generation with files of its own (haproxy-3.cfg, runtime-3.sock), so that a new
// one and those that still finish their connections never share a name. One coroutine does the
// work; it ends soon after end().

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "adapters/haproxy/address.hpp"
#include "adapters/haproxy/config.hpp"
#include "adapters/haproxy/folder.hpp"
#include "adapters/haproxy/layout.hpp"
#include "adapters/haproxy/process.hpp"
#include "adapters/haproxy_balancer.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ports/balancer.hpp"
#include "ports/clock.hpp"
#include "ports/event.hpp"

namespace berth::adapters::haproxy {

class Supervisor : public std::enable_shared_from_this<Supervisor> {
 public:
  Supervisor(HaproxyOptions options, Folder folder, boost::asio::any_io_executor owner,
             ports::Clock& clock, Log log);

  void begin();
  void apply(ports::BalancerPlan plan);
  /// Waits until HAProxy has no listener, no longer than `deadline`.
  static boost::asio::awaitable<void> until_silent(std::shared_ptr<Supervisor> self,
                                                   Instant deadline);
  /// Nothing is started or changed any more; HAProxy stays.
  void end();
  const HaproxyOptions& options() const { return options_; }

 private:
  using Generation = std::uint64_t;
  struct Running {
    Generation generation = 0;
    Process process;
    std::string shape;
    std::set<Bind> binds;
    Instant since{};
  };
  template <class T>
  using Answer = boost::asio::awaitable<Result<T>>;

  static boost::asio::awaitable<void> run(std::shared_ptr<Supervisor> self);
  boost::asio::awaitable<void> adopt();
  Answer<void> converge();
  bool is_settled() const;
  Answer<Layout> read_layout(const std::set<std::uint16_t>& map_ports);
  Answer<void> adjust(const Layout& wanted, const std::vector<std::string>& commands);
  Answer<void> replace(const Layout& wanted);
  Answer<Process> start_process(Generation generation);
  Answer<Process> find_process(Generation generation);

  Result<void> write_files(Generation generation, const Layout& wanted) const;
  std::vector<std::string> arguments_for(Generation generation) const;
  void take(Generation generation, Process process);
  void note_settled(const Layout& wanted);
  void process_ended(Generation generation);
  void look_after_silent_process();
  void count_failure(const Error& error);
  void remove_old_files() const;
  CanBind bind_check();
  std::vector<Generation> generations() const;
  ConfigOptions config_options(Generation generation) const;

  HaproxyOptions options_;
  Folder folder_;
  boost::asio::any_io_executor owner_;
  ports::Clock& clock_;
  Log log_;
  BridgeAddresses addresses_;
  ports::Event changed_, settled_;
  std::optional<ports::BalancerPlan> plan_;
  std::optional<Running> running_;
  Generation next_generation_ = 1;
  std::set<Bind> blocked_;    // Binds that another program holds.
  std::string last_failure_;  // Logged once while it repeats.
  unsigned failures_ = 0;     // In a row.
  unsigned unanswered_ = 0;   // Questions to a living process, in a row.
  unsigned early_ends_ = 0;   // Processes that died young, in a row.
  Instant settled_at_{};
  Instant answered_at_{};
  Instant restart_at_{};
  bool plan_is_new_ = false;
  bool listens_ = false;    // Or may soon.
  bool replacing_ = false;  // The running process may end because the new one tells it to.
  bool ended_ = false;
};

}  // namespace berth::adapters::haproxy
