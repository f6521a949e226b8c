#pragma once
// For tests of this module: a raw TCP or unix peer whose every byte the test decides, and a way to
// play several coroutines against each other on one thread until all have ended.

#include <chrono>
#include <exception>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace berth::adapters {

/// Runs `context` until every scene has ended; a scene that hangs or throws fails the test.
class Stage {
 public:
  boost::asio::io_context context;

  void play(const std::vector<boost::asio::awaitable<void>*>& scenes) {
    std::size_t running = scenes.size();
    for (auto* scene : scenes) {
      boost::asio::co_spawn(context, std::move(*scene), [&](std::exception_ptr failure) {
        if (--running == 0) context.stop();
        if (failure) std::rethrow_exception(failure);
      });
    }
    context.restart();
    context.run_for(std::chrono::seconds(30));
    EXPECT_EQ(running, 0u) << "scenes that did not end in 30 seconds";
  }

  void play(boost::asio::awaitable<void> scene) { play(std::vector{&scene}); }
  void play(boost::asio::awaitable<void> one, boost::asio::awaitable<void> other) {
    play(std::vector{&one, &other});
  }
};

/// Lets one scene wait for another.
class TestSignal {
 public:
  explicit TestSignal(boost::asio::io_context& context)
      : timer_(context, boost::asio::steady_timer::time_point::max()) {}

  void set() {
    set_ = true;
    timer_.cancel();
  }

  boost::asio::awaitable<void> wait() {
    if (set_) co_return;
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

 private:
  boost::asio::steady_timer timer_;
  bool set_ = false;
};

/// One end of a raw connection.
class TestPeer {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  explicit TestPeer(Socket socket) : socket_(std::move(socket)) {}

  boost::asio::awaitable<void> write(std::string text) {
    co_await boost::asio::async_write(socket_, boost::asio::buffer(text),
                                      boost::asio::use_awaitable);
  }

  /// What arrives up to and with `end`; at the connection's end whatever there is.
  boost::asio::awaitable<std::string> read_until(std::string end) {
    auto [failure, size] =
        co_await boost::asio::async_read_until(socket_, boost::asio::dynamic_buffer(received_), end,
                                               boost::asio::as_tuple(boost::asio::use_awaitable));
    if (failure) size = received_.size();
    std::string text = received_.substr(0, size);
    received_.erase(0, size);
    co_return text;
  }

  /// Everything up to the connection's end, however it ends.
  boost::asio::awaitable<std::string> read_all() {
    // Closed or reset: both are an end.
    std::ignore =
        co_await boost::asio::async_read(socket_, boost::asio::dynamic_buffer(received_),
                                         boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return std::exchange(received_, {});
  }

  void shutdown_send() { socket_.shutdown(boost::asio::socket_base::shutdown_send); }
  void close() { socket_.close(); }
  Socket& socket() { return socket_; }

 private:
  Socket socket_;
  std::string received_;
};

/// A listener on a free loopback port.
class TestListener {
 public:
  explicit TestListener(boost::asio::io_context& context)
      : acceptor_(context, {boost::asio::ip::make_address("127.0.0.1"), 0}) {}

  std::string endpoint() const {
    return fmt::format("http://127.0.0.1:{}", acceptor_.local_endpoint().port());
  }

  boost::asio::awaitable<TestPeer> accept() {
    auto socket = co_await acceptor_.async_accept(boost::asio::use_awaitable);
    co_return TestPeer(TestPeer::Socket(std::move(socket)));
  }

 private:
  boost::asio::ip::tcp::acceptor acceptor_;
};

/// The calling side of a raw connection to a port of this machine.
inline boost::asio::awaitable<TestPeer> call(boost::asio::io_context& context, std::uint16_t port) {
  boost::asio::ip::tcp::socket socket(context);
  const boost::asio::ip::tcp::endpoint address(boost::asio::ip::make_address("127.0.0.1"), port);
  co_await socket.async_connect(address, boost::asio::use_awaitable);
  co_return TestPeer(TestPeer::Socket(std::move(socket)));
}

}  // namespace berth::adapters
