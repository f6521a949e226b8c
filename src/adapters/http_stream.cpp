#include "adapters/http_stream.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include "adapters/http/http_endpoint.hpp"
#include "adapters/http/http_exchange.hpp"
#include "adapters/http/io_deadline.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

Duration left_until(SteadyTime end) {
  return std::chrono::duration_cast<Duration>(end - std::chrono::steady_clock::now());
}

class SocketStream final : public HttpStream {
 public:
  explicit SocketStream(StreamSocket socket)
      : socket_(std::move(socket)),
        exchange_(socket_),
        deadline_(socket_.get_executor(), [this] { cancel(); }) {}

  asio::awaitable<Result<void>> start(HttpRequest request, std::string authority, Duration limit) {
    deadline_.arm(limit);
    auto started =
        co_await exchange_.start(std::move(request), std::move(authority), Persistence::close);
    if (!started) co_return std::unexpected(explained(started.error()));
    deadline_.disarm();
    co_return Result<void>{};
  }

  int status() const override { return exchange_.status(); }
  const HttpHeaders& headers() const override { return exchange_.headers(); }

  asio::awaitable<Result<std::string>> next_line(Duration timeout) override {
    deadline_.arm(timeout);
    std::size_t searched = 0;
    while (true) {
      const auto end = pending_.find('\n', searched);
      if (end != std::string::npos) co_return take_line(end);
      searched = pending_.size();
      if (searched > http_line_limit) {
        co_return fail(ErrorCode::request_too_large, "A line of the answer is too long.");
      }
      auto piece = co_await read_piece();
      if (!piece && piece.error().code == ErrorCode::closed && !closed_ && !pending_.empty()) {
        co_return std::exchange(pending_, {});
      }
      if (!piece) co_return std::unexpected(piece.error());
      pending_ += *piece;
    }
  }

  asio::awaitable<Result<std::string>> next_bytes(Duration timeout) override {
    if (!pending_.empty()) co_return std::exchange(pending_, {});
    deadline_.arm(timeout);
    auto piece = co_await read_piece();
    deadline_.disarm();
    co_return piece;
  }

  asio::awaitable<Result<std::string>> rest(Duration timeout) override {
    deadline_.arm(timeout);
    auto body = co_await exchange_.read_rest(http_answer_limit);
    deadline_.disarm();
    if (!body) co_return std::unexpected(explained(body.error()));
    co_return std::exchange(pending_, {}) + *body;
  }

  void close() override {
    closed_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  /// At least one byte, or why there is none.
  asio::awaitable<Result<std::string>> read_piece() {
    // The time may have run out between two reads, when there was nothing to cancel.
    if (closed_ || deadline_.expired()) {
      co_return std::unexpected(explained({ErrorCode::canceled, "The read was canceled."}));
    }
    auto piece = co_await exchange_.read_some();
    if (!piece && piece.error().code == ErrorCode::closed) {
      // A caller must not take half a body for a whole one.
      co_return fail(ErrorCode::unreachable, std::move(piece.error().message));
    }
    if (!piece) co_return std::unexpected(explained(piece.error()));
    if (piece->empty()) co_return fail(ErrorCode::closed, "The answer has ended.");
    co_return piece;
  }

  /// Says why an operation was canceled: by close(), by the time limit, or from outside.
  Error explained(Error error) const {
    if (error.code != ErrorCode::canceled) return error;
    if (closed_) return {ErrorCode::closed, "The connection was closed."};
    if (deadline_.expired()) return {ErrorCode::timed_out, "The server took too long to answer."};
    return error;
  }

  std::string take_line(std::size_t end) {
    deadline_.disarm();
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }

  void cancel() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  StreamSocket socket_;
  HttpExchange exchange_;
  IoDeadline deadline_;
  /// Bytes of the body that were read and not yet handed out.
  std::string pending_;
  bool closed_ = false;
};

}  // namespace

asio::awaitable<Result<std::unique_ptr<HttpStream>>> http_open(std::string endpoint,
                                                               HttpRequest request,
                                                               Duration timeout) {
  const SteadyTime end = std::chrono::steady_clock::now() + timeout;
  auto parsed = parse_endpoint(endpoint);
  if (!parsed) co_return std::unexpected(parsed.error());
  auto socket = co_await connect_to(*parsed, timeout);
  if (!socket) co_return std::unexpected(socket.error());
  auto stream = std::make_unique<SocketStream>(std::move(*socket));
  auto started =
      co_await stream->start(std::move(request), std::move(parsed->authority), left_until(end));
  if (!started) co_return std::unexpected(started.error());
  co_return std::unique_ptr<HttpStream>(std::move(stream));
}

asio::awaitable<Result<HttpResponse>> http_request(std::string endpoint, HttpRequest request,
                                                   Duration timeout) {
  const SteadyTime end = std::chrono::steady_clock::now() + timeout;
  auto stream = co_await http_open(std::move(endpoint), std::move(request), timeout);
  if (!stream) co_return std::unexpected(stream.error());
  auto body = co_await (*stream)->rest(left_until(end));
  if (!body) co_return std::unexpected(body.error());
  co_return HttpResponse{(*stream)->status(), (*stream)->headers(), std::move(*body)};
}

}  // namespace berth::adapters
