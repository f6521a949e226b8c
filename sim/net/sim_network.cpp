#include "sim/net/sim_network.hpp"

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "base/check.hpp"
#include "sim/kernel/executor.hpp"

namespace berth::sim {

namespace asio = boost::asio;
using SocketPtr = std::unique_ptr<ports::WebSocket>;

namespace {

/// How long a message waits for a cut link before the sending machine forgets it.
constexpr Duration patience{60'000};
constexpr Duration retransmission{500};

std::string authority_of(const std::string& endpoint) {
  const auto scheme = endpoint.find("://");
  const std::string rest = scheme == std::string::npos ? endpoint : endpoint.substr(scheme + 3);
  return rest.substr(0, rest.find('/'));
}

void must_not_throw(std::exception_ptr thrown) {
  if (!thrown) return;
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    check(false, fmt::format("a service of the simulated network threw: {}", error.what()));
  }
}

}  // namespace

struct SimNetwork::Exchange {
  std::uint64_t id = 0;
  Place caller;
  std::string authority;
  HttpRequest request;
  /// One of the two, by the kind of the exchange.
  std::optional<Reply<HttpResponse>> response;
  std::optional<Reply<SocketPtr>> socket;
  /// Who serves it, once it has arrived.
  Place server;

  void fail(ErrorCode code, const char* why) const {
    if (response) response->fail(code, why);
    if (socket) socket->fail(code, why);
  }
};

class SimTransport final : public ports::Transport {
 public:
  SimTransport(SimNetwork& network, Place place) : network_(network), place_(std::move(place)) {}

  asio::awaitable<Result<HttpResponse>> request(std::string endpoint, HttpRequest request,
                                                Duration timeout) override {
    return network_.request(place_, std::move(endpoint), std::move(request), timeout);
  }
  asio::awaitable<Result<SocketPtr>> connect(std::string endpoint, HttpRequest handshake,
                                             Duration timeout) override {
    return network_.connect(place_, std::move(endpoint), std::move(handshake), timeout);
  }

 private:
  SimNetwork& network_;
  Place place_;
};

SimNetwork::SimNetwork(Scheduler& scheduler, Story& story, SimEntropy entropy, NetworkFaults faults)
    : scheduler_(scheduler),
      story_(story),
      links_(entropy, faults),
      wire_(scheduler.spawn("network")) {}

void SimNetwork::add_site(const std::string& name, std::string address) {
  addresses_[name] = std::move(address);
}

void SimNetwork::listen(const std::string& authority, Place place, ports::HttpService& service) {
  homes_[authority] = place.site;
  listeners_[authority] = Listener{std::move(place), &service};
}

std::unique_ptr<ports::Transport> SimNetwork::transport(Place place) {
  return std::make_unique<SimTransport>(*this, std::move(place));
}

void SimNetwork::process_died(Process process) {
  std::erase_if(listeners_,
                [process](const auto& row) { return row.second.place.process == process; });
  for (auto at = served_.begin(); at != served_.end();) {
    if (at->second->server.process != process) {
      ++at;
      continue;
    }
    const ExchangePtr exchange = at->second;
    at = served_.erase(at);
    // A machine that vanished says nothing: its callers wait until their own deadlines.
    if (is_up(exchange->server.site)) {
      refuse(exchange, ErrorCode::closed, "the server closed the connection");
    }
  }
}

asio::awaitable<Result<HttpResponse>> SimNetwork::request(Place caller, std::string endpoint,
                                                          HttpRequest request, Duration timeout) {
  auto exchange = std::make_shared<Exchange>();
  const Reply<HttpResponse> reply(scheduler_, caller.process);
  reply.expire_at(*caller.clock, caller.clock->now() + timeout, ErrorCode::timed_out,
                  "no answer came in time");
  exchange->caller = std::move(caller);
  exchange->authority = authority_of(endpoint);
  exchange->request = std::move(request);
  exchange->response = reply;
  send_out(std::move(exchange));
  auto result = co_await Reply<HttpResponse>::wait(reply);
  co_return result;
}

asio::awaitable<Result<SocketPtr>> SimNetwork::connect(Place caller, std::string endpoint,
                                                       HttpRequest handshake, Duration timeout) {
  auto exchange = std::make_shared<Exchange>();
  const Reply<SocketPtr> reply(scheduler_, caller.process);
  reply.expire_at(*caller.clock, caller.clock->now() + timeout, ErrorCode::timed_out,
                  "no answer came in time");
  exchange->caller = std::move(caller);
  exchange->authority = authority_of(endpoint);
  exchange->request = std::move(handshake);
  exchange->socket = reply;
  send_out(std::move(exchange));
  auto result = co_await Reply<SocketPtr>::wait(reply);
  co_return result;
}

void SimNetwork::send_out(ExchangePtr exchange) {
  HttpRequest& request = exchange->request;
  scheduler_.note(request.target);
  scheduler_.note(request.body);
  if (!request.headers.find("Host")) request.headers.set("Host", exchange->authority);
  request.peer = addresses_[exchange->caller.site];
  const auto home = homes_.find(exchange->authority);
  if (home == homes_.end()) {
    exchange->fail(ErrorCode::unreachable, "no such host");
    return;
  }
  exchange->server.site = home->second;
  if (links_.draw_lost_request()) return;
  const std::string from = exchange->caller.site;
  carry(from, home->second, [this, exchange = std::move(exchange)] { arrive(exchange); });
}

void SimNetwork::arrive(const ExchangePtr& exchange) {
  const auto found = listeners_.find(exchange->authority);
  if (found == listeners_.end() || links_.draw_refusal()) {
    refuse(exchange, ErrorCode::unreachable, "connection refused");
    return;
  }
  exchange->id = next_exchange_++;
  exchange->server = found->second.place;
  served_.emplace(exchange->id, exchange);
  serve(exchange, found->second);
}

void SimNetwork::serve(const ExchangePtr& exchange, const Listener& listener) {
  const Executor executor(scheduler_, listener.place.process);
  if (exchange->response) {
    asio::co_spawn(executor, answer(*this, exchange, listener), must_not_throw);
  } else {
    asio::co_spawn(executor, welcome(*this, exchange, listener), must_not_throw);
  }
}

asio::awaitable<void> SimNetwork::answer(SimNetwork& network, ExchangePtr exchange,
                                         Listener listener) {
  HttpRequest request = std::move(exchange->request);
  const std::string what = request.method + " " + request.target;
  HttpResponse response = co_await listener.service->answer(std::move(request));
  network.served_.erase(exchange->id);
  network.scheduler_.note(response.body);
  if (network.story_.wants(Detail::full)) {
    network.story_.tell(Detail::full, exchange->caller.site,
                        fmt::format("{} answered {}", what, response.status));
  }
  if (network.links_.draw_lost_answer()) {
    network.refuse(exchange, ErrorCode::closed, "the connection broke before the answer");
    co_return;
  }
  network.send_back(exchange, [exchange, response = std::move(response)]() mutable {
    exchange->response->set(std::move(response));
  });
}

asio::awaitable<void> SimNetwork::welcome(SimNetwork& network, ExchangePtr exchange,
                                          Listener listener) {
  HttpRequest handshake = std::move(exchange->request);
  auto refusal = co_await listener.service->admit(handshake);
  network.served_.erase(exchange->id);
  if (refusal) {
    network.send_back(exchange, [exchange, body = refusal->body] {
      exchange->socket->set(berth::fail(ErrorCode::refused, body));
    });
    co_return;
  }
  auto connection = std::make_shared<Connection>(
      network.scheduler_, network.links_, network.wire_,
      [&network](const std::string& site) { return network.is_up(site); }, exchange->caller,
      listener.place);
  network.send_back(exchange,
                    [exchange, connection] { exchange->socket->set(connection->client_end()); });
  auto socket = connection->server_end();
  connection.reset();
  co_await listener.service->serve(std::move(handshake), std::move(socket));
}

void SimNetwork::send_back(const ExchangePtr& exchange, Scheduler::Task finish) {
  carry(exchange->server.site, exchange->caller.site, std::move(finish));
}

void SimNetwork::refuse(const ExchangePtr& exchange, ErrorCode code, const char* why) {
  send_back(exchange, [exchange, code, why] { exchange->fail(code, why); });
}

void SimNetwork::carry(const std::string& from, const std::string& to, Scheduler::Task on_arrival) {
  const Instant give_up = scheduler_.now() + patience;
  const Duration delay = links_.draw_delay(from, to, scheduler_.now());
  scheduler_.call_at(wire_, scheduler_.now() + delay,
                     [this, from, to, give_up, on_arrival = std::move(on_arrival)]() mutable {
                       try_carry(from, to, std::move(on_arrival), give_up);
                     });
}

/// A message meets its link when it would arrive: a cut holds it back, and after a while it is
/// lost.
void SimNetwork::try_carry(std::string from, std::string to, Scheduler::Task on_arrival,
                           Instant give_up) {
  if (!is_up(to)) return;
  if (!links_.is_cut(from, to)) {
    on_arrival();
    return;
  }
  if (scheduler_.now() >= give_up) return;
  scheduler_.call_at(wire_, scheduler_.now() + retransmission,
                     [this, from = std::move(from), to = std::move(to), give_up,
                      on_arrival = std::move(on_arrival)]() mutable {
                       try_carry(std::move(from), std::move(to), std::move(on_arrival), give_up);
                     });
}

}  // namespace berth::sim
