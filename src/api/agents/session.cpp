#include "api/agents/session.hpp"

#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace berth::api::agents {

namespace asio = boost::asio;

namespace {

/// More frames than this waiting means that the agent is not reading.
constexpr std::size_t outbox_max = 4096;

}  // namespace

Session::Session(std::unique_ptr<ports::WebSocket> socket, ports::Clock& clock, Pulse pulse)
    : socket_(std::move(socket)), clock_(clock), pulse_(pulse), wake_(clock) {}

void Session::send(std::string frame) {
  if (closed_) return;
  if (outbox_.size() >= outbox_max) return close();
  outbox_.push_back(std::move(frame));
  wake_.notify();
}

void Session::close() {
  if (std::exchange(closed_, true)) return;
  socket_->close();
  wake_.notify();
}

asio::awaitable<void> Session::run(OnFrame on_frame, std::function<std::string()> heartbeat) {
  using namespace asio::experimental::awaitable_operators;
  auto both = read(on_frame) && write(heartbeat);
  co_await std::move(both);
}

asio::awaitable<void> Session::read(OnFrame& on_frame) {
  while (!closed_) {
    auto frame = co_await socket_->receive(clock_.now() + pulse_.silence_max);
    if (!frame) break;
    on_frame(std::move(*frame));
  }
  close();
}

asio::awaitable<void> Session::write(const std::function<std::string()>& heartbeat) {
  auto beat_at = clock_.now() + pulse_.heartbeat;
  while (!closed_) {
    if (outbox_.empty() && clock_.now() < beat_at) {
      co_await wake_.wait_until(beat_at);
      continue;
    }
    std::string frame;
    if (outbox_.empty()) {
      frame = heartbeat();
      beat_at = clock_.now() + pulse_.heartbeat;
    } else {
      frame = std::move(outbox_.front());
      outbox_.pop_front();
    }
    const auto sent = co_await socket_->send(std::move(frame));
    if (!sent) break;
  }
  close();
}

}  // namespace berth::api::agents
