#include "adapters/http/web_socket_channel.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <fmt/format.h>

#include "adapters/http/http_head.hpp"
#include "adapters/http/io_deadline.hpp"
#include "adapters/http/run_on.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// Frames read ahead; beyond either bound reading waits for receive().
constexpr std::size_t inbox_frames_max = 64;
constexpr std::size_t inbox_bytes_max = std::size_t{1} << 20;

using Timer = asio::steady_timer;

/// A socket that says when Beast begins to end it. From then on Beast waits, without a limit, for
/// the peer to close its half.
class EndingSocket : public StreamSocket {
 public:
  explicit EndingSocket(StreamSocket&& socket) : StreamSocket(std::move(socket)) {}

  std::function<void()> on_end;
};

/// Found by Beast through the socket's type.
template <class Handler>
void async_teardown(boost::beast::role_type role, EndingSocket& socket, Handler&& handler) {
  if (socket.on_end) socket.on_end();
  websocket::async_teardown(role, static_cast<StreamSocket&>(socket),
                            std::forward<Handler>(handler));
}

std::unexpected<Error> ended_by(const std::string& why) {
  return fail(ErrorCode::closed, why.empty() ? "The websocket is closed." : why);
}

/// Headers that belong to the handshake itself.
bool handshake_header(std::string_view name) {
  return iequals(name, "Host") || iequals(name, "Connection") || iequals(name, "Upgrade") ||
         iequals(name.substr(0, 14), "Sec-WebSocket-");
}

}  // namespace

struct WebSocketChannel::State {
  State(StreamSocket socket, const WebSocketLimits& channel_limits)
      : limits(channel_limits),
        stream(std::move(socket)),
        frame_came(stream.get_executor()),
        room_came(stream.get_executor()),
        deadline(stream.get_executor(), [this] { cut(); }),
        closing(stream.get_executor(), [this] { cut(); }) {
    stream.next_layer().on_end = [this] { closing.arm(limits.closing_timeout); };
  }

  void cut() {
    error_code ignored;
    stream.next_layer().close(ignored);
  }

  /// Nothing is received or sent any more.
  void end(std::string reason) {
    if (std::exchange(ended, true)) return;
    why = std::move(reason);
    frame_came.cancel();
    room_came.cancel();
  }

  /// The peer has sent its last frame.
  void peer_closed() {
    const auto& reason = stream.reason();
    end(fmt::format("The peer closed the websocket ({}{}{}).", static_cast<int>(reason.code),
                    reason.reason.empty() ? "" : " ",
                    std::string_view(reason.reason.data(), reason.reason.size())));
    closing.arm(limits.closing_timeout);
  }

  bool full() const { return inbox.size() >= inbox_frames_max || inbox_bytes >= inbox_bytes_max; }

  WebSocketLimits limits;
  websocket::stream<EndingSocket> stream;
  std::deque<std::string> inbox{};
  std::size_t inbox_bytes = 0;
  /// Wake-ups: whoever waits for a frame, and pump() waiting for room in the inbox.
  Timer frame_came, room_came;
  /// Of the handshake, then of each write.
  IoDeadline deadline;
  /// Of the end.
  IoDeadline closing;
  std::string why{};
  bool ended = false;
  /// This side closed it: what is still in the inbox is not handed out.
  bool closed_here = false;
  bool sending = false;
};

WebSocketChannel::WebSocketChannel(StreamSocket socket, const WebSocketLimits& limits)
    : state_(std::make_unique<State>(std::move(socket), limits)) {
  auto& stream = state_->stream;
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = websocket::stream_base::none();
  timeout.idle_timeout = limits.silence_max;
  timeout.keep_alive_pings = true;
  stream.set_option(timeout);
  stream.read_message_max(limits.frame_max);
  stream.auto_fragment(false);
  stream.text(true);
  stream.control_callback([state = state_.get()](websocket::frame_type kind, auto) {
    if (kind == websocket::frame_type::close) state->peer_closed();
  });
}

WebSocketChannel::~WebSocketChannel() = default;

asio::any_io_executor WebSocketChannel::executor() const { return state_->stream.get_executor(); }

asio::awaitable<Result<void>> WebSocketChannel::accept(Upgrade upgrade) {
  state_->stream.set_option(websocket::stream_base::decorator(
      [](websocket::response_type& answer) { answer.set(http::field::server, "berth"); }));
  state_->deadline.arm(state_->limits.write_timeout);
  auto [failure] = co_await state_->stream.async_accept(upgrade, as_result);
  state_->deadline.disarm();
  if (failure) {
    state_->end("The handshake failed.");
    co_return fail(ErrorCode::validation, failure.message());
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> WebSocketChannel::handshake(HttpRequest request,
                                                          std::string authority, Duration timeout) {
  State& state = *state_;
  state.stream.set_option(websocket::stream_base::decorator(
      [headers = request.headers](websocket::request_type& message) {
        message.set(http::field::user_agent, "berth");
        for (const auto& [name, value] : headers) {
          if (!handshake_header(name)) message.set(name, value);
        }
      }));
  if (const auto host = request.headers.find("Host")) authority = *host;
  websocket::response_type answer;
  state.deadline.arm(timeout);
  auto [failure] =
      co_await state.stream.async_handshake(answer, authority, request.target, as_result);
  state.deadline.disarm();
  if (!failure) co_return Result<void>{};
  state.end("The handshake failed.");
  if (state.deadline.expired()) {
    co_return fail(ErrorCode::timed_out, "The server took too long to accept the websocket.");
  }
  if (failure != websocket::error::upgrade_declined) {
    co_return fail(ErrorCode::unreachable,
                   fmt::format("The websocket's handshake failed: {}.", failure.message()));
  }
  if (!answer.body().empty()) co_return fail(ErrorCode::refused, std::move(answer.body()));
  co_return fail(ErrorCode::refused,
                 fmt::format("The server answered {} {}.", answer.result_int(),
                             status_text(static_cast<int>(answer.result_int()))));
}

asio::awaitable<void> WebSocketChannel::pump() {
  State& state = *state_;
  while (!state.ended) {
    boost::beast::flat_buffer buffer;
    auto [failure, size] = co_await state.stream.async_read(buffer, as_result);
    if (failure) {
      state.end(fmt::format("The websocket broke: {}.", failure.message()));
      break;
    }
    state.inbox_bytes += size;
    state.inbox.push_back(boost::beast::buffers_to_string(buffer.data()));
    state.frame_came.cancel();
    while (state.full() && !state.ended) {
      state.room_came.expires_at(Timer::time_point::max());
      co_await state.room_came.async_wait(as_result);
    }
  }
}

asio::awaitable<Result<std::string>> WebSocketChannel::receive(Duration timeout) {
  co_await asio::this_coro::throw_if_cancelled(false);
  State& state = *state_;
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (state.inbox.empty() || state.closed_here) {
    if (state.ended) co_return ended_by(state.why);
    if (std::chrono::steady_clock::now() >= end) {
      co_return fail(ErrorCode::timed_out, "No frame came in time.");
    }
    state.frame_came.expires_at(end);
    co_await state.frame_came.async_wait(as_result);
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
      co_return fail(ErrorCode::canceled, "Receiving was canceled.");
    }
  }
  std::string frame = std::move(state.inbox.front());
  state.inbox.pop_front();
  state.inbox_bytes -= frame.size();
  state.room_came.cancel();
  co_return frame;
}

asio::awaitable<Result<void>> WebSocketChannel::send(std::string frame) {
  co_await asio::this_coro::throw_if_cancelled(false);
  State& state = *state_;
  if (state.ended) co_return ended_by(state.why);
  if (std::exchange(state.sending, true)) {
    co_return fail(ErrorCode::refused, "Another frame is being sent.");
  }
  state.deadline.arm(state.limits.write_timeout);
  auto [failure, size] = co_await state.stream.async_write(asio::buffer(frame), as_result);
  state.deadline.disarm();
  state.sending = false;
  if (!failure) co_return Result<void>{};
  state.end(state.deadline.expired() ? "The peer does not read its frames."
                                     : fmt::format("The websocket broke: {}.", failure.message()));
  state.cut();
  co_return ended_by(state.why);
}

asio::awaitable<void> WebSocketChannel::close() {
  State& state = *state_;
  if (std::exchange(state.closed_here, true)) co_return;
  const bool over = state.ended;
  state.end("The websocket was closed.");
  const websocket::close_reason reason(websocket::close_code::normal);
  state.closing.arm(state.limits.closing_timeout);
  if (!over) co_await state.stream.async_close(reason, as_result);
  state.cut();
}

void WebSocketChannel::abort() {
  state_->end("The websocket was cut off.");
  state_->cut();
}

namespace {

using SharedChannel = std::shared_ptr<WebSocketChannel>;

// Free functions hold the channel in their own frame while they run.

asio::awaitable<Result<std::string>> receive_from(SharedChannel channel, Duration timeout) {
  auto frame = co_await channel->receive(timeout);
  co_return frame;
}

asio::awaitable<Result<void>> send_to(SharedChannel channel, std::string frame) {
  auto sent = co_await channel->send(std::move(frame));
  co_return sent;
}

asio::awaitable<void> close_channel(SharedChannel channel) { co_await channel->close(); }

class ChannelWebSocket final : public ports::WebSocket {
 public:
  explicit ChannelWebSocket(SharedChannel channel) : channel_(std::move(channel)) {}
  ~ChannelWebSocket() override { close(); }

  asio::awaitable<Result<std::string>> receive(Instant deadline) override {
    // Deadlines far away must not overflow the monotonic clock.
    constexpr Duration limit = std::chrono::hours{24 * 365};
    const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    const Duration timeout = deadline <= now ? Duration{0} : std::min(deadline - now, limit);
    return run_on(channel_->executor(), receive_from(channel_, timeout));
  }

  asio::awaitable<Result<void>> send(std::string frame) override {
    return run_on(channel_->executor(), send_to(channel_, std::move(frame)));
  }

  void close() override {
    if (std::exchange(closed_, true)) return;
    // Bounded by the closing handshake's own time limit.
    asio::co_spawn(channel_->executor(), close_channel(channel_), [](std::exception_ptr) {});
  }

 private:
  SharedChannel channel_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<ports::WebSocket> web_socket_over(SharedChannel channel) {
  return std::make_unique<ChannelWebSocket>(std::move(channel));
}

}  // namespace berth::adapters
