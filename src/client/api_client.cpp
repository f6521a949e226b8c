#include "client/api_client.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "client/error_code.hpp"
#include "wire/json/json.hpp"

namespace berth::client {

namespace asio = boost::asio;

namespace {

/// The Content-Type of the protocol, or empty when it is not one that we speak.
std::string_view content_type(const ServiceModel& service) {
  for (const auto protocol : service.protocols) {
    if (protocol == Protocol::aws_json_1_1) return "application/x-amz-json-1.1";
    if (protocol == Protocol::aws_json_1_0) return "application/x-amz-json-1.0";
  }
  return {};
}

}  // namespace

ApiClient::ApiClient(ports::Transport& transport, ports::Clock& clock, ClientOptions options)
    : transport_(transport), clock_(clock), options_(std::move(options)) {}

asio::awaitable<Result<void>> ApiClient::exchange_shapes(const ServiceModel& service,
                                                         std::string operation, Exchange exchange) {
  if (content_type(service).empty()) {
    co_return fail(ErrorCode::unsupported_operation,
                   std::string(service.sdk_id) + " is not called in JSON");
  }
  auto body = wire::json::encode(*exchange.request_shape, exchange.request);
  auto request = signed_request(service, operation, std::move(body));
  const auto answer =
      co_await transport_.request(options_.endpoint, std::move(request), options_.timeout);
  if (!answer) co_return std::unexpected(answer.error());
  if (answer->status != 200) co_return std::unexpected(error_of(*answer));
  co_return wire::json::decode(*exchange.response_shape, answer->body, exchange.response,
                               wire::json::tolerant);
}

HttpRequest ApiClient::signed_request(const ServiceModel& service, const std::string& operation,
                                      std::string body) const {
  HttpRequest request;
  request.method = "POST";
  request.headers.set("Host", host_of(options_.endpoint));
  request.headers.set("Content-Type", std::string(content_type(service)));
  request.headers.set("X-Amz-Target", std::string(service.shape_name) + "." + operation);
  request.headers.set("User-Agent", options_.user_agent);
  request.body = std::move(body);
  wire::sign(request, options_.credentials, options_.region, service.signing_name, clock_.now());
  return request;
}

std::string host_of(const std::string& endpoint) {
  const auto scheme = endpoint.find("://");
  const auto start = scheme == std::string::npos ? 0 : scheme + 3;
  return endpoint.substr(start, endpoint.find_first_of("/?", start) - start);
}

}  // namespace berth::client
