// Websockets between our client and our server, and between our server and raw clients.
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/http/testing/echo_service.hpp"
#include "adapters/http_client.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

constexpr Duration soon = std::chrono::milliseconds{50};
constexpr Duration long_time = std::chrono::seconds{20};

Instant in(Duration delay) {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now()) + delay;
}

/// Our server, and our client on the same threads.
struct Linked {
  explicit Linked(HttpServerConfig config = {}) : server(config) {}

  void play(awaitable<void> scene) { server.stage.play(std::move(scene)); }
  awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(std::string target) {
    HttpRequest handshake{.target = std::move(target)};
    return transport.connect(server.endpoint(), std::move(handshake), long_time);
  }

  EchoServer server;
  HttpTransport transport{server.threads.executor()};
};

template <class T>
std::string said(const Result<T>& result) {
  if (!result) return fmt::format("error {}", static_cast<int>(result.error().code));
  if constexpr (std::is_same_v<T, std::string>) return *result;
  return "done";
}

std::string error(ErrorCode code) { return fmt::format("error {}", static_cast<int>(code)); }

awaitable<std::string> echo(ports::WebSocket& socket, std::string frame) {
  auto sent = co_await socket.send(std::move(frame));
  if (!sent) co_return said(sent);
  auto received = co_await socket.receive(in(long_time));
  co_return said(received);
}

/// Waits until the server's side of `count` websockets has ended.
awaitable<void> wait_for_end(EchoServer& server, int count) {
  while (server.service.served < count) {
    co_await asio::post(server.stage.context, asio::use_awaitable);
  }
}

awaitable<void> echo_frames(Linked& linked) {
  auto opened = co_await linked.connect("/ws?cluster=default");
  ports::WebSocket& socket = **opened;
  for (const std::size_t size : {0u, 1u, 125u, 126u, 65536u, 1u << 20}) {
    std::string frame(size, 'x');
    auto seen = co_await echo(socket, frame);
    EXPECT_EQ(seen, frame) << size;
  }
  for (int i = 0; i < 200; ++i) {
    auto seen = co_await echo(socket, std::to_string(i));
    EXPECT_EQ(seen, std::to_string(i));
  }
}

TEST(WebSocket, carries_frames_of_every_size_both_ways) {
  Linked linked;
  linked.play(echo_frames(linked));
}

awaitable<void> be_refused(Linked& linked) {
  auto refused = co_await linked.connect("/refused");
  EXPECT_EQ(refused.error(), (Error{ErrorCode::refused, "{\"message\":\"no\"}"}));
}

TEST(WebSocket, tells_why_a_handshake_was_refused) {
  Linked linked;
  linked.play(be_refused(linked));
}

awaitable<void> wait_in_vain(Linked& linked) {
  auto opened = co_await linked.connect("/");
  ports::WebSocket& socket = **opened;
  auto nothing = co_await socket.receive(in(soon));
  EXPECT_EQ(said(nothing), error(ErrorCode::timed_out));
  nothing = co_await socket.receive(Instant::min());
  EXPECT_EQ(said(nothing), error(ErrorCode::timed_out));
  auto seen = co_await echo(socket, "still here");
  EXPECT_EQ(seen, "still here");
}

TEST(WebSocket, stays_open_when_nothing_came_in_time) {
  Linked linked;
  linked.play(wait_in_vain(linked));
}

awaitable<void> receive_until_closed(ports::WebSocket& socket, std::string* seen) {
  auto frame = co_await socket.receive(Instant::max());
  *seen = said(frame);
}

awaitable<void> close_while_receiving(Linked& linked) {
  auto opened = co_await linked.connect("/");
  ports::WebSocket& socket = **opened;
  std::string seen;
  bool ended = false;
  auto receiving = receive_until_closed(socket, &seen);
  asio::co_spawn(linked.server.stage.context, std::move(receiving),
                 [&](std::exception_ptr) { ended = true; });
  co_await asio::post(linked.server.stage.context, asio::use_awaitable);
  socket.close();
  socket.close();
  auto sent = co_await socket.send("late");
  EXPECT_EQ(said(sent), error(ErrorCode::closed));
  while (!ended) co_await asio::post(linked.server.stage.context, asio::use_awaitable);
  EXPECT_EQ(seen, error(ErrorCode::closed));
  co_await wait_for_end(linked.server, 1);
}

TEST(WebSocket, ends_a_pending_receive_when_closed) {
  Linked linked;
  linked.play(close_while_receiving(linked));
}

awaitable<void> drop(Linked& linked) {
  {
    auto opened = co_await linked.connect("/");
    auto seen = co_await echo(**opened, "a");
    EXPECT_EQ(seen, "a");
  }
  co_await wait_for_end(linked.server, 1);
}

TEST(WebSocket, ends_for_the_peer_when_destroyed) {
  Linked linked;
  linked.play(drop(linked));
}

awaitable<void> send_too_much(Linked& linked) {
  auto opened = co_await linked.connect("/");
  auto seen = co_await echo(**opened, std::string((1 << 20) + 1, 'x'));
  EXPECT_EQ(seen, error(ErrorCode::closed));
  co_await wait_for_end(linked.server, 1);
}

TEST(WebSocket, refuses_frames_beyond_its_limit) {
  Linked linked;
  linked.play(send_too_much(linked));
}

awaitable<void> outlive_the_server(Linked& linked) {
  auto opened = co_await linked.connect("/");
  linked.server.server->stop();
  auto end = co_await (*opened)->receive(in(long_time));
  EXPECT_EQ(said(end), error(ErrorCode::closed));
  EXPECT_EQ(end.error().message, "The peer closed the websocket (1000).");
  co_await linked.server.server->drained();
  EXPECT_EQ(linked.server.service.served, 1);
}

TEST(WebSocket, is_closed_by_a_server_that_stops) {
  Linked linked;
  linked.play(outlive_the_server(linked));
}

awaitable<void> take_the_flood(Linked& linked) {
  auto opened = co_await linked.connect("/flood?1000");
  for (int i = 0; i < 3000; ++i) {
    auto frame = co_await (*opened)->receive(in(long_time));
    if (!frame || frame->size() != 1000) {
      ADD_FAILURE() << i << " " << said(frame);
      break;
    }
  }
  (*opened)->close();
  co_await wait_for_end(linked.server, 1);
}

TEST(WebSocket, holds_back_a_sender_that_is_faster) {
  Linked linked;
  linked.play(take_the_flood(linked));
}

awaitable<void> never_receive(Linked& linked) {
  auto opened = co_await linked.connect("/flood?1000000");
  co_await wait_for_end(linked.server, 1);
}

TEST(WebSocket, is_cut_off_when_the_peer_never_receives) {
  HttpServerConfig config;
  config.write_timeout = soon;
  Linked linked(config);
  linked.play(never_receive(linked));
}

// Raw clients. A mask of zeros leaves the payload as it is.

constexpr auto upgrade =
    "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

std::string frame(char kind, const std::string& payload) {
  return std::string{kind, static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0} + payload;
}

awaitable<void> ping(EchoServer& server) {
  auto peer = co_await server.call();
  co_await peer.write(upgrade);
  auto accepted = co_await peer.read_until("\r\n\r\n");
  EXPECT_TRUE(accepted.starts_with("HTTP/1.1 101 "));
  EXPECT_NE(accepted.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
            std::string::npos);
  co_await peer.write(frame('\x89', "ping"));
  auto pong = co_await peer.read_until("ping");
  EXPECT_EQ(pong, "\x8a\x04ping");
  co_await peer.write(frame('\x81', "text"));
  auto text = co_await peer.read_until("text");
  EXPECT_EQ(text, "\x81\x04text");
  co_await peer.write(frame('\x88', "\x03\xe8"));
  auto bye = co_await peer.read_all();
  EXPECT_EQ(bye.substr(0, 4), "\x88\x02\x03\xe8");
  co_await wait_for_end(server, 1);
}

TEST(WebSocket, answers_pings_and_closes_politely) {
  EchoServer server;
  server.stage.play(ping(server));
}

awaitable<void> vanish(EchoServer& server, std::string bytes) {
  {
    auto peer = co_await server.call();
    co_await peer.write(upgrade);
    co_await peer.read_until("\r\n\r\n");
    co_await peer.write(std::move(bytes));
  }
  co_await wait_for_end(server, 1);
}

TEST(WebSocket, ends_when_a_client_vanishes_or_talks_nonsense) {
  for (const std::string& bytes :
       {std::string(), std::string("\x81"), std::string("\xff\xff\xff\xff nonsense"),
        std::string("\x81\x04text without a mask")}) {
    EchoServer server;
    server.stage.play(vanish(server, bytes));
  }
}

awaitable<void> hold_open(EchoServer& server, std::string bytes) {
  auto peer = co_await server.call();
  co_await peer.write(upgrade);
  co_await peer.read_until("\r\n\r\n");
  co_await peer.write(std::move(bytes));
  co_await wait_for_end(server, 1);
  server.server->stop(long_time);
  co_await server.server->drained();
}

TEST(WebSocket, ends_though_the_client_does_not_hang_up) {
  HttpServerConfig config;
  config.linger_timeout = soon;
  for (const std::string& bytes :
       {frame('\x88', "\x03\xe8"), std::string("\xff\xff utter nonsense"),
        std::string("\x81\xff\0\0\0\0\1\0\0\0 too much", 18)}) {
    EchoServer server(config);
    server.stage.play(hold_open(server, bytes));
  }
}

awaitable<void> fall_silent(EchoServer& server) {
  auto peer = co_await server.call();
  co_await peer.write(upgrade);
  co_await peer.read_until("\r\n\r\n");
  co_await wait_for_end(server, 1);
}

TEST(WebSocket, ends_when_a_client_answers_no_ping) {
  HttpServerConfig config;
  config.websocket_timeout = soon;
  EchoServer server(config);
  server.stage.play(fall_silent(server));
}

awaitable<void> leave_everything_open(Linked& linked, std::vector<TestPeer>* peers,
                                      std::vector<std::unique_ptr<ports::WebSocket>>* sockets) {
  for (const char* target : {"/", "/flood?100000"}) {
    auto opened = co_await linked.connect(target);
    sockets->push_back(std::move(*opened));
  }
  for (const char* bytes : {"", "GET / HTTP/1.1\r\n", "GET /held HTTP/1.1\r\n\r\n",
                            "GET /large?9000000 HTTP/1.1\r\n\r\n", upgrade}) {
    auto peer = co_await linked.server.call();
    co_await peer.write(bytes);
    peers->push_back(std::move(peer));
  }
  co_await linked.server.service.held.wait();
}

TEST(WebSocket, and_everything_else_may_be_open_when_the_threads_stop) {
  for (int round = 0; round < 20; ++round) {
    std::vector<std::unique_ptr<ports::WebSocket>> sockets;
    {
      std::vector<TestPeer> peers;
      Linked linked;
      linked.play(leave_everything_open(linked, &peers, &sockets));
      if (round % 2 == 0) sockets.clear();
      linked.server.threads.stop();
      sockets.clear();
      peers.clear();
    }
  }
}

awaitable<void> ask_wrongly(EchoServer& server) {
  auto peer = co_await server.call();
  co_await peer.write(
      "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  auto answer = co_await peer.read_until("\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
}

TEST(WebSocket, refuses_malformed_handshakes) {
  EchoServer server;
  server.stage.play(ask_wrongly(server));
}

}  // namespace
}  // namespace berth::adapters
