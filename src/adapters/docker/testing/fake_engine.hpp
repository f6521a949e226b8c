#pragma once
// For tests of this module: a container engine on a unix socket of its own, each of whose answers
// the test writes byte by byte, and which notes what it was asked.

#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/completion_condition.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <stdlib.h>

#include "base/text.hpp"

namespace berth::adapters {

/// An answer with a length, and one that streams: its head and its pieces.
inline std::string answer_bytes(int status, std::string_view body) {
  return fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\n\r\n{}", status, body.size(), body);
}
inline std::string stream_head() { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"; }
inline std::string stream_piece(std::string_view text) {
  return fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}
inline std::string stream_end() { return "0\r\n\r\n"; }

/// What the engine does with the connection after its answer.
enum class Afterwards : unsigned char { hang_up, hold };

/// Lives until the io_context has run for the last time.
class FakeEngine {
 public:
  explicit FakeEngine(boost::asio::io_context& context)
      : folder_(make_folder()), acceptor_(context, {folder_ + "/engine.sock"}) {
    answers_["GET /version"] = {};
    boost::asio::co_spawn(context, serve(), boost::asio::detached);
  }
  ~FakeEngine() { std::filesystem::remove_all(folder_); }

  std::string endpoint() const { return "unix://" + folder_ + "/engine.sock"; }

  /// Answers the next request of that line ("POST /v1.41/containers/x/start"); several answers to
  /// one line are given in order. Anything else is refused with 500.
  void answer(const std::string& line, std::string bytes,
              Afterwards afterwards = Afterwards::hang_up) {
    answers_[line].push_back({std::move(bytes), afterwards});
  }

  /// Every request as "METHOD target" and, if it has one, a blank and its body.
  std::vector<std::string> requests;

 private:
  struct Answer {
    std::string bytes;
    Afterwards afterwards = Afterwards::hang_up;
  };

  static std::string make_folder() {
    std::string name = std::filesystem::temp_directory_path() / "engine.XXXXXX";
    return mkdtemp(name.data());
  }

  using Socket = boost::asio::local::stream_protocol::socket;

  boost::asio::awaitable<void> serve() {
    while (true) {
      auto socket = co_await acceptor_.async_accept(boost::asio::use_awaitable);
      auto conversation = converse(std::move(socket));
      boost::asio::co_spawn(acceptor_.get_executor(), std::move(conversation),
                            boost::asio::detached);
    }
  }

  boost::asio::awaitable<void> converse(Socket socket) {
    std::string received;
    auto buffer = boost::asio::dynamic_buffer(received);
    const auto head_size = co_await boost::asio::async_read_until(socket, buffer, "\r\n\r\n",
                                                                  boost::asio::use_awaitable);
    const auto body_end = head_size + body_size(received.substr(0, head_size));
    while (received.size() < body_end) {
      co_await boost::asio::async_read(socket, buffer, boost::asio::transfer_at_least(1),
                                       boost::asio::use_awaitable);
    }
    const auto line = received.substr(0, received.find(" HTTP/1.1"));
    const auto body = received.substr(head_size);
    requests.push_back(body.empty() ? line : line + " " + body);
    const Answer answer = next_answer(line);
    co_await boost::asio::async_write(socket, boost::asio::buffer(answer.bytes),
                                      boost::asio::use_awaitable);
    if (answer.afterwards == Afterwards::hang_up) co_return;
    // Until the other side has enough.
    std::ignore = co_await boost::asio::async_read(
        socket, buffer, boost::asio::as_tuple(boost::asio::use_awaitable));
  }

  static std::size_t body_size(const std::string& head) {
    for (const auto line : split(head, '\n')) {
      const auto header = cut(line, ':');
      if (header && iequals(header->before, "content-length")) {
        return parse_unsigned(trim(header->after)).value_or(0);
      }
    }
    return 0;
  }

  Answer next_answer(const std::string& line) {
    auto& scripted = answers_[line];
    if (scripted.empty() && line == "GET /version") {
      return {answer_bytes(200, R"({"ApiVersion":"1.41","MinAPIVersion":"1.12"})")};
    }
    if (scripted.empty()) return {answer_bytes(500, R"({"message":"unexpected request"})")};
    auto answer = std::move(scripted.front());
    scripted.pop_front();
    return answer;
  }

  std::string folder_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
  std::map<std::string, std::deque<Answer>> answers_;
};

}  // namespace berth::adapters
