#include "events/invocation.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "events/input.hpp"
#include "wire/text/base64.hpp"

namespace berth::events {

namespace {

void add_query(std::string& target, std::string_view key, std::string_view value) {
  target += target.find('?') == std::string::npos ? '?' : '&';
  target += percent_encode(key) + "=" + percent_encode(value);
}

/// Each '*' of the path takes one value, in order.
std::string with_path_values(std::string_view endpoint, const std::vector<std::string>& values) {
  std::string text;
  auto value = values.begin();
  for (const char c : endpoint) {
    if (c == '*' && value != values.end()) {
      text += percent_encode(*value++);
    } else {
      text += c;
    }
  }
  return text;
}

void authorize(const model::Connection& connection, HttpRequest& request) {
  if (connection.authorization == model::Authorization::basic) {
    request.headers.set("Authorization", "Basic " + wire::base64(connection.user + ":" +
                                                                 connection.secret.reveal()));
  } else {
    request.headers.set(connection.user, connection.secret.reveal());
  }
  for (const auto& each : connection.headers) request.headers.set(each.key, each.value.reveal());
  for (const auto& each : connection.query) {
    add_query(request.target, each.key, each.value.reveal());
  }
}

}  // namespace

std::string body_of(const model::EventTarget& target, const model::EventRule& rule,
                    std::string_view event, const boost::json::value& parsed) {
  if (target.input) return *target.input;
  if (target.input_path) return at_path(parsed, *target.input_path);
  if (!target.input_template) return std::string(event);
  return fill_template(*target.input_template, target.input_paths, {rule.arn.text(), rule.name},
                       event, parsed);
}

Result<Invocation> plain_invocation(std::string_view url, std::string body) {
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) {
    return fail(ErrorCode::validation,
                "Events are delivered to http:// URLs only, not to '" + std::string(url) + "'.");
  }
  const auto end = url.find_first_of("/?#", scheme.size());
  Invocation invocation;
  invocation.endpoint = url.substr(0, end);
  if (invocation.endpoint.size() == scheme.size()) {
    return fail(ErrorCode::validation, "'" + std::string(url) + "' names no host.");
  }
  // Without a port the well-known one is meant.
  const auto host = std::string_view(invocation.endpoint).substr(scheme.size());
  const auto behind = host.rfind(']') == std::string_view::npos ? 0 : host.rfind(']');
  if (host.find(':', behind) == std::string_view::npos) invocation.endpoint += ":80";
  auto& request = invocation.request;
  request.method = "POST";
  if (end != std::string_view::npos) request.target = url.substr(end, url.find('#') - end);
  if (!request.target.starts_with('/')) request.target = "/" + request.target;
  request.headers.set("Content-Type", "application/json; charset=utf-8");
  request.headers.set("User-Agent", "Berth");
  request.body = std::move(body);
  return invocation;
}

Result<Invocation> invocation_of(const model::EventTarget& target,
                                 const model::ApiDestination& destination,
                                 const model::Connection& connection, std::string body) {
  const auto url = with_path_values(destination.endpoint, target.path_values);
  auto invocation = TRY(plain_invocation(url, std::move(body)));
  auto& request = invocation.request;
  request.method = destination.method;
  request.headers.set("User-Agent", "Amazon/EventBridge/ApiDestinations");
  for (const auto& [key, value] : target.header_parameters) request.headers.set(key, value);
  for (const auto& [key, value] : target.query_parameters) add_query(request.target, key, value);
  authorize(connection, request);
  return invocation;
}

}  // namespace berth::events
