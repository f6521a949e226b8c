#include "adapters/cgroup/cgroup_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <set>
#include <sys/stat.h>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace berth::adapters {

namespace {

constexpr std::int64_t cpu_period = 100'000;   // Microseconds.
constexpr std::int64_t cpu_quota_min = 1'000;  // The kernel takes no less.
constexpr std::int64_t cpu_shares_min = 2, cpu_shares_max = 262'144;

/// The folder of every task's cgroup, below a hierarchy's root.
constexpr std::string_view ecs_folder = "ecs";

std::unexpected<Error> refused(std::string_view what, const std::string& path, int failure) {
  return fail(ErrorCode::refused,
              fmt::format("Cannot {} the task's cgroup at {}: {}", what, path,
                          std::error_code(failure, std::system_category()).message()));
}

Result<void> make_folder(const std::string& path) {
  if (mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) return {};
  return refused("create", path, errno);
}

Result<void> write_file(const std::string& path, const std::string& value) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return refused("set a limit of", path, errno);
  const auto written = write(file, value.data(), value.size());
  const int failure = written < 0 ? errno : EIO;
  close(file);
  if (written != static_cast<ssize_t>(value.size()))
    return refused("set a limit of", path, failure);
  return {};
}

std::int64_t quota_of(double cpu) {
  return std::max<std::int64_t>(cpu_quota_min, std::llround(cpu * cpu_period));
}

/// Version 2 counts from 1 to 10000 what version 1 counts from 2 to 262144.
std::int64_t weight_of(std::int64_t shares) {
  return 1 + (shares - cpu_shares_min) * 9'999 / (cpu_shares_max - cpu_shares_min);
}

/// The hierarchies' roots: all controllers in one, or one for each controller.
std::string hierarchy(const CgroupHost& host, const std::string& controller) {
  return host.version == CgroupVersion::v2 ? host.root : host.root + "/" + controller;
}

Result<void> make_in(const std::string& root, const ports::TaskLimits& limits) {
  const auto parent = fmt::format("{}/{}", root, ecs_folder);
  TRY_VOID(make_folder(parent));
  return make_folder(parent + "/" + limits.task_id);
}

/// In version 2 a parent must name the controllers that its children may use.
Result<void> hand_controllers_down(const CgroupHost& host) {
  if (host.version == CgroupVersion::v1) return {};
  for (const auto& parent : {host.root, fmt::format("{}/{}", host.root, ecs_folder)}) {
    TRY_VOID(write_file(parent + "/cgroup.subtree_control", "+cpu +memory"));
  }
  return {};
}

/// Docker makes the parent in every hierarchy of version 1, also in those where we set nothing.
std::set<std::string> every_hierarchy(const CgroupHost& host) {
  if (host.version == CgroupVersion::v2) return {host.root};
  std::set<std::string> roots;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(host.root, ignored)) {
    if (!entry.is_symlink(ignored)) roots.insert(entry.path());
  }
  return roots;
}

}  // namespace

std::vector<CgroupSetting> cgroup_settings(CgroupVersion version, const ports::TaskLimits& limits) {
  const bool v1 = version == CgroupVersion::v1;
  std::vector<CgroupSetting> settings;
  if (limits.cpu) {
    const auto quota = quota_of(*limits.cpu);
    if (v1) {
      settings.push_back({"cpu", "cpu.cfs_period_us", fmt::format("{}", cpu_period)});
      settings.push_back({"cpu", "cpu.cfs_quota_us", fmt::format("{}", quota)});
    } else {
      settings.push_back({"cpu", "cpu.max", fmt::format("{} {}", quota, cpu_period)});
    }
  } else if (limits.cpu_shares) {
    const auto shares = std::clamp(*limits.cpu_shares, cpu_shares_min, cpu_shares_max);
    settings.push_back({"cpu", v1 ? "cpu.shares" : "cpu.weight",
                        fmt::format("{}", v1 ? shares : weight_of(shares))});
  }
  if (limits.memory) {
    settings.push_back(
        {"memory", v1 ? "memory.limit_in_bytes" : "memory.max", fmt::format("{}", *limits.memory)});
  }
  return settings;
}

Result<void> make_cgroup_folder(const CgroupHost& host, const ports::TaskLimits& limits) {
  for (const auto* controller : {"cpu", "memory"}) {
    TRY_VOID(make_in(hierarchy(host, controller), limits));
  }
  TRY_VOID(hand_controllers_down(host));
  for (const auto& setting : cgroup_settings(host.version, limits)) {
    TRY_VOID(write_file(fmt::format("{}/{}/{}/{}", hierarchy(host, setting.controller), ecs_folder,
                                    limits.task_id, setting.file),
                        setting.value));
  }
  return {};
}

Result<void> remove_cgroup_folder(const CgroupHost& host, const std::string& task_id) {
  Result<void> outcome;
  for (const auto& root : every_hierarchy(host)) {
    const auto path = fmt::format("{}/{}/{}", root, ecs_folder, task_id);
    if (rmdir(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) continue;
    outcome = refused("remove", path, errno);
  }
  return outcome;
}

}  // namespace berth::adapters
