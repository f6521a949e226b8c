#include "adapters/http/http_connection.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "adapters/http/io_deadline.hpp"
#include "adapters/http/run_on.hpp"
#include "adapters/http/web_socket_channel.hpp"

namespace berth::adapters {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// What a client may still send after our last answer before it is cut off.
constexpr std::size_t linger_bytes_max = std::size_t{1} << 20;
/// A server that stops does not wait for clients that keep their end open.
constexpr Duration linger_when_finishing = std::chrono::milliseconds{250};

// What runs on the service's executor, with what it needs in its own frame.

asio::awaitable<Result<HttpResponse>> answer_one(ports::HttpService& service, HttpRequest request) {
  auto response = co_await service.answer(std::move(request));
  co_return response;
}

using Refusal = std::optional<HttpResponse>;

asio::awaitable<Result<Refusal>> admit_one(ports::HttpService& service, HttpRequest handshake) {
  auto refusal = co_await service.admit(handshake);
  co_return refusal;
}

asio::awaitable<Result<void>> serve_one(ports::HttpService& service, HttpRequest handshake,
                                        std::unique_ptr<ports::WebSocket> socket) {
  co_await service.serve(std::move(handshake), std::move(socket));
  co_return Result<void>{};
}

HttpResponse plain(int status, std::string text) {
  HttpResponse response{.status = status};
  response.headers.set("Content-Type", "text/plain");
  response.body = std::move(text) + "\n";
  return response;
}

Instant wall_clock() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

}  // namespace

HttpConnection::HttpConnection(StreamSocket socket, HttpPeer peer, HttpServing& serving)
    : socket_(std::move(socket)),
      executor_(socket_.get_executor()),
      peer_(std::move(peer)),
      serving_(serving),
      reader_(socket_, serving_) {}

HttpConnection::~HttpConnection() = default;

asio::any_io_executor HttpConnection::executor() const { return executor_; }

asio::awaitable<void> HttpConnection::run() {
  co_await serve_requests();
  error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<void> HttpConnection::serve_requests() {
  while (!finishing_) {
    auto request = co_await reader_.read();
    if (!request) {
      if (request.error().status == 0) co_return;
      co_await write(std::move(request.error()), "GET", Persistence::close);
      co_return co_await linger();
    }
    request->peer = peer_.address;
    request->peer_port = peer_.port;
    if (reader_.wants_websocket()) co_return co_await serve_websocket(std::move(*request));
    std::string method = request->method;
    auto response = co_await answer(std::move(*request));
    reader_.release();
    const Persistence persistence = finishing_ ? Persistence::close : reader_.persistence();
    const bool written = co_await write(std::move(response), std::move(method), persistence);
    if (!written) co_return;
    if (persistence == Persistence::close) co_return co_await linger();
  }
}

asio::awaitable<HttpResponse> HttpConnection::answer(HttpRequest request) {
  auto work = answer_one(serving_.service, std::move(request));
  auto response = co_await run_on(serving_.service_executor, std::move(work));
  if (!response) co_return plain(500, "The server failed to answer.");
  co_return std::move(*response);
}

asio::awaitable<bool> HttpConnection::write(HttpResponse response, std::string method,
                                            Persistence persistence) {
  const std::string head = response_head(response, http_date(wall_clock()), persistence);
  if (method == "HEAD" || !allows_body(response.status)) response.body.clear();
  const std::array<asio::const_buffer, 2> message = {asio::buffer(head),
                                                     asio::buffer(response.body)};
  IoDeadline deadline(executor_, [this] {
    error_code ignored;
    socket_.close(ignored);
  });
  deadline.arm(serving_.config.write_timeout);
  auto [failure, size] = co_await asio::async_write(socket_, message, as_result);
  co_return !failure;
}

/// Waits for the client's end: closing while it still sends would reset the connection, and the
/// client would lose the answer.
asio::awaitable<void> HttpConnection::linger() {
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
  IoDeadline deadline(executor_, [this] {
    error_code closing;
    socket_.close(closing);
  });
  const Duration limit = serving_.config.linger_timeout;
  deadline.arm(finishing_ ? std::min(limit, linger_when_finishing) : limit);
  std::array<char, 4096> dropped;
  const auto space = asio::buffer(dropped);
  std::size_t total = 0;
  while (total < linger_bytes_max) {
    auto [ended, size] = co_await socket_.async_read_some(space, as_result);
    if (ended) co_return;
    total += size;
  }
}

asio::awaitable<void> HttpConnection::serve_websocket(HttpRequest handshake) {
  auto asking = admit_one(serving_.service, handshake);
  auto refused = co_await run_on(serving_.service_executor, std::move(asking));
  if (!refused) refused = plain(500, "The server failed to answer.");
  if (*refused) {
    co_await write(std::move(**refused), "GET", Persistence::close);
    co_return co_await linger();
  }
  reader_.release();
  const WebSocketLimits limits{.frame_max = serving_.config.frame_max,
                               .write_timeout = serving_.config.write_timeout,
                               .closing_timeout = serving_.config.linger_timeout,
                               .silence_max = serving_.config.websocket_timeout};
  channel_ = std::make_shared<WebSocketChannel>(std::move(socket_), limits);
  auto accepted = co_await channel_->accept(reader_.handshake());
  if (accepted) co_await serve_channel(std::move(handshake));
}

asio::awaitable<void> HttpConnection::serve_channel(HttpRequest handshake) {
  asio::steady_timer served(executor_, asio::steady_timer::time_point::max());
  bool serving = true;
  auto work = serve_one(serving_.service, std::move(handshake), web_socket_over(channel_));
  auto serve = run_on(serving_.service_executor, std::move(work));
  asio::co_spawn(executor_, std::move(serve), [&](std::exception_ptr, Result<void>) {
    serving = false;
    served.cancel();
  });
  if (finishing_) co_await channel_->close();
  co_await channel_->pump();
  // Its socket has ended, so the service's coroutine ends too.
  while (serving) co_await served.async_wait(as_result);
}

void HttpConnection::finish_soon() {
  finishing_ = true;
  error_code ignored;
  if (channel_) {
    auto closing = channel_->close();
    asio::co_spawn(executor_, std::move(closing), [channel = channel_](std::exception_ptr) {});
  } else if (reader_.idle()) {
    socket_.close(ignored);
  }
}

void HttpConnection::abort() {
  finishing_ = true;
  error_code ignored;
  if (channel_) {
    channel_->abort();
  } else {
    socket_.close(ignored);
  }
}

}  // namespace berth::adapters
