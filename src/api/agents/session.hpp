#pragma once
// One open socket to an agent: a queue of frames to send and a pair of coroutines that write and
// read until either side ends it. Lives on the owner's executor.

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "ports/event.hpp"
#include "ports/transport.hpp"

namespace berth::api::agents {

struct Pulse {
  /// How often we say that we are there.
  Duration heartbeat{};
  /// After so long without a frame nobody is there.
  Duration silence_max{};
};

class Session {
 public:
  using OnFrame = std::move_only_function<void(std::string)>;

  Session(std::unique_ptr<ports::WebSocket> socket, ports::Clock& clock, Pulse pulse);

  /// Queues a frame. An agent that does not read its frames is cut off at a bound.
  void send(std::string frame);

  /// Ends run() soon.
  void close();

  /// Calls `on_frame` for each frame and `heartbeat` whenever the interval has passed since the
  /// last one; returns when the socket is closed. Called once.
  boost::asio::awaitable<void> run(OnFrame on_frame, std::function<std::string()> heartbeat);

 private:
  boost::asio::awaitable<void> read(OnFrame& on_frame);
  boost::asio::awaitable<void> write(const std::function<std::string()>& heartbeat);

  std::unique_ptr<ports::WebSocket> socket_;
  ports::Clock& clock_;
  Pulse pulse_;
  ports::Event wake_;
  std::deque<std::string> outbox_;
  bool closed_ = false;
};

}  // namespace berth::api::agents
