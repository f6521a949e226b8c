#pragma once
// A task's cgroup as folders and files of the kernel's cgroup file systems (driver cgroupfs). The
// calls are a few short system calls and do not wait.

#include <string>
#include <vector>

#include "adapters/cgroup/task_cgroup.hpp"
#include "base/result.hpp"

namespace berth::adapters {

/// What to write into which file of the task's cgroup.
struct CgroupSetting {
  std::string controller;  // "cpu", "memory"
  std::string file;
  std::string value;

  bool operator==(const CgroupSetting&) const = default;
};

/// The limits as the kernel takes them: a quota of each 100 ms, or shares where there is no quota;
/// bytes of memory.
std::vector<CgroupSetting> cgroup_settings(CgroupVersion version, const ports::TaskLimits& limits);

Result<void> make_cgroup_folder(const CgroupHost& host, const ports::TaskLimits& limits);
Result<void> remove_cgroup_folder(const CgroupHost& host, const std::string& task_id);

}  // namespace berth::adapters
