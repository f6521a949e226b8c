#include "agent/steps/step_error.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::agent::steps {

namespace {

constexpr std::string_view daemon_prefix = "Error response from daemon: ";

bool says_any(const std::string& text, std::initializer_list<std::string_view> words) {
  for (const auto word : words) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

StepError step_error(const Error& error, const EngineCall& call) {
  switch (error.code) {
    case ErrorCode::unreachable:
    case ErrorCode::closed:
    case ErrorCode::canceled:
      return {StepErrorKind::engine_absent, std::string(call.name), error.message, error.code};
    case ErrorCode::timed_out:
      return {StepErrorKind::final, "DockerTimeoutError",
              fmt::format("Could not transition to {}; timed out after waiting {}", call.transition,
                          go_duration(call.timeout)),
              error.code};
    default: return {StepErrorKind::final, std::string(call.name), daemon_text(error), error.code};
  }
}

std::string daemon_text(const Error& error) {
  if (error.message.starts_with(daemon_prefix)) return error.message;
  return std::string(daemon_prefix) + error.message;
}

std::string go_duration(Duration duration) {
  using namespace std::chrono;
  const auto whole = duration_cast<seconds>(duration);
  const auto rest = (duration - whole).count();
  const auto h = whole.count() / 3600, m = whole.count() / 60 % 60, s = whole.count() % 60;
  if (whole.count() == 0) return rest == 0 ? "0s" : fmt::format("{}ms", rest);
  std::string text;
  if (h > 0) text += fmt::format("{}h", h);
  if (h > 0 || m > 0) text += fmt::format("{}m", m);
  text += fmt::format("{}", s);
  if (rest != 0) {
    auto fraction = fmt::format("{:03}", rest);
    while (fraction.back() == '0') fraction.pop_back();
    text += "." + fraction;
  }
  return text + "s";
}

std::string pull_hint(std::string_view docker_text) {
  const auto text = lowercase(docker_text);
  const std::string start = "The task can\u2019t pull the image. ";
  if (says_any(text, {"denied", "unauthorized", "authentication required", "no basic auth"})) {
    return start + "Check that the role has the permissions to pull images from the registry. ";
  }
  if (says_any(text, {"not found", "manifest unknown", "does not exist"})) {
    return start + "Check whether the image exists. ";
  }
  if (says_any(text, {"dial tcp", "no such host", "timeout", "timed out", "connection refused",
                      "network is unreachable"})) {
    return start + "Check your network configuration. ";
  }
  return {};
}

}  // namespace berth::agent::steps
