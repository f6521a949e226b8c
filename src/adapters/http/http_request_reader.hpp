#pragma once
// The server's reading half of HTTP/1.1: one request after the other from a socket, within the
// server's limits of size and time. Runs on the socket's executor. For use inside adapters only.

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "adapters/http/http_endpoint.hpp"
#include "adapters/http/http_head.hpp"
#include "adapters/http/http_serving.hpp"
#include "base/http.hpp"

namespace berth::adapters {

/// Why there is no request: the answer to give before closing, or nothing to say (status 0).
using HttpRefusal = HttpResponse;

class HttpRequestReader {
 public:
  /// Both must outlive the reader.
  HttpRequestReader(StreamSocket& socket, HttpServing& serving);
  ~HttpRequestReader();
  HttpRequestReader(const HttpRequestReader&) = delete;
  HttpRequestReader& operator=(const HttpRequestReader&) = delete;

  /// The next request, without `peer`. Not called again after a refusal or an upgrade.
  boost::asio::awaitable<std::expected<HttpRequest, HttpRefusal>> read();

  /// Gives back the body memory of the last request, which has been answered.
  void release();

  /// Whether it waits for a request of which nothing has come yet.
  bool idle() const;

  // About the last request.
  Persistence persistence() const;
  bool wants_websocket() const;
  /// As the websocket handshake wants to see it.
  boost::beast::http::request<boost::beast::http::string_body> handshake() const;

 private:
  struct State;
  boost::asio::awaitable<std::optional<HttpRefusal>> read_head();
  boost::asio::awaitable<std::optional<HttpRefusal>> read_body();
  std::unique_ptr<State> state_;
};

}  // namespace berth::adapters
