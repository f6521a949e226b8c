#pragma once
// HTTP for tests of the load balancer: servers that say their name, a client that blocks and keeps
// its connection, a steady load of such clients that counts what went wrong.

#include <arpa/inet.h>
#include <atomic>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "adapters/haproxy/layout.hpp"
#include "base/text.hpp"

namespace berth::adapters::haproxy {

inline sockaddr_in socket_address(const Bind& bind) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(bind.port);
  inet_pton(AF_INET, bind.address.c_str(), &address.sin_addr);
  return address;
}

/// A listening socket; port 0 takes a free one. Backlog 0 holds one connection that nobody accepts.
class ListeningSocket {
 public:
  explicit ListeningSocket(Bind at, int backlog = 16) : at_(std::move(at)) {
    descriptor_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = socket_address(at_);
    bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    listen(descriptor_, backlog);
    socklen_t size = sizeof address;
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
    at_.port = ntohs(address.sin_port);
  }
  ~ListeningSocket() { close(descriptor_); }
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  const Bind& at() const { return at_; }

 private:
  Bind at_;
  int descriptor_;
};

inline Bind free_bind(const std::string& address) { return ListeningSocket({address, 0}).at(); }

/// Answers each request with its name; "/headers" with the request's head, "/slow" after 300 ms.
class TestServer {
 public:
  TestServer(std::string name, const std::string& address)
      : name_(std::move(name)),
        acceptor_(context_, {boost::asio::ip::make_address(address), 0}),
        at_{address, acceptor_.local_endpoint().port()} {
    boost::asio::co_spawn(context_, accept(*this), boost::asio::detached);
    thread_ = std::thread([this] { context_.run(); });
  }
  ~TestServer() {
    context_.stop();
    thread_.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  const Bind& at() const { return at_; }
  unsigned requests() const { return requests_; }

 private:
  using Socket = boost::asio::ip::tcp::socket;
  static constexpr auto as_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

  static boost::asio::awaitable<void> accept(TestServer& self) {
    while (true) {
      auto [error, socket] = co_await self.acceptor_.async_accept(as_tuple);
      if (error) co_return;
      boost::asio::co_spawn(self.context_, serve(self, std::move(socket)), boost::asio::detached);
    }
  }

  static boost::asio::awaitable<void> serve(TestServer& self, Socket socket) {
    std::string input;
    auto buffer = boost::asio::dynamic_buffer(input);
    while (true) {
      auto [error, size] =
          co_await boost::asio::async_read_until(socket, buffer, "\r\n\r\n", as_tuple);
      if (error) co_return;
      const std::string head = input.substr(0, size);
      buffer.consume(size);
      ++self.requests_;
      if (head.starts_with("GET /slow ")) {
        boost::asio::steady_timer timer(self.context_, std::chrono::milliseconds(300));
        co_await timer.async_wait(as_tuple);
      }
      const auto& body = head.starts_with("GET /headers ") ? head : self.name_;
      const auto answer =
          fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
      const auto bytes = boost::asio::buffer(answer);
      auto [unsent, count] = co_await boost::asio::async_write(socket, bytes, as_tuple);
      if (unsent) co_return;
    }
  }

  std::string name_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  Bind at_;
  std::atomic<unsigned> requests_ = 0;
  std::thread thread_;
};

struct TestAnswer {
  int status = 0;
  std::string head, body;
};

/// One connection, kept while the server keeps it. Blocks at most 5 s a call.
class TestClient {
 public:
  explicit TestClient(Bind to) : to_(std::move(to)) {}
  ~TestClient() { disconnect(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  /// Nothing when there was no whole answer.
  std::optional<TestAnswer> get(const std::string& path = "/", const std::string& headers = "") {
    return send(fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\n{}\r\n", path, to_.address, headers));
  }

  std::optional<TestAnswer> send(const std::string& request) {
    if (descriptor_ < 0 && !connect()) return std::nullopt;
    if (::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL) < 0) return lost();
    std::string input;
    while (input.find("\r\n\r\n") == std::string::npos) {
      if (!receive(input)) return lost();
    }
    TestAnswer answer;
    answer.head = input.substr(0, input.find("\r\n\r\n"));
    answer.body = input.substr(answer.head.size() + 4);
    answer.status = std::atoi(answer.head.substr(9, 3).c_str());
    const auto lower = lowercase(answer.head);
    const auto length_at = lower.find("content-length: ");
    const auto length = length_at == std::string::npos
                            ? std::size_t{0}
                            : static_cast<std::size_t>(std::atoll(lower.c_str() + length_at + 16));
    while (answer.body.size() < length) {
      if (!receive(answer.body)) return lost();
    }
    if (lower.find("connection: close") != std::string::npos) disconnect();
    return answer;
  }

  bool connect() {
    descriptor_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval timeout{5, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    auto address = socket_address(to_);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
      return true;
    }
    disconnect();
    return false;
  }

 private:
  bool receive(std::string& input) {
    char bytes[16384];
    const auto count = recv(descriptor_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    input.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  std::optional<TestAnswer> lost() {
    disconnect();
    return std::nullopt;
  }
  void disconnect() {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
  }

  Bind to_;
  int descriptor_ = -1;
};

/// Clients that ask as fast as they are answered until stopped, at most `requests_max` times each.
class TestLoad {
 public:
  TestLoad(const Bind& to, unsigned clients, unsigned requests_max) {
    for (unsigned i = 0; i < clients; ++i) {
      threads_.emplace_back([this, to, requests_max] { ask(to, requests_max); });
    }
  }
  ~TestLoad() { finish(); }
  TestLoad(const TestLoad&) = delete;
  TestLoad& operator=(const TestLoad&) = delete;

  void finish() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  unsigned answered() const { return answered_; }
  unsigned failed() const { return failed_; }
  /// What the first failure was.
  std::string failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  void ask(const Bind& to, unsigned requests_max) {
    TestClient client(to);
    for (unsigned i = 0; i < requests_max && !stop_; ++i) {
      const auto answer = client.get();
      if (answer && answer->status == 200) {
        ++answered_;
        continue;
      }
      ++failed_;
      const std::lock_guard lock(mutex_);
      if (failure_.empty()) failure_ = answer ? answer->head : "connection lost";
    }
  }

  std::atomic<bool> stop_ = false;
  std::atomic<unsigned> answered_ = 0, failed_ = 0;
  std::mutex mutex_;
  std::string failure_;
  std::vector<std::thread> threads_;
};

}  // namespace berth::adapters::haproxy
