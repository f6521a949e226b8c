#include "adapters/docker/docker_client.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "adapters/docker/docker_json.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

constexpr std::string_view unix_scheme = "unix://";

/// Versions of the API that this code was written for: 1.41 is Docker 20.10 and Podman 3 and later;
/// 1.44 is what Docker 29 demands at least.
struct ApiVersion {
  std::uint64_t major = 0, minor = 0;
  auto operator<=>(const ApiVersion&) const = default;
};
constexpr ApiVersion ours_least{1, 41}, ours_most{1, 44};

std::optional<ApiVersion> parse_version(std::string_view text) {
  const auto halves = cut(text, '.');
  if (!halves) return std::nullopt;
  const auto major = parse_unsigned(halves->before), minor = parse_unsigned(halves->after);
  if (!major || !minor) return std::nullopt;
  return ApiVersion{*major, *minor};
}

std::string text_of(ApiVersion version) {
  return fmt::format("{}.{}", version.major, version.minor);
}

/// Whether the socket is there and only its permissions are in the way.
bool forbidden(std::string_view endpoint) {
  if (!endpoint.starts_with(unix_scheme)) return false;
  const std::string path(endpoint.substr(unix_scheme.size()));
  return access(path.c_str(), R_OK | W_OK) != 0 && errno == EACCES;
}

/// The engine's own words, or what can be said without them.
std::string refusal_text(int status, std::string_view body) {
  constexpr std::size_t length_max = 4'096;
  const auto decoded = from_docker<gen::docker::ErrorBody>(body, "an error");
  if (decoded && !decoded->message.empty()) return std::string(trim(decoded->message));
  const auto text = trim(body.substr(0, length_max));
  return text.empty() ? fmt::format("status {}", status) : std::string(text);
}

ErrorCode refusal_code(int status, Conflict conflict) {
  if (status == 404) return ErrorCode::not_found;
  const bool taken = status == 409 && conflict == Conflict::already_exists;
  return taken ? ErrorCode::already_exists : ErrorCode::refused;
}

bool successful(int status) { return (status >= 200 && status < 300) || status == 304; }

}  // namespace

TimeLeft::operator Duration() const {
  const auto left = std::chrono::ceil<Duration>(end_ - std::chrono::steady_clock::now());
  return std::max(left, Duration{0});
}

Error docker_refusal(int status, std::string_view body, Conflict conflict) {
  return {refusal_code(status, conflict),
          "Error response from daemon: " + refusal_text(status, body)};
}

Result<std::string> agree_on_version(std::string_view least, std::string_view most) {
  const auto theirs_most = parse_version(most);
  const auto theirs_least = parse_version(least).value_or(ApiVersion{});
  if (!theirs_most) {
    return fail(ErrorCode::corrupt,
                fmt::format("The container engine calls its API version '{}'.", most));
  }
  const auto agreed = std::min(*theirs_most, ours_most);
  if (agreed < ours_least || agreed < theirs_least) {
    return fail(
        ErrorCode::refused,
        fmt::format("The container engine speaks versions {} to {} of its API, Berth speaks "
                    "{} to {}.",
                    text_of(theirs_least), text_of(*theirs_most), text_of(ours_least),
                    text_of(ours_most)));
  }
  return text_of(agreed);
}

std::string docker_escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const std::string_view one(&c, 1);
    if (c == '/' || c == ':' || c == '@') {
      escaped += c;
    } else {
      escaped += percent_encode(one);
    }
  }
  return escaped;
}

DockerClient::DockerClient(ports::Clock& clock, DockerOptions options)
    : options_(std::move(options)),
      quick_(clock, options_.quick_calls_max),
      slow_(clock, options_.slow_calls_max) {}

asio::awaitable<Result<std::string>> DockerClient::call(DockerCall call, Duration timeout) {
  const TimeLeft left(timeout);
  auto slot = co_await slots(call.pace).take(left);
  if (!slot) co_return std::unexpected(slot.error());
  const auto version = co_await prefix(left);
  if (!version) co_return std::unexpected(version.error());
  const auto conflict = call.conflict;
  auto request = request_of(std::move(call), *version);
  auto answer = co_await http_request(options_.endpoint, std::move(request), left);
  if (!answer) co_return std::unexpected(explained(answer.error()));
  if (!successful(answer->status)) {
    co_return std::unexpected(docker_refusal(answer->status, answer->body, conflict));
  }
  co_return std::move(answer->body);
}

asio::awaitable<Result<std::unique_ptr<HttpStream>>> DockerClient::open(DockerCall call,
                                                                        Duration timeout) {
  const TimeLeft left(timeout);
  const auto version = co_await prefix(left);
  if (!version) co_return std::unexpected(version.error());
  const auto conflict = call.conflict;
  auto request = request_of(std::move(call), *version);
  auto stream = co_await http_open(options_.endpoint, std::move(request), left);
  if (!stream) co_return std::unexpected(explained(stream.error()));
  const int status = (*stream)->status();
  if (successful(status)) co_return std::move(*stream);
  const auto body = co_await (*stream)->rest(left);
  co_return std::unexpected(docker_refusal(status, body.value_or(""), conflict));
}

asio::awaitable<Result<std::string>> DockerClient::version_body(Duration timeout) {
  HttpRequest request;
  request.target = "/version";
  auto answer = co_await http_request(options_.endpoint, std::move(request), timeout);
  if (!answer) co_return std::unexpected(explained(answer.error()));
  if (answer->status != 200) {
    co_return std::unexpected(docker_refusal(answer->status, answer->body, Conflict::refused));
  }
  co_return std::move(answer->body);
}

asio::awaitable<Result<std::string>> DockerClient::prefix(Duration timeout) {
  if (!prefix_.empty()) co_return prefix_;
  const auto body = co_await version_body(timeout);
  if (!body) co_return std::unexpected(body.error());
  const auto version = from_docker<gen::docker::Version>(*body, "its version");
  if (!version) co_return std::unexpected(version.error());
  const auto agreed = agree_on_version(version->min_api_version.value_or(""), version->api_version);
  if (!agreed) co_return std::unexpected(agreed.error());
  prefix_ = "/v" + *agreed;
  co_return prefix_;
}

HttpRequest DockerClient::request_of(DockerCall call, const std::string& prefix) const {
  HttpRequest request;
  request.method = std::move(call.method);
  request.target = prefix + call.target;
  if (!call.body.empty()) request.headers.set("Content-Type", std::move(call.content_type));
  request.body = std::move(call.body);
  return request;
}

/// In the words that Docker's own client has for an engine that is not there.
Error DockerClient::explained(Error error) {
  switch (error.code) {
    case ErrorCode::timed_out: return {error.code, "The container engine took too long to answer."};
    case ErrorCode::unreachable:
      prefix_.clear();
      if (forbidden(options_.endpoint)) {
        return {error.code, fmt::format("permission denied while trying to connect to the Docker "
                                        "daemon socket at {}",
                                        options_.endpoint)};
      }
      return {error.code, fmt::format("Cannot connect to the Docker daemon at {}. Is the docker "
                                      "daemon running?",
                                      options_.endpoint)};
    case ErrorCode::closed:
      prefix_.clear();
      return {ErrorCode::unreachable,
              "The container engine went away before its answer was whole."};
    default: return error;
  }
}

}  // namespace berth::adapters
