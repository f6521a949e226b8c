#pragma once
// Listens on one address and hands requests and websockets to an HttpService.
//
// Connections live on the I/O threads, each on a strand of its own; the service's coroutines run on
// the executor given for them. A connection serves one request after the other. Slow, broken,
// oversized and idle clients cost bounded memory and time: they get 400, 408, 413, 431 or 503 with
// a short text, and the connection ends.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/transport.hpp"

namespace berth::adapters {

class IoThreads;

struct HttpServerConfig {
  /// "127.0.0.1:6420", "[::1]:6420"; port 0 takes a free one.
  std::string listen = "127.0.0.1:6420";

  std::size_t connections_max = 4096;
  std::size_t header_max = std::size_t{64} << 10;
  std::size_t body_max = std::size_t{8} << 20;
  /// Of all request bodies that are being read or answered, together.
  std::size_t bodies_max = std::size_t{256} << 20;
  /// Of one websocket message.
  std::size_t frame_max = std::size_t{1} << 20;

  /// From a request's first byte, or a connection's start, to the end of its header.
  Duration header_timeout = std::chrono::seconds{10};
  Duration body_timeout = std::chrono::seconds{30};
  Duration write_timeout = std::chrono::seconds{30};
  /// Between two requests. AWS's SDKs keep their connections for a minute.
  Duration idle_timeout = std::chrono::seconds{75};
  /// How long a connection that the server ends waits for the client to have read its answer.
  Duration linger_timeout = std::chrono::seconds{2};
  /// A websocket from which nothing came for half of this is pinged, for all of it is closed.
  Duration websocket_timeout = std::chrono::seconds{60};
};

class HttpServer {
 public:
  /// Binds, listens and serves. Errors are one line: validation (not an address), already_exists
  /// (the port is in use), input_output. `service` must live until drained() or the threads' stop.
  static Result<std::unique_ptr<HttpServer>> create(const HttpServerConfig& config,
                                                    ports::HttpService& service,
                                                    boost::asio::any_io_executor service_executor,
                                                    IoThreads& threads);
  class Core;
  explicit HttpServer(std::shared_ptr<Core> core);
  /// Stops without grace.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Where it listens: "127.0.0.1:6420".
  std::string address() const;

  /// From any thread, returns at once: no new connections, idle ones end, requests under way are
  /// answered, websockets are closed. What is left after `grace` is cut off.
  void stop(Duration grace = std::chrono::seconds{5});

  /// Waits, after stop(), until no connection is left.
  boost::asio::awaitable<void> drained();

 private:
  std::shared_ptr<Core> core_;  // Shared with the coroutines of the I/O threads.
};

}  // namespace berth::adapters
