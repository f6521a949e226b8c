#include "adapters/http/http_endpoint.hpp"

#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "adapters/http/io_deadline.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::unexpected<Error> invalid(std::string_view text, std::string_view reason) {
  return fail(ErrorCode::validation, fmt::format("The endpoint '{}' {}.", text, reason));
}

bool strip(std::string_view& text, std::string_view prefix) {
  if (!iequals(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto number = parse_unsigned(text);
  if (!number || *number < 1 || *number > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

/// "host", "host:port", "[::1]" or "[::1]:port".
Result<HttpEndpoint> parse_authority(std::string_view text, std::string_view authority) {
  HttpEndpoint endpoint{.authority = std::string(authority)};
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return invalid(text, "has a '[' without its ']'");
    endpoint.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else {
    endpoint.host = authority.substr(0, authority.find(':'));
    port = authority.substr(endpoint.host.size());
  }
  if (endpoint.host.empty()) return invalid(text, "names no host");
  if (port.empty()) return endpoint;
  const auto number = port.starts_with(':') ? parse_port(port.substr(1)) : std::nullopt;
  if (!number) return invalid(text, "has no valid port");
  endpoint.port = *number;
  return endpoint;
}

std::unexpected<Error> unreachable(const HttpEndpoint& endpoint, const error_code& failure) {
  return fail(
      ErrorCode::unreachable,
      fmt::format("Cannot connect to {}: {}.",
                  endpoint.path.empty() ? endpoint.authority : endpoint.path, failure.message()));
}

std::unexpected<Error> too_slow(const HttpEndpoint& endpoint) {
  return fail(ErrorCode::timed_out,
              fmt::format("Connecting to {} took too long.",
                          endpoint.path.empty() ? endpoint.authority : endpoint.path));
}

asio::awaitable<Result<StreamSocket>> connect_unix(HttpEndpoint endpoint) {
  constexpr std::size_t path_max = 107;
  if (endpoint.path.size() > path_max) {
    co_return unreachable(endpoint, asio::error::make_error_code(asio::error::name_too_long));
  }
  const auto executor = co_await asio::this_coro::executor;
  asio::local::stream_protocol::socket socket(executor);
  const asio::local::stream_protocol::endpoint address(endpoint.path);
  // Needs no deadline: it succeeds or fails at once, with a full backlog too.
  auto [refused] = co_await socket.async_connect(address, as_result);
  if (refused) co_return unreachable(endpoint, refused);
  co_return StreamSocket(std::move(socket));
}

using Addresses = std::vector<asio::ip::tcp::endpoint>;

/// Asks the system's resolver, unless the host is an address already.
asio::awaitable<std::pair<error_code, Addresses>> resolve(asio::ip::tcp::resolver& resolver,
                                                          const HttpEndpoint& endpoint) {
  error_code not_an_address;
  const auto address = asio::ip::make_address(endpoint.host, not_an_address);
  if (!not_an_address) {
    co_return std::pair{error_code{}, Addresses{{address, endpoint.port}}};
  }
  const std::string port = std::to_string(endpoint.port);
  auto [failure, found] = co_await resolver.async_resolve(endpoint.host, port, as_result);
  co_return std::pair{failure, Addresses(found.begin(), found.end())};
}

asio::awaitable<Result<StreamSocket>> connect_tcp(HttpEndpoint endpoint, Duration timeout) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  asio::ip::tcp::socket socket(executor);
  IoDeadline deadline(executor, [&] {
    resolver.cancel();
    error_code ignored;
    socket.close(ignored);
  });
  deadline.arm(timeout);
  const auto [unresolved, addresses] = co_await resolve(resolver, endpoint);
  if (deadline.expired()) co_return too_slow(endpoint);
  if (unresolved) co_return unreachable(endpoint, unresolved);
  auto [refused, address] = co_await asio::async_connect(socket, addresses, as_result);
  if (deadline.expired()) co_return too_slow(endpoint);
  if (refused) co_return unreachable(endpoint, refused);
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  co_return StreamSocket(std::move(socket));
}

}  // namespace

Result<HttpEndpoint> parse_endpoint(std::string_view text) {
  std::string_view rest = text;
  if (strip(rest, "https://")) return invalid(text, "uses TLS, which Berth's client cannot do yet");
  if (strip(rest, "unix://")) {
    if (!rest.starts_with('/')) return invalid(text, "names no absolute path of a unix socket");
    return HttpEndpoint{.path = std::string(rest), .authority = "localhost"};
  }
  if (!strip(rest, "http://")) return invalid(text, "starts with neither http:// nor unix://");
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#@ ") != std::string_view::npos) {
    return invalid(text, "holds more than a host and a port");
  }
  return parse_authority(text, rest);
}

asio::awaitable<Result<StreamSocket>> connect_to(HttpEndpoint endpoint, Duration timeout) {
  if (!endpoint.path.empty()) return connect_unix(std::move(endpoint));
  return connect_tcp(std::move(endpoint), timeout);
}

}  // namespace berth::adapters
