#pragma once
// One websocket connection, of either side, on the strand of its socket: reads ahead a bounded
// amount, so that pings and the peer's close are noticed while nobody receives; sends one frame at
// a time; closes with a handshake. ports::WebSocket over it may be used from any executor. For use
// inside adapters only.

#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "adapters/http/http_endpoint.hpp"
#include "base/http.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/transport.hpp"

namespace berth::adapters {

struct WebSocketLimits {
  std::size_t frame_max = std::size_t{1} << 20;
  Duration write_timeout = std::chrono::seconds{30};
  /// From either side's close to the end of the connection.
  Duration closing_timeout = std::chrono::seconds{2};
  /// Silence of the peer after which the connection counts as lost; it is pinged at half of it.
  Duration silence_max = std::chrono::seconds{60};
};

class WebSocketChannel {
 public:
  using Upgrade = boost::beast::http::request<boost::beast::http::string_body>;

  WebSocketChannel(StreamSocket socket, const WebSocketLimits& limits);
  ~WebSocketChannel();
  WebSocketChannel(const WebSocketChannel&) = delete;
  WebSocketChannel& operator=(const WebSocketChannel&) = delete;

  boost::asio::any_io_executor executor() const;

  // Coroutines of the strand. The caller keeps the channel alive until they end.

  /// The server's answer to an upgrade. Error validation: the client was told that it is malformed.
  boost::asio::awaitable<Result<void>> accept(Upgrade upgrade);
  /// The client's handshake; `authority` is the Host unless the headers name one. Error refused
  /// carries the body of the server's answer.
  boost::asio::awaitable<Result<void>> handshake(HttpRequest request, std::string authority,
                                                 Duration timeout);
  /// Reads until the connection ends, whichever side ends it.
  boost::asio::awaitable<void> pump();
  boost::asio::awaitable<Result<std::string>> receive(Duration timeout);
  boost::asio::awaitable<Result<void>> send(std::string frame);
  /// Tells the peer and waits, within the closing timeout, for its answer.
  boost::asio::awaitable<void> close();

  /// On the strand: closes the socket at once.
  void abort();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The port over a channel whose pump() runs; closes it when destroyed.
std::unique_ptr<ports::WebSocket> web_socket_over(std::shared_ptr<WebSocketChannel> channel);

}  // namespace berth::adapters
