// The client against raw servers, and against ours with many callers at once.
#include "adapters/http_client.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/http/testing/echo_service.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

constexpr Duration soon = std::chrono::milliseconds{50};
constexpr Duration long_time = std::chrono::seconds{20};

/// A client and a raw server on one thread.
struct Raw {
  Stage stage;
  TestListener listener{stage.context};
  HttpTransport transport{stage.context.get_executor()};
};

std::string said(const Result<HttpResponse>& response) {
  return response ? response->body
                  : fmt::format("error {}", static_cast<int>(response.error().code));
}

std::string error(ErrorCode code) { return fmt::format("error {}", static_cast<int>(code)); }

awaitable<std::string> ask(HttpTransport& transport, std::string endpoint, std::string method,
                           Duration timeout = long_time) {
  HttpRequest request{.method = std::move(method)};
  auto response = co_await transport.request(std::move(endpoint), std::move(request), timeout);
  co_return said(response);
}

std::string answer(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
}

awaitable<void> serve_twice_on_one(Raw& raw) {
  auto peer = co_await raw.listener.accept();
  auto request = co_await peer.read_until("{}");
  EXPECT_EQ(request,
            "POST /a?b HTTP/1.1\r\nHost: as-signed:1\r\nX-Amz-Date: d\r\n"
            "User-Agent: berth\r\nContent-Length: 2\r\n\r\n{}");
  co_await peer.write(answer("one"));
  co_await peer.read_until("\r\n\r\n");
  co_await peer.write(answer("two"));
}

awaitable<void> ask_twice(Raw& raw) {
  HttpRequest request{.method = "POST", .target = "/a?b", .body = "{}"};
  request.headers = {{"Host", "as-signed:1"}, {"X-Amz-Date", "d"}};
  auto first =
      co_await raw.transport.request(raw.listener.endpoint(), std::move(request), long_time);
  EXPECT_EQ(said(first), "one");
  auto second = co_await ask(raw.transport, raw.listener.endpoint(), "POST");
  EXPECT_EQ(second, "two");
}

TEST(HttpTransport, keeps_connections_and_sends_the_host_as_signed) {
  Raw raw;
  raw.stage.play(serve_twice_on_one(raw), ask_twice(raw));
}

awaitable<void> serve_one_each(Raw& raw, std::vector<std::string> answers) {
  for (const auto& bytes : answers) {
    auto peer = co_await raw.listener.accept();
    co_await peer.read_until("\r\n\r\n");
    co_await peer.write(bytes);
  }
}

awaitable<void> ask_many(Raw& raw, std::vector<std::string> expected) {
  for (const auto& body : expected) {
    auto seen = co_await ask(raw.transport, raw.listener.endpoint(), "POST");
    EXPECT_EQ(seen, body);
  }
}

TEST(HttpTransport, does_not_reuse_connections_that_ended) {
  Raw raw;
  raw.stage.play(
      serve_one_each(raw, {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1",
                           answer("2"), answer("3") + "more than asked for", answer("4")}),
      ask_many(raw, {"1", "2", "3", "4"}));
}

/// Answers one request, reads the next on the same connection and hangs up; then serves a third.
awaitable<void> hang_up_on_the_second(Raw& raw) {
  {
    auto peer = co_await raw.listener.accept();
    co_await peer.read_until("\r\n\r\n");
    co_await peer.write(answer("first"));
    co_await peer.read_until("\r\n\r\n");
  }
  auto peer = co_await raw.listener.accept();
  co_await peer.read_until("\r\n\r\n");
  co_await peer.write(answer("third"));
}

awaitable<void> ask_again(Raw& raw, std::string method, std::string expected) {
  auto seen = co_await ask(raw.transport, raw.listener.endpoint(), "POST");
  EXPECT_EQ(seen, "first");
  seen = co_await ask(raw.transport, raw.listener.endpoint(), method);
  EXPECT_EQ(seen, expected);
  if (method == "GET") co_return;
  seen = co_await ask(raw.transport, raw.listener.endpoint(), "POST");
  EXPECT_EQ(seen, "third");
}

TEST(HttpTransport, repeats_only_requests_that_change_nothing) {
  Raw get;
  get.stage.play(hang_up_on_the_second(get), ask_again(get, "GET", "third"));
  Raw post;
  post.stage.play(hang_up_on_the_second(post),
                  ask_again(post, "POST", error(ErrorCode::unreachable)));
}

awaitable<void> hold(Raw& raw, std::string bytes) {
  auto peer = co_await raw.listener.accept();
  co_await peer.write(std::move(bytes));
  co_await peer.read_all();
}

awaitable<void> give_up(Raw& raw) {
  auto seen = co_await ask(raw.transport, raw.listener.endpoint(), "GET", soon);
  EXPECT_EQ(seen, error(ErrorCode::timed_out));
}

TEST(HttpTransport, gives_up_in_time) {
  for (const char* bytes :
       {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}) {
    Raw raw;
    raw.stage.play(hold(raw, bytes), give_up(raw));
  }
}

awaitable<void> fail_at_once(Raw& raw) {
  const std::string gone = TestListener(raw.stage.context).endpoint();
  auto seen = co_await ask(raw.transport, gone, "GET");
  EXPECT_EQ(seen, error(ErrorCode::unreachable));
  seen = co_await ask(raw.transport, "https://example", "GET");
  EXPECT_EQ(seen, error(ErrorCode::validation));
  seen = co_await ask(raw.transport, "http://name.invalid", "GET");
  EXPECT_EQ(seen, error(ErrorCode::unreachable));
  HttpRequest handshake;
  auto refused = co_await raw.transport.connect(gone, std::move(handshake), long_time);
  EXPECT_EQ(refused.error().code, ErrorCode::unreachable);
}

TEST(HttpTransport, says_at_once_what_cannot_work) {
  Raw raw;
  raw.stage.play(fail_at_once(raw));
}

awaitable<void> ask_many_times(HttpTransport& transport, std::string endpoint, int caller,
                               int* right) {
  for (int i = 0; i < 20; ++i) {
    HttpRequest request{.method = "POST", .target = fmt::format("/{}/{}", caller, i)};
    request.body.assign(static_cast<std::size_t>(i * 500), 'x');
    const std::string expected = fmt::format("POST {} 127.0.0.1 {}", request.target, request.body);
    auto response = co_await transport.request(endpoint, std::move(request), long_time);
    if (said(response) == expected) ++*right;
  }
}

TEST(HttpTransport, serves_many_callers_at_once) {
  EchoServer server;
  HttpTransport transport(server.threads.executor());
  constexpr int callers = 50;
  int right = 0;
  std::vector<awaitable<void>> scenes;
  for (int i = 0; i < callers; ++i) {
    scenes.push_back(ask_many_times(transport, server.endpoint(), i, &right));
  }
  std::vector<awaitable<void>*> all;
  for (auto& scene : scenes) all.push_back(&scene);
  server.stage.play(all);
  EXPECT_EQ(right, callers * 20);
}

}  // namespace
}  // namespace berth::adapters
