#include "adapters/http_client.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include "adapters/http/http_endpoint.hpp"
#include "adapters/http/http_exchange.hpp"
#include "adapters/http/io_deadline.hpp"
#include "adapters/http/run_on.hpp"
#include "adapters/http/web_socket_channel.hpp"

namespace berth::adapters {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t answer_limit = std::size_t{64} << 20;
constexpr std::size_t idle_per_endpoint_max = 8;
constexpr std::size_t idle_max = 64;
/// Servers drop idle connections after a minute or more; ours after 75 seconds.
constexpr std::chrono::seconds idle_age_max{50};

Duration left_until(SteadyTime end) {
  return std::chrono::duration_cast<Duration>(end - std::chrono::steady_clock::now());
}

/// Nothing to read and not hung up: what an unused connection looks like.
bool quiet(StreamSocket& socket) {
  error_code failure;
  socket.non_blocking(true, failure);
  char byte = 0;
  if (!failure) {
    socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, failure);
  }
  return failure == asio::error::would_block;
}

struct Idle {
  StreamSocket socket;
  SteadyTime since;
};

/// One try's outcome; `untouched` means that the server cannot have begun to answer.
struct Attempt {
  Result<HttpResponse> response;
  bool answered = false;
};

}  // namespace

/// Everything here happens on the strand.
class HttpTransport::Pool : public std::enable_shared_from_this<Pool> {
 public:
  explicit Pool(const asio::any_io_executor& io) : strand_(asio::make_strand(io)) {}

  asio::any_io_executor executor() const { return strand_; }

  static asio::awaitable<Result<HttpResponse>> request(std::shared_ptr<Pool> pool,
                                                       std::string endpoint, HttpRequest request,
                                                       Duration timeout);
  static asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(std::string endpoint,
                                                                            HttpRequest handshake,
                                                                            Duration timeout);

  void close_idle() { idle_.clear(); }

 private:
  asio::awaitable<Attempt> attempt(StreamSocket socket, std::string endpoint, std::string authority,
                                   HttpRequest request, SteadyTime end);
  std::optional<StreamSocket> take_idle(const std::string& endpoint);
  void keep(const std::string& endpoint, StreamSocket socket);

  asio::any_io_executor strand_;
  /// Newest last.
  std::map<std::string, std::deque<Idle>> idle_;
  std::size_t idle_count_ = 0;
};

asio::awaitable<Result<HttpResponse>> HttpTransport::Pool::request(std::shared_ptr<Pool> pool,
                                                                   std::string endpoint,
                                                                   HttpRequest request,
                                                                   Duration timeout) {
  const SteadyTime end = std::chrono::steady_clock::now() + timeout;
  auto parsed = parse_endpoint(endpoint);
  if (!parsed) co_return std::unexpected(parsed.error());
  if (auto idle = pool->take_idle(endpoint)) {
    auto tried =
        co_await pool->attempt(std::move(*idle), endpoint, parsed->authority, request, end);
    const bool hung_up =
        !tried.response && tried.response.error().code == ErrorCode::unreachable && !tried.answered;
    const bool repeatable = request.method == "GET" || request.method == "HEAD";
    if (!hung_up || !repeatable) co_return std::move(tried.response);
  }
  auto socket = co_await connect_to(*parsed, left_until(end));
  if (!socket) co_return std::unexpected(socket.error());
  auto tried = co_await pool->attempt(std::move(*socket), endpoint, parsed->authority,
                                      std::move(request), end);
  co_return std::move(tried.response);
}

asio::awaitable<Attempt> HttpTransport::Pool::attempt(StreamSocket socket, std::string endpoint,
                                                      std::string authority, HttpRequest request,
                                                      SteadyTime end) {
  IoDeadline deadline(strand_, [&] {
    error_code ignored;
    socket.close(ignored);
  });
  deadline.arm(left_until(end));
  HttpExchange exchange(socket);
  Attempt attempt;
  auto started =
      co_await exchange.start(std::move(request), std::move(authority), Persistence::keep_alive);
  attempt.answered = exchange.answered();
  if (!started) {
    attempt.response = std::unexpected(started.error());
  } else {
    auto body = co_await exchange.read_rest(answer_limit);
    if (body) {
      attempt.response = HttpResponse{exchange.status(), exchange.headers(), std::move(*body)};
    } else {
      attempt.response = std::unexpected(body.error());
    }
  }
  if (!attempt.response && deadline.expired()) {
    attempt.response = fail(ErrorCode::timed_out, "The server took too long to answer.");
  }
  deadline.disarm();
  if (attempt.response && exchange.reusable()) keep(endpoint, std::move(socket));
  co_return attempt;
}

std::optional<StreamSocket> HttpTransport::Pool::take_idle(const std::string& endpoint) {
  const auto found = idle_.find(endpoint);
  if (found == idle_.end()) return std::nullopt;
  auto& sockets = found->second;
  std::optional<StreamSocket> taken;
  while (!sockets.empty() && !taken) {
    auto& [socket, since] = sockets.back();
    const bool young = std::chrono::steady_clock::now() - since < idle_age_max;
    if (young && quiet(socket)) taken = std::move(socket);
    sockets.pop_back();
    --idle_count_;
  }
  if (sockets.empty()) idle_.erase(found);
  return taken;
}

void HttpTransport::Pool::keep(const std::string& endpoint, StreamSocket socket) {
  if (idle_count_ >= idle_max) {
    idle_.clear();
    idle_count_ = 0;
  }
  auto& sockets = idle_[endpoint];
  if (sockets.size() >= idle_per_endpoint_max) {
    sockets.pop_front();
    --idle_count_;
  }
  sockets.push_back({std::move(socket), std::chrono::steady_clock::now()});
  ++idle_count_;
}

asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> HttpTransport::Pool::connect(
    std::string endpoint, HttpRequest handshake, Duration timeout) {
  const SteadyTime end = std::chrono::steady_clock::now() + timeout;
  auto parsed = parse_endpoint(endpoint);
  if (!parsed) co_return std::unexpected(parsed.error());
  auto socket = co_await connect_to(*parsed, timeout);
  if (!socket) co_return std::unexpected(socket.error());
  const WebSocketLimits limits;
  auto channel = std::make_shared<WebSocketChannel>(std::move(*socket), limits);
  auto accepted = co_await channel->handshake(std::move(handshake), std::move(parsed->authority),
                                              left_until(end));
  if (!accepted) co_return std::unexpected(accepted.error());
  // Ends with the connection, which closing or destroying the websocket brings about.
  asio::co_spawn(channel->executor(), channel->pump(), [channel](std::exception_ptr) {});
  co_return web_socket_over(std::move(channel));
}

HttpTransport::HttpTransport(const asio::any_io_executor& io) : pool_(std::make_shared<Pool>(io)) {}

HttpTransport::~HttpTransport() {
  asio::post(pool_->executor(), [pool = pool_] { pool->close_idle(); });
}

asio::awaitable<Result<HttpResponse>> HttpTransport::request(std::string endpoint,
                                                             HttpRequest request,
                                                             Duration timeout) {
  return run_on(pool_->executor(),
                Pool::request(pool_, std::move(endpoint), std::move(request), timeout));
}

asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> HttpTransport::connect(
    std::string endpoint, HttpRequest handshake, Duration timeout) {
  return run_on(pool_->executor(),
                Pool::connect(std::move(endpoint), std::move(handshake), timeout));
}

}  // namespace berth::adapters
