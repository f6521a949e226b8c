#include "agent/steps/environment_files.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::agent::steps {

namespace {

/// Docker takes the environment with the rest of the container in one request.
constexpr std::size_t file_size_max = 64 * 1024;

std::unexpected<StepError> unreadable(const std::string& path, const Error& cause) {
  auto text = fmt::format("Unable to read env file {}, error: {}", path, cause.message);
  return std::unexpected(StepError{StepErrorKind::final, "", std::move(text), cause.code});
}

}  // namespace

StepResult<Variables> read_environment_files(const ports::LocalHost& host, const TaskView& task,
                                             std::size_t index) {
  Variables all;
  const auto* container = payload_of(task, task.record.containers[index].name);
  if (container == nullptr || !container->environment_files) return all;
  for (const auto& file : *container->environment_files) {
    const auto path = file.value.value_or("");
    if (file.type != "file") {
      return unreadable(path, {ErrorCode::refused, "only files of type file are known here", {}});
    }
    const auto text = host.read_file(path, file_size_max);
    if (!text) return unreadable(path, text.error());
    all.merge(variables_of(*text));
  }
  return all;
}

Variables variables_of(std::string_view text) {
  Variables variables;
  for (auto line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto halves = cut(line, '=');
    if (line.starts_with('#') || !halves) continue;
    if (halves->before.empty() || halves->after.empty()) continue;
    variables[std::string(halves->before)] = halves->after;
  }
  return variables;
}

}  // namespace berth::agent::steps
