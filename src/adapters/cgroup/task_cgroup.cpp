#include "adapters/cgroup/task_cgroup.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "adapters/cgroup/cgroup_folder.hpp"
#include "adapters/cgroup/systemd_slice.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

std::string slice_of(const std::string& task_id) {
  return fmt::format("ecstasks-{}.slice", task_id);
}

/// The id becomes part of a path and of a unit's name, where '/' and '-' mean levels.
Result<void> admit_id(const std::string& task_id) {
  if (!task_id.empty() && only_alphanumeric_or(task_id, "_")) return {};
  return fail(ErrorCode::validation, fmt::format("'{}' cannot name a task's cgroup.", task_id));
}

SliceProperties slice_properties(const ports::TaskLimits& limits) {
  constexpr std::uint64_t second = 1'000'000;  // Microseconds.
  SliceProperties properties;
  if (limits.cpu) {
    properties.emplace_back("CPUQuotaPerSecUSec", std::llround(*limits.cpu * second));
  }
  for (const auto& setting : cgroup_settings(CgroupVersion::v2, limits)) {
    if (setting.file == "cpu.weight") {
      properties.emplace_back("CPUWeight", parse_unsigned(setting.value).value_or(1));
    }
  }
  if (limits.memory) properties.emplace_back("MemoryMax", *limits.memory);
  return properties;
}

/// A host whose systemd we cannot reach does not let us make cgroups; the engine is still there.
Error as_refusal(Error error) {
  if (error.code == ErrorCode::unreachable) error.code = ErrorCode::refused;
  return error;
}

Result<ports::TaskCgroup> make_whole_folder(const CgroupHost& host,
                                            const ports::TaskLimits& limits) {
  if (auto made = make_cgroup_folder(host, limits); !made) {
    // Half a cgroup would look like one with limits.
    (void)remove_cgroup_folder(host, limits.task_id);
    return std::unexpected(made.error());
  }
  return ports::TaskCgroup{.parent = "/ecs/" + limits.task_id};
}

}  // namespace

Result<CgroupHost> cgroup_host_of(std::string_view driver, std::string_view version) {
  CgroupHost host;
  if (driver == "systemd") {
    host.driver = CgroupDriver::systemd;
  } else if (driver != "cgroupfs") {
    return fail(ErrorCode::refused,
                fmt::format("The container engine does not use cgroups (driver '{}'), so a task "
                            "cannot have limits of its own.",
                            driver));
  }
  if (version != "1" && version != "2") {
    return fail(ErrorCode::refused, fmt::format("There is no cgroup version '{}'.", version));
  }
  host.version = version == "1" ? CgroupVersion::v1 : CgroupVersion::v2;
  return host;
}

asio::awaitable<Result<ports::TaskCgroup>> create_task_cgroup(CgroupHost host,
                                                              ports::TaskLimits limits,
                                                              Duration timeout) {
  if (auto admitted = admit_id(limits.task_id); !admitted) {
    co_return std::unexpected(admitted.error());
  }
  if (host.driver == CgroupDriver::cgroupfs) co_return make_whole_folder(host, limits);
  const auto slice = slice_of(limits.task_id);
  auto properties = slice_properties(limits);
  const auto started =
      co_await start_slice(host.systemd_socket, slice, std::move(properties), timeout);
  if (!started) co_return std::unexpected(as_refusal(started.error()));
  co_return ports::TaskCgroup{slice};
}

asio::awaitable<Result<void>> remove_task_cgroup(CgroupHost host, std::string task_id,
                                                 Duration timeout) {
  if (auto admitted = admit_id(task_id); !admitted) co_return std::unexpected(admitted.error());
  if (host.driver == CgroupDriver::cgroupfs) co_return remove_cgroup_folder(host, task_id);
  const auto slice = slice_of(task_id);
  const auto stopped = co_await stop_slice(host.systemd_socket, slice, timeout);
  if (!stopped) co_return std::unexpected(as_refusal(stopped.error()));
  co_return Result<void>{};
}

}  // namespace berth::adapters
