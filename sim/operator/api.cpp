#include "sim/operator/api.hpp"

#include <utility>

#include <boost/json/parse.hpp>

#include "sim/world/constants.hpp"
#include "wire/sigv4.hpp"

namespace berth::sim {

namespace asio = boost::asio;

namespace {

constexpr Duration request_timeout{10'000};

HttpRequest post(std::string body, std::string content_type) {
  HttpRequest request;
  request.method = "POST";
  request.headers.set("Host", std::string(server_authority));
  request.headers.set("Content-Type", std::move(content_type));
  request.body = std::move(body);
  return request;
}

ApiAnswer read(const Result<HttpResponse>& response) {
  ApiAnswer answer;
  if (!response) {
    answer.error = response.error().message;
    return answer;
  }
  answer.raw = response->body;
  if (response->status == 200) {
    answer.outcome = ApiAnswer::Outcome::answered;
    return answer;
  }
  if (response->status < 500) answer.outcome = ApiAnswer::Outcome::refused;
  answer.error = response->body;
  return answer;
}

}  // namespace

std::string ApiAnswer::text(std::initializer_list<std::string_view> path) const {
  const boost::json::value* at = &body;
  for (const auto& member : path) {
    at = at->is_object() ? at->as_object().if_contains(member) : nullptr;
    if (!at) return {};
  }
  return at->is_string() ? std::string(at->as_string()) : std::string();
}

boost::json::array ApiAnswer::list(std::string_view member) const {
  const auto* found = body.is_object() ? body.as_object().if_contains(member) : nullptr;
  return found && found->is_array() ? found->as_array() : boost::json::array();
}

std::string ApiAnswer::text(const boost::json::value& row, std::string_view member) {
  const auto* found = row.is_object() ? row.as_object().if_contains(member) : nullptr;
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

model::TaskStatus parse_task_status(std::string_view text) {
  using enum model::TaskStatus;
  for (const auto status : {provisioning, pending, activating, running, deactivating, stopping,
                            deprovisioning, stopped}) {
    if (api_text(status) == text) return status;
  }
  return provisioning;
}

std::vector<std::string> ApiAnswer::elements(std::string_view name) const {
  std::vector<std::string> found;
  const std::string open = "<" + std::string(name) + ">";
  for (auto at = raw.find(open); at != std::string::npos; at = raw.find(open, at)) {
    at += open.size();
    found.push_back(raw.substr(at, raw.find('<', at) - at));
  }
  return found;
}

asio::awaitable<ApiAnswer> Api::ecs(std::string operation, std::string body) {
  return json("ecs", "AmazonEC2ContainerServiceV20141113." + operation, std::move(body));
}

asio::awaitable<ApiAnswer> Api::explain(std::string operation, std::string body) {
  return json("explain", "BerthExplainV20261129." + operation, std::move(body));
}

asio::awaitable<ApiAnswer> Api::json(std::string service, std::string target, std::string body) {
  HttpRequest request = post(std::move(body), "application/x-amz-json-1.1");
  request.headers.set("X-Amz-Target", target);
  wire::sign(request, root_key(), region, service, clock_.now());
  auto response = co_await transport_.request(std::string(server_endpoint), std::move(request),
                                              request_timeout);
  ApiAnswer answer = read(response);
  boost::system::error_code failed;
  if (answer.ok()) answer.body = boost::json::parse(answer.raw, failed);
  if (failed) answer.outcome = ApiAnswer::Outcome::unknown;
  co_return answer;
}

asio::awaitable<ApiAnswer> Api::ec2(std::string form) { return query("ec2", std::move(form)); }

asio::awaitable<ApiAnswer> Api::elbv2(std::string form) {
  return query("elasticloadbalancing", std::move(form));
}

asio::awaitable<ApiAnswer> Api::query(std::string service, std::string form) {
  HttpRequest request = post(std::move(form), "application/x-www-form-urlencoded; charset=utf-8");
  wire::sign(request, root_key(), region, service, clock_.now());
  auto response = co_await transport_.request(std::string(server_endpoint), std::move(request),
                                              request_timeout);
  co_return read(response);
}

}  // namespace berth::sim
