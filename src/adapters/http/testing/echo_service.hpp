#pragma once
// For tests of this module: a service that tells what it was asked, and a server around it on a
// free loopback port.

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "adapters/http/testing/test_peer.hpp"
#include "adapters/http_server.hpp"
#include "adapters/system/io_threads.hpp"
#include "base/text.hpp"

namespace berth::adapters {

/// Targets: "/held" waits for release(), "/throw" throws, "/large?N" answers N bytes, "/status?N"
/// that status; everything else is echoed. Websockets at "/refused" are refused, at "/flood?N" they
/// get frames of N bytes until they end, elsewhere each frame is sent back.
class EchoService final : public ports::HttpService {
 public:
  explicit EchoService(boost::asio::io_context& context)
      : held(context), context_(context), strand_(boost::asio::make_strand(context)) {}

  boost::asio::awaitable<HttpResponse> answer(HttpRequest request) override {
    HttpResponse response;
    if (request.path() == "/held") co_await wait_for_release();
    if (request.path() == "/throw") throw std::runtime_error("meant to");
    if (request.path() == "/large") {
      response.body.assign(*parse_unsigned(request.query()), 'x');
      co_return response;
    }
    if (request.path() == "/status") {
      response.status = static_cast<int>(*parse_unsigned(request.query()));
      co_return response;
    }
    response.body = request.method + " " + request.target + " " + request.peer + " " + request.body;
    co_return response;
  }

  boost::asio::awaitable<std::optional<HttpResponse>> admit(const HttpRequest& handshake) override {
    if (handshake.path() != "/refused") co_return std::nullopt;
    HttpResponse refusal{.status = 403};
    refusal.body = "{\"message\":\"no\"}";
    co_return refusal;
  }

  boost::asio::awaitable<void> serve(HttpRequest handshake,
                                     std::unique_ptr<ports::WebSocket> socket) override {
    const std::string flood(parse_unsigned(handshake.query()).value_or(0), 'f');
    while (true) {
      auto frame = flood;
      if (handshake.path() != "/flood") {
        auto received = co_await socket->receive(Instant::max());
        if (!received) break;
        frame = std::move(*received);
      }
      auto sent = co_await socket->send(std::move(frame));
      if (!sent) break;
    }
    ++served;
  }

  /// Lets the requests for "/held" go on.
  void release() {
    boost::asio::post(strand_, [this] {
      released_ = true;
      timer_.cancel();
    });
  }

  /// Set when a request for "/held" has come.
  TestSignal held;
  /// Websockets that have ended.
  std::atomic<int> served = 0;

 private:
  boost::asio::awaitable<void> wait_for_release() {
    boost::asio::post(context_, [this] { held.set(); });
    co_await boost::asio::post(strand_, boost::asio::use_awaitable);
    while (!released_) {
      co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
  }

  boost::asio::io_context& context_;
  boost::asio::any_io_executor strand_;
  boost::asio::steady_timer timer_{strand_, boost::asio::steady_timer::time_point::max()};
  bool released_ = false;
};

/// A running server. The service runs on the stage's own thread.
struct EchoServer {
  explicit EchoServer(HttpServerConfig config = {}) {
    config.listen = "127.0.0.1:0";
    auto created = HttpServer::create(config, service, stage.context.get_executor(), threads);
    EXPECT_TRUE(created);
    server = std::move(*created);
  }

  ~EchoServer() { threads.stop(); }
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  std::string endpoint() const { return "http://" + server->address(); }
  std::uint16_t port() const {
    return static_cast<std::uint16_t>(*parse_unsigned(cut_last(server->address(), ':')->after));
  }
  boost::asio::awaitable<TestPeer> call() { return adapters::call(stage.context, port()); }

  IoThreads threads{2};
  Stage stage;
  EchoService service{stage.context};
  std::unique_ptr<HttpServer> server;
};

}  // namespace berth::adapters
