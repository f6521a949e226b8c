#pragma once
// How processes talk: HTTP requests and websockets, seen from both ends.
//
// Transport is the calling side (agents, CLI). HttpService is the answering side; the real server
// (adapters/http_server) and the simulator's network call it. All coroutines of one Transport run
// on one executor. Every call has a deadline of its own; none waits for ever.

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/http.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::ports {

/// One websocket of text frames. Closing or destroying it ends both directions.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  /// The next text frame. Error closed: the peer went away; timed_out: nothing by `deadline`.
  virtual boost::asio::awaitable<Result<std::string>> receive(Instant deadline) = 0;

  /// Queues a frame and waits until it was handed to the network. One send at a time.
  virtual boost::asio::awaitable<Result<void>> send(std::string frame) = 0;

  /// Ends the connection; pending receive and send answer closed. Harmless when repeated.
  virtual void close() = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;

  /// `endpoint` is "http://host:port"; the request's target is path and query.
  virtual boost::asio::awaitable<Result<HttpResponse>> request(std::string endpoint,
                                                               HttpRequest request,
                                                               Duration timeout) = 0;

  /// Opens a websocket. A refusal answers Error refused with the HTTP body as its message.
  virtual boost::asio::awaitable<Result<std::unique_ptr<WebSocket>>> connect(std::string endpoint,
                                                                             HttpRequest handshake,
                                                                             Duration timeout) = 0;
};

class HttpService {
 public:
  virtual ~HttpService() = default;

  /// Answers any request; failures are responses too.
  virtual boost::asio::awaitable<HttpResponse> answer(HttpRequest request) = 0;

  /// Asked before an upgrade: an answer refuses the handshake with it, nothing accepts.
  virtual boost::asio::awaitable<std::optional<HttpResponse>> admit(
      const HttpRequest& handshake) = 0;

  /// Serves an accepted websocket until either side ends it.
  virtual boost::asio::awaitable<void> serve(HttpRequest handshake,
                                             std::unique_ptr<WebSocket> socket) = 0;
};

}  // namespace berth::ports
