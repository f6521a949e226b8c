#pragma once
// Typed calls to an AWS-style API over the Transport port: encode, sign, send, decode. One call is
// one try; repeating is the caller's policy. Lives on one executor and outlives its calls.

#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/service_model.hpp"
#include "base/shape.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "wire/sigv4.hpp"

namespace berth::client {

struct ClientOptions {
  /// "http://127.0.0.1:6420".
  std::string endpoint;
  std::string region;
  wire::Credentials credentials;
  /// Of one try, answer included.
  Duration timeout = std::chrono::seconds{30};
  std::string user_agent = "berth";
};

class ApiClient {
 public:
  ApiClient(ports::Transport& transport, ports::Clock& clock, ClientOptions options);

  const ClientOptions& options() const { return options_; }

  /// The error carries the code of AWS's error name and the server's text; unreachable and
  /// timed_out come from the transport, serialization says that the answer cannot be read.
  template <class Response, class Request>
  boost::asio::awaitable<Result<Response>> call(const ServiceModel& service, std::string operation,
                                                Request request) {
    Response response{};
    const Exchange exchange{&shape_of<Request>(), &request, &shape_of<Response>(), &response};
    const Result<void> done = co_await exchange_shapes(service, std::move(operation), exchange);
    if (!done) co_return std::unexpected(done.error());
    co_return response;
  }

 private:
  /// What goes out and where the answer goes; both live in the frame of call().
  struct Exchange {
    const Shape* request_shape;
    const void* request;
    const Shape* response_shape;
    void* response;
  };

  boost::asio::awaitable<Result<void>> exchange_shapes(const ServiceModel& service,
                                                       std::string operation, Exchange exchange);
  HttpRequest signed_request(const ServiceModel& service, const std::string& operation,
                             std::string body) const;

  ports::Transport& transport_;
  ports::Clock& clock_;
  ClientOptions options_;
};

/// The authority of an endpoint, as the Host header says it ("127.0.0.1:6420").
std::string host_of(const std::string& endpoint);

}  // namespace berth::client
