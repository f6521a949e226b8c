// The server against raw clients, whose every byte the test decides.
#include "adapters/http_server.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "adapters/http/testing/echo_service.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

constexpr Duration soon = std::chrono::milliseconds{50};

/// "GET /x HTTP/1.1" with a host and more header lines.
std::string get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + more + "\r\n";
}

awaitable<void> converse(EchoServer& server, std::string bytes, std::string* answer) {
  auto peer = co_await server.call();
  co_await peer.write(std::move(bytes));
  *answer = co_await peer.read_all();
}

/// Everything that the server says to a client that sends `bytes` and waits for the end.
std::string conversation(std::string bytes, HttpServerConfig config = {}) {
  EchoServer server(config);
  std::string answer;
  server.stage.play(converse(server, std::move(bytes), &answer));
  return answer;
}

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find('\r')); }

std::string last_line(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

constexpr auto close = "Connection: close\r\n";

TEST(HttpServer, answers_with_date_server_and_length) {
  const auto answer = conversation(get("/a?b=%20c", close));
  EXPECT_EQ(status_line(answer), "HTTP/1.1 200 OK");
  EXPECT_EQ(last_line(answer), "GET /a?b=%20c 127.0.0.1 ");
  EXPECT_NE(answer.find("\r\nDate: "), std::string::npos);
  EXPECT_NE(answer.find(" GMT\r\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\nServer: berth\r\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\nContent-Length: 24\r\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos);
}

TEST(HttpServer, reads_bodies_of_each_framing) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
  EXPECT_EQ(last_line(conversation(post + "Content-Length: 5\r\n\r\nhello")),
            "POST / 127.0.0.1 hello");
  EXPECT_EQ(last_line(conversation(post + "Transfer-Encoding: chunked\r\n\r\n"
                                          "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n")),
            "POST / 127.0.0.1 hello");
}

TEST(HttpServer, closes_after_requests_of_old_clients) {
  EXPECT_EQ(last_line(conversation("GET / HTTP/1.0\r\n\r\n")), "GET / 127.0.0.1 ");
}

TEST(HttpServer, understands_targets_as_proxies_send_them) {
  EXPECT_EQ(last_line(conversation(get("http://host:1/a?b", close))), "GET /a?b 127.0.0.1 ");
  EXPECT_EQ(last_line(conversation(get("http://host?b", close))), "GET /?b 127.0.0.1 ");
  EXPECT_EQ(last_line(conversation(get("HTTP://host", close))), "GET / 127.0.0.1 ");
}

TEST(HttpServer, answers_heads_without_their_body) {
  const auto answer = conversation("HEAD /large?1000 HTTP/1.1\r\nHost: h\r\n\r\n" +
                                   get("/status?204") + get("/status?304", close));
  EXPECT_NE(answer.find("\r\nContent-Length: 1000\r\n"), std::string::npos);
  EXPECT_EQ(answer.find("x"), std::string::npos);
  EXPECT_NE(answer.find("\r\n\r\nHTTP/1.1 204 No Content\r\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\n\r\nHTTP/1.1 304 Not Modified\r\n"), std::string::npos);
}

TEST(HttpServer, answers_500_when_the_service_throws) {
  EXPECT_EQ(status_line(conversation(get("/throw", close))), "HTTP/1.1 500 Internal Server Error");
}

TEST(HttpServer, answers_pipelined_requests_in_their_order) {
  const auto answer = conversation(get("/1") + get("/2") + get("/3", close));
  const auto first = answer.find("GET /1 "), second = answer.find("GET /2 "),
             third = answer.find("GET /3 ");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos);
}

awaitable<void> ask_repeatedly(EchoServer& server, int count) {
  auto peer = co_await server.call();
  for (int i = 0; i < count; ++i) {
    const std::string target = "/" + std::to_string(i);
    co_await peer.write(get(target));
    auto answer = co_await peer.read_until("GET " + target + " 127.0.0.1 ");
    if (status_line(answer) != "HTTP/1.1 200 OK") {
      ADD_FAILURE() << i << ": " << answer;
      break;
    }
  }
}

TEST(HttpServer, serves_a_thousand_requests_on_one_connection) {
  EchoServer server;
  server.stage.play(ask_repeatedly(server, 1000));
}

awaitable<void> ask_before_sending(EchoServer& server) {
  auto peer = co_await server.call();
  co_await peer.write(
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n"
      "Expect: 100-continue\r\nConnection: close\r\n\r\n");
  auto go_on = co_await peer.read_until("\r\n\r\n");
  EXPECT_EQ(go_on, "HTTP/1.1 100 Continue\r\n\r\n");
  co_await peer.write("hello");
  auto answer = co_await peer.read_all();
  EXPECT_EQ(last_line(answer), "POST / 127.0.0.1 hello");
}

TEST(HttpServer, tells_cautious_clients_to_go_on) {
  EchoServer server;
  server.stage.play(ask_before_sending(server));
  EXPECT_EQ(status_line(conversation(get("/", "Expect: tea\r\n"))),
            "HTTP/1.1 417 Expectation Failed");
}

TEST(HttpServer, refuses_what_is_too_large) {
  HttpServerConfig config;
  config.header_max = 2000;
  config.body_max = 3000;
  const auto answered = [&](std::string bytes) {
    return status_line(conversation(std::move(bytes), config));
  };
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  const auto header_too_large = "HTTP/1.1 431 Request Header Fields Too Large";
  EXPECT_EQ(answered(get("/", "X: " + std::string(3000, 'x') + "\r\n")), header_too_large);
  EXPECT_EQ(answered(get("/" + std::string(3000, 'x'))), header_too_large);
  EXPECT_EQ(answered(get("/", "X: " + std::string(1 << 20, 'x') + "\r\n")), header_too_large);
  const auto body_too_large = "HTTP/1.1 413 Payload Too Large";
  EXPECT_EQ(answered(post + "Content-Length: 3001\r\n\r\n"), body_too_large);
  EXPECT_EQ(answered(post + "Content-Length: 3001\r\nExpect: 100-continue\r\n\r\n"),
            body_too_large);
  EXPECT_EQ(answered(post + "Content-Length: 90000\r\n\r\n" + std::string(90000, 'x')),
            body_too_large);
  EXPECT_EQ(answered(post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') +
                     "\r\n7d0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n"),
            body_too_large);
}

TEST(HttpServer, bounds_the_memory_of_all_bodies_together) {
  HttpServerConfig config;
  config.bodies_max = 1000;
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
  const auto busy = "HTTP/1.1 503 Service Unavailable";
  EXPECT_EQ(status_line(conversation(post + "Content-Length: 1001\r\n\r\n", config)), busy);
  EXPECT_EQ(
      status_line(conversation(
          post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x'), config)),
      busy);
  const std::string fits =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n" + std::string(900, 'x');
  const auto answers = conversation(fits + fits + get("/end", close), config);
  EXPECT_TRUE(answers.ends_with("GET /end 127.0.0.1 ")) << "each answer gives its memory back";
}

TEST(HttpServer, refuses_what_is_not_http) {
  for (const char* bytes :
       {"\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    EXPECT_EQ(status_line(conversation(bytes)), "HTTP/1.1 400 Bad Request") << bytes;
  }
}

awaitable<void> dribble(EchoServer& server, std::string start, std::string* answer) {
  auto peer = co_await server.call();
  co_await peer.write(std::move(start));
  *answer = co_await peer.read_all();
}

std::string answer_to_slow(std::string start, HttpServerConfig config) {
  EchoServer server(config);
  std::string answer;
  server.stage.play(dribble(server, std::move(start), &answer));
  return status_line(answer);
}

TEST(HttpServer, gives_up_on_slow_and_idle_clients) {
  HttpServerConfig config;
  config.header_timeout = soon;
  const auto too_slow = "HTTP/1.1 408 Request Timeout";
  EXPECT_EQ(answer_to_slow("GET / HTTP/1.1\r\nX: ", config), too_slow);
  EXPECT_EQ(answer_to_slow("", config), "") << "who says nothing is told nothing";
  config.header_timeout = std::chrono::seconds{20};
  config.body_timeout = soon;
  EXPECT_EQ(answer_to_slow("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", config), too_slow);
  config.idle_timeout = soon;
  const auto answers = answer_to_slow(get("/"), config);
  EXPECT_EQ(answers, "HTTP/1.1 200 OK") << "and then the connection ended";
}

awaitable<void> keep_dribbling(EchoServer& server) {
  auto peer = co_await server.call();
  co_await peer.write("GET / HTTP/1.1\r\nX: ");
  boost::system::error_code failure;
  // One byte at a time resets nothing: the limit is for the whole header.
  while (!failure) {
    const std::string byte = "x";
    auto [broken, written] = co_await asio::async_write(peer.socket(), asio::buffer(byte),
                                                        asio::as_tuple(asio::use_awaitable));
    failure = broken;
  }
}

TEST(HttpServer, limits_the_time_of_a_whole_header) {
  HttpServerConfig config;
  config.header_timeout = soon;
  config.header_max = std::size_t{1} << 24;
  config.linger_timeout = soon;
  EchoServer server(config);
  server.stage.play(keep_dribbling(server));
}

awaitable<void> half_close(EchoServer& server, std::string bytes, std::string* answer) {
  auto peer = co_await server.call();
  co_await peer.write(std::move(bytes));
  peer.shutdown_send();
  *answer = co_await peer.read_all();
}

std::string answer_to_half_closed(std::string bytes) {
  EchoServer server;
  std::string answer;
  server.stage.play(half_close(server, std::move(bytes), &answer));
  return answer;
}

TEST(HttpServer, answers_clients_that_have_closed_their_half) {
  EXPECT_EQ(last_line(answer_to_half_closed(get("/"))), "GET / 127.0.0.1 ");
  EXPECT_EQ(status_line(answer_to_half_closed("GET / HTTP/1.1\r\nX:")), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(status_line(answer_to_half_closed("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc")),
            "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(answer_to_half_closed(""), "");
}

awaitable<void> crowd(EchoServer& server) {
  auto first = co_await server.call();
  co_await first.write(get("/"));
  co_await first.read_until("127.0.0.1 ");
  auto second = co_await server.call();
  auto answer = co_await second.read_all();
  EXPECT_EQ(status_line(answer), "HTTP/1.1 503 Service Unavailable");
  co_await first.write(get("/again"));
  answer = co_await first.read_until("127.0.0.1 ");
  EXPECT_EQ(status_line(answer), "HTTP/1.1 200 OK");
}

TEST(HttpServer, turns_clients_away_beyond_its_connections) {
  HttpServerConfig config;
  config.connections_max = 1;
  EchoServer server(config);
  server.stage.play(crowd(server));
}

awaitable<void> never_read(EchoServer& server) {
  auto peer = co_await server.call();
  co_await peer.write(get("/large?67108864"));
  co_await peer.read_until("\r\n\r\n");
  server.server->stop(std::chrono::seconds{25});
  co_await server.server->drained();
}

TEST(HttpServer, gives_up_on_clients_that_do_not_read) {
  HttpServerConfig config;
  config.write_timeout = soon;
  EchoServer server(config);
  server.stage.play(never_read(server));
}

awaitable<void> stop_gently(EchoServer& server) {
  auto idle = co_await server.call();
  co_await idle.write(get("/"));
  co_await idle.read_until("127.0.0.1 ");
  auto busy = co_await server.call();
  co_await busy.write(get("/held"));
  co_await server.service.held.wait();
  server.server->stop();
  auto nothing = co_await idle.read_all();
  EXPECT_EQ(nothing, "");
  server.service.release();
  auto answer = co_await busy.read_all();
  EXPECT_EQ(last_line(answer), "GET /held 127.0.0.1 ");
  EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos);
  co_await server.server->drained();
}

TEST(HttpServer, finishes_requests_under_way_when_stopped) {
  EchoServer server;
  server.stage.play(stop_gently(server));
  boost::system::error_code refused;
  asio::ip::tcp::socket late(server.stage.context);
  late.connect({asio::ip::make_address("127.0.0.1"), server.port()}, refused);
  EXPECT_EQ(refused, asio::error::connection_refused);
}

awaitable<void> stop_hard(EchoServer& server) {
  auto busy = co_await server.call();
  co_await busy.write("GET / HTTP/1.1\r\nX: never ends");
  server.server->stop(soon);
  auto nothing = co_await busy.read_all();
  EXPECT_EQ(nothing, "");
  co_await server.server->drained();
}

TEST(HttpServer, cuts_off_what_is_left_after_the_grace) {
  EchoServer server;
  server.stage.play(stop_hard(server));
}

TEST(HttpServer, says_in_one_line_why_it_cannot_listen) {
  EchoServer first;
  const auto refusal = [&](std::string listen) {
    HttpServerConfig config;
    config.listen = std::move(listen);
    const auto created = HttpServer::create(config, first.service,
                                            first.stage.context.get_executor(), first.threads);
    return created ? Error{} : created.error();
  };
  EXPECT_EQ(refusal(first.server->address()),
            (Error{ErrorCode::already_exists,
                   "Cannot listen on " + first.server->address() + ": Address already in use."}));
  EXPECT_EQ(refusal("192.0.2.1:0").code, ErrorCode::input_output);
  for (const char* text : {"", "80", "host:80", "127.0.0.1:", "127.0.0.1:65536", "::1"}) {
    EXPECT_EQ(refusal(text).code, ErrorCode::validation) << text;
  }
  EXPECT_EQ(refusal("localhost:0"), Error{});
}

}  // namespace
}  // namespace berth::adapters
