#pragma once
// The Transport port's twin: carries requests and websockets between processes at sites, to the
// HttpService that listens at an address. Work is done in the process that listens; its answer can
// be lost after the work was done. When a process dies its connections end with it.

#include <map>
#include <memory>
#include <set>
#include <string>

#include "ports/transport.hpp"
#include "sim/kernel/reply.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/kernel/story.hpp"
#include "sim/net/connection.hpp"
#include "sim/net/links.hpp"

namespace berth::sim {

class SimNetwork {
 public:
  SimNetwork(Scheduler& scheduler, Story& story, SimEntropy entropy, NetworkFaults faults);

  /// A machine or person with one address ("10.0.0.1").
  void add_site(const std::string& name, std::string address);
  /// A site that is down hears nothing and answers nothing, not even a refusal.
  void set_down(const std::string& site) { down_.insert(site); }
  void set_up(const std::string& site) { down_.erase(site); }
  bool is_up(const std::string& site) const { return !down_.contains(site); }

  /// `authority` is "host:port" as endpoints name it. The service must live as long as the process.
  void listen(const std::string& authority, Place place, ports::HttpService& service);
  std::unique_ptr<ports::Transport> transport(Place place);
  /// To be called after Scheduler::kill: ends what the process was serving.
  void process_died(Process process);

  Links& links() { return links_; }

 private:
  friend class SimTransport;

  struct Listener {
    Place place;
    ports::HttpService* service = nullptr;
  };
  /// A request or handshake on its way; `finish` gives the caller its answer.
  struct Exchange;
  using ExchangePtr = std::shared_ptr<Exchange>;

  boost::asio::awaitable<Result<HttpResponse>> request(Place caller, std::string endpoint,
                                                       HttpRequest request, Duration timeout);
  boost::asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(Place caller,
                                                                            std::string endpoint,
                                                                            HttpRequest handshake,
                                                                            Duration timeout);
  void send_out(ExchangePtr exchange);
  void arrive(const ExchangePtr& exchange);
  void serve(const ExchangePtr& exchange, const Listener& listener);
  static boost::asio::awaitable<void> answer(SimNetwork& network, ExchangePtr exchange,
                                             Listener listener);
  static boost::asio::awaitable<void> welcome(SimNetwork& network, ExchangePtr exchange,
                                              Listener listener);
  void send_back(const ExchangePtr& exchange, Scheduler::Task finish);
  void refuse(const ExchangePtr& exchange, ErrorCode code, const char* why);
  void carry(const std::string& from, const std::string& to, Scheduler::Task on_arrival);
  void try_carry(std::string from, std::string to, Scheduler::Task on_arrival, Instant give_up);

  Scheduler& scheduler_;
  Story& story_;
  Links links_;
  Process wire_;
  std::map<std::string, std::string> addresses_;
  std::set<std::string> down_;
  std::map<std::string, Listener> listeners_;
  /// The site of each address that was ever listened at.
  std::map<std::string, std::string> homes_;
  /// What listeners are working on, by the order of arrival.
  std::map<std::uint64_t, ExchangePtr> served_;
  std::uint64_t next_exchange_ = 1;
};

}  // namespace berth::sim
