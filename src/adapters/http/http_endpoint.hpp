#pragma once
// Where a client connects to, read from text, and the connecting itself. One socket type serves TCP
// and unix sockets, so that the HTTP code above exists once. For use inside adapters only.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::adapters {

using StreamSocket = boost::asio::generic::stream_protocol::socket;

struct HttpEndpoint {
  /// Name or address without brackets; empty where `path` names a unix socket.
  std::string host;
  std::uint16_t port = 80;
  std::string path;
  /// What a Host header says unless the caller set one: "127.0.0.1:6420", "localhost".
  std::string authority;
};

/// Reads "http://host:port" and "unix:///path"; a trailing slash is allowed, a path is not.
/// Everything else answers validation, "https://" with a text of its own.
Result<HttpEndpoint> parse_endpoint(std::string_view text);

/// Connects on the coroutine's own executor. Errors: unreachable, timed_out.
boost::asio::awaitable<Result<StreamSocket>> connect_to(HttpEndpoint endpoint, Duration timeout);

}  // namespace berth::adapters
