#pragma once
// The Transport port over plain HTTP: requests on kept-alive connections, and websockets.
//
// A connection is reused only while it is young and quiet, so that the server does not hang up
// under a request; a request that may have reached the server is never repeated, except GET and
// HEAD. Errors: validation (endpoint), unreachable, timed_out, closed (lost in the middle of an
// answer), request_too_large, refused (a websocket's handshake).

#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "ports/transport.hpp"

namespace berth::adapters {

class HttpTransport final : public ports::Transport {
 public:
  /// Connections live on a strand of `io`; callers may run on any executor.
  explicit HttpTransport(const boost::asio::any_io_executor& io);
  /// Closes idle connections; requests under way end on their own.
  ~HttpTransport() override;
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;

  boost::asio::awaitable<Result<HttpResponse>> request(std::string endpoint, HttpRequest request,
                                                       Duration timeout) override;
  boost::asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(
      std::string endpoint, HttpRequest handshake, Duration timeout) override;

 private:
  class Pool;
  std::shared_ptr<Pool> pool_;  // Shared with requests under way.
};

}  // namespace berth::adapters
