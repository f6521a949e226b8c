#include "adapters/http_server.hpp"

#include <cstdint>
#include <map>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "adapters/http/http_connection.hpp"
#include "adapters/http/http_head.hpp"
#include "adapters/http/http_serving.hpp"
#include "adapters/http/run_on.hpp"
#include "adapters/system/io_threads.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

Result<tcp::endpoint> parse_listen(const std::string& text) {
  const auto halves = cut_last(text, ':');
  if (halves) {
    std::string_view host = halves->before;
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    error_code wrong;
    const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, wrong);
    const auto port = parse_unsigned(halves->after);
    if (!wrong && port && *port <= 65535)
      return tcp::endpoint(address, static_cast<std::uint16_t>(*port));
  }
  return fail(ErrorCode::validation,
              fmt::format("'{}' is not an address to listen on, such as 127.0.0.1:6420.", text));
}

Result<void> listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
                    const std::string& text) {
  error_code failure;
  acceptor.open(endpoint.protocol(), failure);
  if (!failure) acceptor.set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) acceptor.bind(endpoint, failure);
  if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
  if (!failure) return {};
  return fail(
      failure == asio::error::address_in_use ? ErrorCode::already_exists : ErrorCode::input_output,
      fmt::format("Cannot listen on {}: {}.", text, failure.message()));
}

/// The client's address; IPv4 as such on a socket that serves both families.
HttpPeer peer_of(const tcp::socket& socket) {
  error_code gone;
  const auto endpoint = socket.remote_endpoint(gone);
  if (gone) return {};
  const auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    const auto plain = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return {plain.to_string(), endpoint.port()};
  }
  return {address.to_string(), endpoint.port()};
}

/// Says why in one unwaited write, which a fresh socket's buffer always takes, and hangs up.
void turn_away(tcp::socket socket) {
  const HttpResponse answer{.status = 503, .body = "Too many connections; try again.\n"};
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const std::string text = response_head(answer, http_date(now), Persistence::close) + answer.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(text), ignored);
}

}  // namespace

/// Everything here happens on `strand`, except what a connection does on its own.
class HttpServer::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(const HttpServerConfig& config, ports::HttpService& service,
       asio::any_io_executor service_executor, asio::any_io_executor threads)
      : serving_{config, service, std::move(service_executor)},
        threads_(std::move(threads)),
        strand_(asio::make_strand(threads_)),
        acceptor_(strand_),
        grace_over_(strand_),
        drained_(strand_, asio::steady_timer::time_point::max()) {}

  Result<void> open() {
    const auto endpoint = TRY(parse_listen(serving_.config.listen));
    TRY_VOID(listen(acceptor_, endpoint, serving_.config.listen));
    const auto bound = acceptor_.local_endpoint();
    const auto host = bound.address().to_string();
    address_ = bound.address().is_v6() ? fmt::format("[{}]:{}", host, bound.port())
                                       : fmt::format("{}:{}", host, bound.port());
    return {};
  }

  void start() {
    asio::co_spawn(strand_, accept(), [self = shared_from_this()](std::exception_ptr) {});
  }

  const std::string& address() const { return address_; }
  asio::any_io_executor executor() const { return strand_; }

  void stop(Duration grace) {
    asio::post(strand_, [self = shared_from_this(), grace] { self->stop_on_strand(grace); });
  }

  asio::awaitable<Result<void>> wait_until_drained() {
    while (!stopping_ || !connections_.empty()) co_await drained_.async_wait(as_result);
    co_return Result<void>{};
  }

 private:
  using ConnectionId = std::uint64_t;

  asio::awaitable<void> accept() {
    while (!stopping_) {
      const asio::any_io_executor own_strand = asio::make_strand(threads_);
      auto [failure, socket] = co_await acceptor_.async_accept(own_strand, as_result);
      if (stopping_) co_return;
      if (!failure) {
        serve(std::move(socket));
      } else {
        // Out of descriptors, most likely: connections that end give some back.
        asio::steady_timer pause(strand_, std::chrono::milliseconds{50});
        co_await pause.async_wait(as_result);
      }
    }
  }

  void serve(tcp::socket socket) {
    if (connections_.size() >= serving_.config.connections_max) return turn_away(std::move(socket));
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    HttpPeer peer = peer_of(socket);
    auto connection = std::make_shared<HttpConnection>(StreamSocket(std::move(socket)),
                                                       std::move(peer), serving_);
    const ConnectionId id = ++last_id_;
    connections_.emplace(id, connection);
    auto& running = *connection;
    auto ended = [self = shared_from_this(), connection, id](std::exception_ptr) {
      asio::post(self->strand_, [self, id] { self->forget(id); });
    };
    asio::co_spawn(running.executor(), running.run(), std::move(ended));
  }

  void forget(ConnectionId id) {
    connections_.erase(id);
    if (!stopping_ || !connections_.empty()) return;
    grace_over_.cancel();
    drained_.cancel();
  }

  void stop_on_strand(Duration grace) {
    if (!std::exchange(stopping_, true)) {
      error_code ignored;
      acceptor_.close(ignored);
      if (connections_.empty()) drained_.cancel();
      tell_connections(&HttpConnection::finish_soon);
    }
    grace_over_.expires_after(grace);
    grace_over_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled) self->tell_connections(&HttpConnection::abort);
    });
  }

  void tell_connections(void (HttpConnection::*what)()) {
    for (const auto& [id, connection] : connections_) {
      asio::post(connection->executor(), [connection, what] { ((*connection).*what)(); });
    }
  }

  HttpServing serving_;
  asio::any_io_executor threads_;
  asio::any_io_executor strand_;
  tcp::acceptor acceptor_;
  std::string address_;
  /// Shared with their own coroutines.
  std::map<ConnectionId, std::shared_ptr<HttpConnection>> connections_;
  ConnectionId last_id_ = 0;
  bool stopping_ = false;
  asio::steady_timer grace_over_;
  /// Cancelled, which wakes its waiters, when the last connection has ended.
  asio::steady_timer drained_;
};

Result<std::unique_ptr<HttpServer>> HttpServer::create(const HttpServerConfig& config,
                                                       ports::HttpService& service,
                                                       asio::any_io_executor service_executor,
                                                       IoThreads& threads) {
  auto core =
      std::make_shared<Core>(config, service, std::move(service_executor), threads.executor());
  TRY_VOID(core->open());
  core->start();
  return std::make_unique<HttpServer>(std::move(core));
}

HttpServer::HttpServer(std::shared_ptr<Core> core) : core_(std::move(core)) {}

HttpServer::~HttpServer() { core_->stop(Duration{0}); }

std::string HttpServer::address() const { return core_->address(); }

void HttpServer::stop(Duration grace) { core_->stop(grace); }

asio::awaitable<void> HttpServer::drained() {
  auto waiting = core_->wait_until_drained();
  co_await run_on(core_->executor(), std::move(waiting));
}

}  // namespace berth::adapters
