#include "adapters/http/http_exchange.hpp"

#include <array>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <fmt/format.h>

namespace berth::adapters {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t header_limit = std::size_t{64} << 10;
constexpr std::size_t piece_size = std::size_t{16} << 10;

bool hung_up(const error_code& failure) {
  return failure == http::error::end_of_stream || failure == http::error::partial_message ||
         failure == asio::error::eof || failure == asio::error::connection_reset ||
         failure == asio::error::broken_pipe;
}

std::unexpected<Error> failed(const error_code& failure, ErrorCode when_hung_up) {
  if (failure == asio::error::operation_aborted || failure == asio::error::bad_descriptor) {
    return fail(ErrorCode::canceled, "The exchange was canceled.");
  }
  if (hung_up(failure)) return fail(when_hung_up, "The server closed the connection.");
  if (failure.category() == http::make_error_code(http::error::bad_version).category()) {
    return fail(ErrorCode::input_output,
                fmt::format("The server's answer is not valid HTTP: {}.", failure.message()));
  }
  return fail(when_hung_up, fmt::format("The connection broke: {}.", failure.message()));
}

}  // namespace

struct HttpExchange::State {
  StreamSocket& socket;
  boost::beast::flat_buffer buffer{header_limit + piece_size};
  http::response_parser<http::buffer_body> parser{};
  HttpHeaders headers{};
  std::array<char, piece_size> piece{};
};

HttpExchange::HttpExchange(StreamSocket& socket) : state_(std::make_unique<State>(socket)) {
  state_->parser.header_limit(header_limit);
  state_->parser.body_limit(boost::none);
}

HttpExchange::~HttpExchange() = default;

asio::awaitable<Result<void>> HttpExchange::start(HttpRequest request, std::string authority,
                                                  Persistence persistence) {
  State& state = *state_;
  auto head = request_head(request, authority, persistence);
  if (!head) co_return std::unexpected(head.error());
  if (request.method == "HEAD") state.parser.skip(true);
  const std::array<asio::const_buffer, 2> message = {asio::buffer(*head),
                                                     asio::buffer(request.body)};
  auto [unsent, written] = co_await asio::async_write(state.socket, message, as_result);
  // A server may refuse a request before it has read it all, so its answer is worth reading even
  // when sending broke.
  if (unsent && !hung_up(unsent)) co_return failed(unsent, ErrorCode::unreachable);
  auto [unread, got] =
      co_await http::async_read_header(state.socket, state.buffer, state.parser, as_result);
  if (unread) co_return failed(unread, ErrorCode::unreachable);
  for (const auto& field : state.parser.get()) {
    state.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  co_return Result<void>{};
}

int HttpExchange::status() const { return static_cast<int>(state_->parser.get().result_int()); }

const HttpHeaders& HttpExchange::headers() const { return state_->headers; }

asio::awaitable<Result<std::string>> HttpExchange::read_some() {
  State& state = *state_;
  while (!state.parser.is_done()) {
    auto& body = state.parser.get().body();
    body.data = state.piece.data();
    body.size = state.piece.size();
    auto [failure, read] =
        co_await http::async_read_some(state.socket, state.buffer, state.parser, as_result);
    const std::size_t size = state.piece.size() - body.size;
    // A failure beside bytes comes back with the next call.
    if (size > 0) co_return std::string(state.piece.data(), size);
    if (failure && failure != http::error::need_buffer) {
      co_return failed(failure, ErrorCode::closed);
    }
  }
  co_return std::string{};
}

asio::awaitable<Result<std::string>> HttpExchange::read_rest(std::size_t limit) {
  std::string body;
  while (true) {
    auto piece = co_await read_some();
    if (!piece) co_return std::unexpected(piece.error());
    if (piece->empty()) co_return body;
    if (body.size() + piece->size() > limit) {
      co_return fail(ErrorCode::request_too_large,
                     fmt::format("The server's answer is larger than {} bytes.", limit));
    }
    body += *piece;
  }
}

bool HttpExchange::answered() const {
  return state_->parser.got_some() || state_->buffer.size() > 0;
}

bool HttpExchange::reusable() const {
  return state_->parser.is_done() && state_->parser.keep_alive() && state_->buffer.size() == 0;
}

}  // namespace berth::adapters
