#include "adapters/http/http_request_reader.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <fmt/format.h>

#include "adapters/http/io_deadline.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_size = std::size_t{64} << 10;

const char* const full = "Too many large requests at once; try again.";

HttpRefusal refusal(int status, std::string text) {
  HttpRefusal answer{.status = status};
  answer.headers.set("Content-Type", "text/plain");
  answer.body = std::move(text) + "\n";
  return answer;
}

/// Nobody is there to read an answer.
HttpRefusal hang_up() { return {.status = 0}; }

HttpRefusal refusal_of(const error_code& failure) {
  if (failure == http::error::end_of_stream) return hang_up();
  if (failure == http::error::header_limit || failure == http::error::buffer_overflow) {
    return refusal(431, "The request's header is too large.");
  }
  if (failure == http::error::body_limit) {
    return refusal(413, "The request's body is too large.");
  }
  if (failure == http::error::partial_message) {
    return refusal(400, "The connection ended in the middle of the request.");
  }
  if (failure.category() == http::make_error_code(http::error::bad_version).category()) {
    return refusal(400, fmt::format("The request is not valid HTTP: {}.", failure.message()));
  }
  return hang_up();
}

/// What the connection's end means in the middle of a header, or before its first byte.
error_code end_of(http::request_parser<http::string_body>& parser, error_code ended) {
  if (ended != asio::error::eof) return ended;
  if (!parser.got_some()) return http::error::end_of_stream;
  return http::error::partial_message;
}

/// "http://host/path", as proxies get it, means "/path".
std::string origin_form(std::string_view target) {
  constexpr std::string_view scheme = "http://";
  if (!iequals(target.substr(0, scheme.size()), scheme)) return std::string(target);
  const auto path = target.find_first_of("/?", scheme.size());
  if (path == std::string_view::npos) return "/";
  return (target[path] == '?' ? "/" : "") + std::string(target.substr(path));
}

}  // namespace

struct HttpRequestReader::State {
  State(StreamSocket& connected, HttpServing& shared)
      : socket(connected),
        serving(shared),
        share(shared),
        buffer(shared.config.header_max + read_size),
        deadline(connected.get_executor(), [this] {
          error_code ignored;
          socket.cancel(ignored);
        }) {}

  StreamSocket& socket;
  HttpServing& serving;
  BodyShare share;
  boost::beast::flat_buffer buffer;
  std::optional<http::request_parser<http::string_body>> parser{};
  IoDeadline deadline;
  bool first = true;
  bool idle = false;
};

HttpRequestReader::HttpRequestReader(StreamSocket& socket, HttpServing& serving)
    : state_(std::make_unique<State>(socket, serving)) {}

HttpRequestReader::~HttpRequestReader() = default;

asio::awaitable<std::expected<HttpRequest, HttpRefusal>> HttpRequestReader::read() {
  State& state = *state_;
  state.parser.emplace();
  state.parser->header_limit(static_cast<std::uint32_t>(state.serving.config.header_max));
  state.parser->body_limit(state.serving.config.body_max);
  auto wrong = co_await read_head();
  if (!wrong) wrong = co_await read_body();
  if (wrong) co_return std::unexpected(std::move(*wrong));
  state.deadline.disarm();
  HttpRequest request;
  auto& message = state.parser->get();
  request.method = message.method_string();
  request.target = origin_form(message.target());
  for (const auto& field : message) {
    request.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  request.body = std::move(message.body());
  co_return request;
}

asio::awaitable<std::optional<HttpRefusal>> HttpRequestReader::read_head() {
  State& state = *state_;
  const HttpServerConfig& config = state.serving.config;
  if (state.buffer.size() == 0) {
    state.deadline.arm(std::exchange(state.first, false) ? config.header_timeout
                                                         : config.idle_timeout);
    state.idle = true;
    const auto space = state.buffer.prepare(4096);
    auto [ended, size] = co_await state.socket.async_read_some(space, as_result);
    state.idle = false;
    if (ended) co_return hang_up();
    state.buffer.commit(size);
  }
  state.deadline.arm(config.header_timeout);
  auto& parser = *state.parser;
  while (true) {
    error_code failure;
    state.buffer.consume(parser.put(state.buffer.data(), failure));
    if (parser.is_header_done()) co_return std::nullopt;
    if (failure && failure != http::error::need_more) co_return refusal_of(failure);
    // Beast's own loop would miss an expiry between two reads, when there is nothing to cancel.
    if (state.deadline.expired()) {
      co_return refusal(408, "The request's header did not arrive in time.");
    }
    const auto space = state.buffer.prepare(4096);
    auto [ended, size] = co_await state.socket.async_read_some(space, as_result);
    if (ended && !state.deadline.expired()) co_return refusal_of(end_of(parser, ended));
    state.buffer.commit(size);
  }
}

asio::awaitable<std::optional<HttpRefusal>> HttpRequestReader::read_body() {
  State& state = *state_;
  auto& parser = *state.parser;
  if (const auto length = parser.content_length()) {
    if (!state.share.grow_to(*length)) co_return refusal(503, full);
  }
  const auto expectation = parser.get()[http::field::expect];
  if (!expectation.empty() && !iequals(expectation, "100-continue")) {
    co_return refusal(417, "The request expects what this server does not do.");
  }
  state.deadline.arm(state.serving.config.body_timeout);
  if (!expectation.empty() && !parser.is_done()) {
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto [unsent, written] =
        co_await asio::async_write(state.socket, asio::buffer(go_on), as_result);
    if (unsent) co_return hang_up();
  }
  while (!parser.is_done()) {
    auto [failure, read] =
        co_await http::async_read_some(state.socket, state.buffer, parser, as_result);
    // The time may have run out between two reads, when there was nothing to cancel.
    if (state.deadline.expired()) {
      co_return refusal(408, "The request's body did not arrive in time.");
    }
    if (failure) co_return refusal_of(failure);
    if (!state.share.grow_to(parser.get().body().size())) co_return refusal(503, full);
  }
  co_return std::nullopt;
}

void HttpRequestReader::release() { state_->share.release(); }

bool HttpRequestReader::idle() const { return state_->idle; }

Persistence HttpRequestReader::persistence() const {
  return state_->parser->keep_alive() ? Persistence::keep_alive : Persistence::close;
}

bool HttpRequestReader::wants_websocket() const {
  return boost::beast::websocket::is_upgrade(state_->parser->get());
}

http::request<http::string_body> HttpRequestReader::handshake() const {
  return state_->parser->get();
}

}  // namespace berth::adapters
