#include "adapters/http_stream.hpp"

#include <memory>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/http/testing/test_peer.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

constexpr Duration soon = std::chrono::milliseconds{20};
constexpr Duration long_time = std::chrono::seconds{20};
constexpr auto chunked_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk(const std::string& text) {
  return fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}

/// What a result says, for one comparison.
template <class T>
std::string said(const Result<T>& result) {
  return result ? *result : fmt::format("error {}", static_cast<int>(result.error().code));
}

std::string error(ErrorCode code) { return fmt::format("error {}", static_cast<int>(code)); }

/// Accepts one connection, reads the request's head and answers with `bytes`, then hangs up.
awaitable<void> answer_once(TestListener& listener, std::string bytes, std::string* request) {
  auto peer = co_await listener.accept();
  *request = co_await peer.read_until("\r\n\r\n");
  co_await peer.write(std::move(bytes));
}

awaitable<void> ask(std::string endpoint, HttpRequest request, Result<HttpResponse>* answer) {
  *answer = co_await http_request(std::move(endpoint), std::move(request), long_time);
}

struct Exchanged {
  std::string request;
  Result<HttpResponse> answer;
};

Exchanged exchange(HttpRequest request, std::string answer_bytes) {
  Stage stage;
  TestListener listener(stage.context);
  Exchanged seen;
  stage.play(answer_once(listener, std::move(answer_bytes), &seen.request),
             ask(listener.endpoint(), std::move(request), &seen.answer));
  return seen;
}

TEST(HttpStream, sends_a_request_and_reads_the_whole_answer) {
  const auto seen = exchange({.method = "POST", .target = "/v1.41/images/create?a=b"},
                             "HTTP/1.1 404 Not Found\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(seen.request.substr(0, 50), "POST /v1.41/images/create?a=b HTTP/1.1\r\nHost: 127.");
  ASSERT_TRUE(seen.answer);
  EXPECT_EQ(seen.answer->status, 404);
  EXPECT_EQ(seen.answer->headers.find("x-a"), "b");
  EXPECT_EQ(seen.answer->body, "hello");
}

TEST(HttpStream, reads_answers_of_each_framing) {
  EXPECT_EQ(exchange({}, chunked_head + chunk("ab") + chunk("c") + "0\r\n\r\n").answer->body,
            "abc");
  EXPECT_EQ(exchange({}, "HTTP/1.0 200 OK\r\n\r\nuntil the end").answer->body, "until the end");
  EXPECT_EQ(exchange({}, "HTTP/1.1 204 No Content\r\n\r\n").answer->body, "");
  EXPECT_EQ(
      exchange({.method = "HEAD"}, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n").answer->status,
      200);
}

TEST(HttpStream, tells_broken_answers_apart) {
  const auto code = [](std::string bytes) {
    const auto answer = exchange({}, std::move(bytes)).answer;
    return answer ? ErrorCode{} : answer.error().code;
  };
  EXPECT_EQ(code(""), ErrorCode::unreachable);
  EXPECT_EQ(code("HTTP/1.1 200"), ErrorCode::unreachable);
  EXPECT_EQ(code("SSH-2.0-OpenSSH\r\n\r\n"), ErrorCode::input_output);
  EXPECT_EQ(code("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), ErrorCode::closed);
  EXPECT_EQ(code("HTTP/1.1 200 OK\r\nX: " + std::string(100000, 'x') + "\r\n\r\n"),
            ErrorCode::input_output);
}

awaitable<void> refused_everywhere(asio::io_context& context) {
  std::string gone = TestListener(context).endpoint();
  HttpRequest request;
  auto tcp = co_await http_request(std::move(gone), request, long_time);
  EXPECT_EQ(tcp.error().code, ErrorCode::unreachable);
  std::string path = "unix:///nowhere/docker.sock";
  auto unix = co_await http_request(std::move(path), request, long_time);
  EXPECT_EQ(unix.error(), (Error{ErrorCode::unreachable,
                                 "Cannot connect to /nowhere/docker.sock: No such file or "
                                 "directory."}));
  std::string secure = "https://a";
  auto tls = co_await http_request(std::move(secure), request, long_time);
  EXPECT_EQ(tls.error().code, ErrorCode::validation);
}

TEST(HttpStream, answers_unreachable_where_nobody_listens) {
  Stage stage;
  stage.play(refused_everywhere(stage.context));
}

awaitable<void> hold(TestListener& listener) {
  auto peer = co_await listener.accept();
  // The caller gives up; only then does this read end.
  co_await peer.read_all();
}

awaitable<void> give_up(std::string endpoint) {
  HttpRequest request;
  auto answer = co_await http_request(std::move(endpoint), std::move(request), soon);
  EXPECT_EQ(answer.error().code, ErrorCode::timed_out);
}

TEST(HttpStream, gives_up_on_a_silent_server) {
  Stage stage;
  TestListener listener(stage.context);
  stage.play(hold(listener), give_up(listener.endpoint()));
}

/// A stream in the middle of its body, and the server's end of it.
struct Streaming {
  Stage stage;
  TestListener listener{stage.context};
  TestSignal quiet{stage.context};
};

awaitable<void> serve_lines(Streaming& scene) {
  auto peer = co_await scene.listener.accept();
  co_await peer.read_until("\r\n\r\n");
  co_await peer.write(chunked_head + chunk("{\"a\":1}\n{\"b\"") + chunk(":2}\r\n\nhal"));
  co_await scene.quiet.wait();
  co_await peer.write(chunk("f\nlast") + "0\r\n\r\n");
}

awaitable<std::string> next_lines(HttpStream& stream, int count, Duration timeout) {
  std::string seen;
  for (int i = 0; i < count; ++i) {
    auto line = co_await stream.next_line(timeout);
    seen += said(line) + "|";
  }
  co_return seen;
}

awaitable<void> read_lines(Streaming& scene) {
  HttpRequest request{.target = "/events"};
  auto opened = co_await http_open(scene.listener.endpoint(), std::move(request), long_time);
  HttpStream& stream = **opened;
  EXPECT_EQ(stream.status(), 200);
  EXPECT_EQ(stream.headers().find("transfer-encoding"), "chunked");
  auto seen = co_await next_lines(stream, 3, long_time);
  EXPECT_EQ(seen, "{\"a\":1}|{\"b\":2}||");
  seen = co_await next_lines(stream, 2, soon);
  EXPECT_EQ(seen, error(ErrorCode::timed_out) + "|" + error(ErrorCode::timed_out) + "|");
  scene.quiet.set();
  seen = co_await next_lines(stream, 4, long_time);
  EXPECT_EQ(seen, "half|last|" + error(ErrorCode::closed) + "|" + error(ErrorCode::closed) + "|");
}

TEST(HttpStream, hands_out_lines_and_survives_quiet_times) {
  Streaming scene;
  scene.stage.play(serve_lines(scene), read_lines(scene));
}

awaitable<void> read_bytes(Streaming& scene) {
  HttpRequest request;
  auto opened = co_await http_open(scene.listener.endpoint(), std::move(request), long_time);
  HttpStream& stream = **opened;
  auto line = co_await stream.next_line(long_time);
  EXPECT_EQ(said(line), "{\"a\":1}");
  auto bytes = co_await stream.next_bytes(long_time);
  EXPECT_EQ(said(bytes), "{\"b\"");
  scene.quiet.set();
  auto rest = co_await stream.rest(long_time);
  EXPECT_EQ(said(rest), ":2}\r\n\nhalf\nlast");
  auto after = co_await stream.next_bytes(long_time);
  EXPECT_EQ(said(after), error(ErrorCode::closed));
}

TEST(HttpStream, hands_out_bytes_and_the_rest) {
  Streaming scene;
  scene.stage.play(serve_lines(scene), read_bytes(scene));
}

awaitable<void> serve_until_hung_up(Streaming& scene) {
  auto peer = co_await scene.listener.accept();
  co_await peer.read_until("\r\n\r\n");
  co_await peer.write(chunked_head);
  scene.quiet.set();
  co_await peer.read_all();
}

awaitable<void> read_until_closed(Streaming& scene, std::unique_ptr<HttpStream>* stream) {
  HttpRequest request;
  auto opened = co_await http_open(scene.listener.endpoint(), std::move(request), long_time);
  *stream = std::move(*opened);
  auto line = co_await (*stream)->next_line(long_time);
  EXPECT_EQ(said(line), error(ErrorCode::closed));
}

awaitable<void> close_while_reading(Streaming& scene, std::unique_ptr<HttpStream>* stream) {
  co_await scene.quiet.wait();
  while (!*stream) co_await asio::post(scene.stage.context, asio::use_awaitable);
  co_await asio::post(scene.stage.context, asio::use_awaitable);
  (*stream)->close();
  (*stream)->close();
}

TEST(HttpStream, ends_a_pending_read_when_closed) {
  Streaming scene;
  std::unique_ptr<HttpStream> stream;
  auto server = serve_until_hung_up(scene);
  auto reader = read_until_closed(scene, &stream);
  auto closer = close_while_reading(scene, &stream);
  scene.stage.play(std::vector{&server, &reader, &closer});
}

awaitable<void> serve_endless_line(Streaming& scene) {
  auto peer = co_await scene.listener.accept();
  co_await peer.read_until("\r\n\r\n");
  co_await peer.write("HTTP/1.1 200 OK\r\n\r\n" + std::string(http_line_limit + 1, 'x'));
  co_await peer.read_all();
}

awaitable<void> read_endless_line(Streaming& scene) {
  HttpRequest request;
  auto opened = co_await http_open(scene.listener.endpoint(), std::move(request), long_time);
  auto line = co_await (*opened)->next_line(long_time);
  EXPECT_EQ(said(line), error(ErrorCode::request_too_large));
}

TEST(HttpStream, bounds_the_length_of_a_line) {
  Streaming scene;
  scene.stage.play(serve_endless_line(scene), read_endless_line(scene));
}

awaitable<void> answer_over(asio::local::stream_protocol::acceptor& acceptor) {
  auto socket = co_await acceptor.async_accept(asio::use_awaitable);
  TestPeer peer{TestPeer::Socket(std::move(socket))};
  auto request = co_await peer.read_until("\r\n\r\n");
  EXPECT_EQ(request,
            "GET /_ping HTTP/1.1\r\nHost: localhost\r\nUser-Agent: berth\r\n"
            "Connection: close\r\n\r\n");
  co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
}

TEST(HttpStream, speaks_over_unix_sockets) {
  Stage stage;
  const std::string path = testing::TempDir() + "berth_http_stream_test.sock";
  ::unlink(path.c_str());
  asio::local::stream_protocol::acceptor acceptor(stage.context, path);
  Result<HttpResponse> answer;
  stage.play(answer_over(acceptor), ask("unix://" + path, {.target = "/_ping"}, &answer));
  ::unlink(path.c_str());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "OK");
}

}  // namespace
}  // namespace berth::adapters
