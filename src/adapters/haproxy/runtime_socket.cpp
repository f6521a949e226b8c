#include "adapters/haproxy/runtime_socket.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace berth::adapters::haproxy {
namespace {

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;

constexpr std::size_t batch_max = std::size_t{32} << 10;
constexpr std::size_t answer_max = std::size_t{64} << 20;

asio::awaitable<Result<std::string>> exchange(Socket& socket, const std::string& path,
                                              std::string commands) {
  const asio::local::stream_protocol::endpoint endpoint(path);
  auto [refused] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
  if (refused) co_return fail(ErrorCode::unreachable, "haproxy: " + refused.message());
  commands += '\n';
  const auto bytes = asio::buffer(commands);
  auto [unsent, sent] =
      co_await asio::async_write(socket, bytes, asio::as_tuple(asio::use_awaitable));
  if (unsent) co_return fail(ErrorCode::unreachable, "haproxy: " + unsent.message());
  std::string answer;
  auto sink = asio::dynamic_buffer(answer, answer_max);
  auto [end, count] = co_await asio::async_read(socket, sink, asio::as_tuple(asio::use_awaitable));
  if (end != asio::error::eof) co_return fail(ErrorCode::unreachable, "haproxy: " + end.message());
  co_return answer;
}

}  // namespace

asio::awaitable<Result<std::string>> ask(std::string path, std::string commands,
                                         ports::Clock& clock, Duration timeout) {
  auto executor = co_await asio::this_coro::executor;
  Socket socket(executor);
  bool late = false;
  const auto timer = clock.call_after(timeout, [&socket, &late] {
    late = true;
    boost::system::error_code ignored;
    socket.close(ignored);
  });
  auto answer = co_await exchange(socket, path, std::move(commands));
  clock.cancel(timer);
  if (late) co_return fail(ErrorCode::timed_out, "haproxy did not answer in time");
  co_return answer;
}

std::vector<std::string> batches_of(const std::vector<std::string>& commands) {
  std::vector<std::string> batches;
  for (const auto& command : commands) {
    if (batches.empty() || batches.back().size() + command.size() >= batch_max) {
      batches.push_back(command);
    } else {
      batches.back() += ';' + command;
    }
  }
  return batches;
}

}  // namespace berth::adapters::haproxy
