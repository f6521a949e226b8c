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

constexpr std::string_view scheme = "http://";

/// Where the path of a URL stands; it is empty where there is none.
struct PathPlace {
  std::size_t begin = 0, end = 0;
};

PathPlace path_of(std::string_view url) {
  const auto begin = std::min(url.find_first_of("/?#", scheme.size()), url.size());
  return {begin, std::min(url.find_first_of("?#", begin), url.size())};
}

bool is_path(std::string_view value) { return value.starts_with("$."); }

std::string resolve(const std::string& value, const boost::json::value& event) {
  return is_path(value) ? text_at_path(event, value) : value;
}

/// Each '*' of the path takes one value, in order.
std::string with_path_values(std::string_view url, const std::vector<std::string>& values,
                             const boost::json::value& event) {
  const auto [begin, end] = path_of(url);
  std::string text(url.substr(0, begin));
  auto value = values.begin();
  for (const char c : url.substr(begin, end - begin)) {
    if (c == '*') {
      text += percent_encode(resolve(*value++, event));
    } else {
      text += c;
    }
  }
  return text + std::string(url.substr(end));
}

constexpr std::string_view address_characters = "0123456789abcdefABCDEF:.";
constexpr std::string_view name_characters =
    "0123456789-._abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// "host", "host:80", "[::1]" or "[::1]:80".
bool is_authority(std::string_view text) {
  const bool bracketed = text.starts_with('[');
  const auto end = std::min(text.find(bracketed ? ']' : ':'), text.size());
  if (bracketed && end == text.size()) return false;
  const auto host = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  const auto allowed = bracketed ? address_characters : name_characters;
  if (host.empty() || host.find_first_not_of(allowed) != std::string_view::npos) return false;
  const auto port = text.substr(bracketed ? end + 1 : end);
  if (port.empty()) return true;
  const auto number = port.starts_with(':') ? parse_unsigned(port.substr(1)) : std::nullopt;
  return number && *number >= 1 && *number <= 65535;
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
  if (!url.starts_with(scheme)) {
    return fail(ErrorCode::validation, "Events are delivered to http:// URLs only.");
  }
  if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c > '~'; })) {
    return fail(ErrorCode::validation,
                "The URL of a receiver of events has no blanks, and only ASCII characters.");
  }
  const auto end = path_of(url).begin;
  const auto authority = url.substr(scheme.size(), end - scheme.size());
  if (!is_authority(authority)) {
    return fail(ErrorCode::validation,
                "The URL of a receiver of events names a host and perhaps a port, nothing else, "
                "before its path.");
  }
  Invocation invocation;
  invocation.endpoint = url.substr(0, end);
  // Without a port the well-known one is meant.
  const auto behind = authority.rfind(']') == std::string_view::npos ? 0 : authority.rfind(']');
  if (authority.find(':', behind) == std::string_view::npos) invocation.endpoint += ":80";
  auto& request = invocation.request;
  request.method = "POST";
  request.target = url.substr(end, std::min(url.find('#'), url.size()) - end);
  if (!request.target.starts_with('/')) request.target = "/" + request.target;
  request.headers.set("Content-Type", "application/json; charset=utf-8");
  request.headers.set("User-Agent", "Berth");
  request.body = std::move(body);
  return invocation;
}

Result<void> check_parameters(const model::EventTarget& target, std::string_view endpoint) {
  const auto [begin, end] = path_of(endpoint);
  const auto stars = std::ranges::count(endpoint.substr(begin, end - begin), '*');
  if (std::cmp_not_equal(stars, target.path_values.size())) {
    return fail(ErrorCode::validation, "PathParameterValues of target " + target.id + " has " +
                                           std::to_string(target.path_values.size()) +
                                           " values for the " + std::to_string(stars) +
                                           " wildcards in the path of the API destination.");
  }
  for (const auto& value : target.path_values) {
    if (is_path(value)) TRY_VOID(check_path(value));
  }
  for (const auto& [key, value] : target.query_parameters) {
    if (is_path(value)) TRY_VOID(check_path(value));
  }
  return {};
}

Result<Invocation> invocation_of(const model::EventTarget& target,
                                 const model::ApiDestination& destination,
                                 const model::Connection& connection,
                                 const boost::json::value& event, std::string body) {
  TRY_VOID(check_parameters(target, destination.endpoint));
  const auto url = with_path_values(destination.endpoint, target.path_values, event);
  auto invocation = TRY(plain_invocation(url, std::move(body)));
  auto& request = invocation.request;
  request.method = destination.method;
  request.headers.set("User-Agent", "Amazon/EventBridge/ApiDestinations");
  for (const auto& [key, value] : target.header_parameters) request.headers.set(key, value);
  for (const auto& [key, value] : target.query_parameters) {
    add_query(request.target, key, resolve(value, event));
  }
  authorize(connection, request);
  return invocation;
}

}  // namespace berth::events
