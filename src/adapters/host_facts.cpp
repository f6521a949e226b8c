#include "adapters/host_facts.hpp"

#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <sys/utsname.h>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::adapters {

namespace {

constexpr std::int32_t cpu_units_per_processor = 1024;

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || text.empty()) {
    return fail(ErrorCode::input_output, fmt::format("Cannot read {}.", path));
  }
  return text;
}

std::int32_t processors(std::string_view cpuinfo) {
  std::int32_t count = 0;
  for (const auto line : split(cpuinfo, '\n')) {
    const auto halves = cut(line, ':');
    if (halves && trim(halves->before) == "processor") ++count;
  }
  return count;
}

/// KiB of memory, or 0.
std::uint64_t memory_total(std::string_view meminfo) {
  for (const auto line : split(meminfo, '\n')) {
    const auto halves = cut(line, ':');
    if (!halves || halves->before != "MemTotal") continue;
    const auto number = trim(halves->after);
    return parse_unsigned(number.substr(0, number.find(' '))).value_or(0);
  }
  return 0;
}

std::string_view ecs_architecture(std::string_view machine) {
  if (machine == "x86_64") return "x86_64";
  if (machine == "aarch64" || machine == "arm64") return "arm64";
  return {};
}

}  // namespace

Result<ports::Host> host_of(std::string_view cpuinfo, std::string_view meminfo,
                            std::string_view machine) {
  const auto count = processors(cpuinfo);
  const auto memory = memory_total(meminfo) / 1024;
  const auto architecture = ecs_architecture(machine);
  if (count == 0) return fail(ErrorCode::input_output, "/proc/cpuinfo names no processor.");
  if (memory == 0 || memory > std::numeric_limits<std::int32_t>::max()) {
    return fail(ErrorCode::input_output, "/proc/meminfo has no usable MemTotal.");
  }
  if (architecture.empty()) {
    return fail(ErrorCode::refused,
                fmt::format("The processor {} has no name in Amazon ECS.", machine));
  }
  return ports::Host{.cpu = count * cpu_units_per_processor,
                     .memory = static_cast<std::int32_t>(memory),
                     .cpu_architecture = std::string(architecture)};
}

Result<ports::Host> read_host() {
  const auto cpuinfo = TRY(read_text("/proc/cpuinfo"));
  const auto meminfo = TRY(read_text("/proc/meminfo"));
  utsname kernel{};
  if (uname(&kernel) != 0) return fail(ErrorCode::input_output, "uname failed.");
  return host_of(cpuinfo, meminfo, kernel.machine);
}

}  // namespace berth::adapters
