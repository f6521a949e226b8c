#pragma once
// One client of the server, from its first byte to its end: requests one after the other, or one
// websocket. Lives on the strand of its socket. For use inside adapters only.

#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "adapters/http/http_endpoint.hpp"
#include "adapters/http/http_request_reader.hpp"
#include "adapters/http/http_serving.hpp"

namespace berth::adapters {

class WebSocketChannel;

/// The client: its address without a port, and its port.
struct HttpPeer {
  std::string address;
  std::uint16_t port = 0;
};

class HttpConnection {
 public:
  /// `serving` must outlive the connection.
  HttpConnection(StreamSocket socket, HttpPeer peer, HttpServing& serving);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  boost::asio::any_io_executor executor() const;

  /// Serves until the connection ends. Runs on the strand, which everything below is called on too.
  boost::asio::awaitable<void> run();

  /// Ends the connection as soon as nothing is under way on it.
  void finish_soon();
  /// Ends it now.
  void abort();

 private:
  boost::asio::awaitable<void> serve_requests();
  boost::asio::awaitable<HttpResponse> answer(HttpRequest request);
  boost::asio::awaitable<void> serve_websocket(HttpRequest handshake);
  boost::asio::awaitable<void> serve_channel(HttpRequest handshake);
  /// Whether everything was handed to the network in time.
  boost::asio::awaitable<bool> write(HttpResponse response, std::string method,
                                     Persistence persistence);
  boost::asio::awaitable<void> linger();

  StreamSocket socket_;
  boost::asio::any_io_executor executor_;
  HttpPeer peer_;
  HttpServing& serving_;
  HttpRequestReader reader_;
  bool finishing_ = false;
  /// Shared with the service's websocket and what runs for it.
  std::shared_ptr<WebSocketChannel> channel_;
};

}  // namespace berth::adapters
