#pragma once
// The cgroup that all containers of a task share, with the task's own limits (agent-protocol §9.4).
//
// Where Docker keeps its cgroups itself (driver cgroupfs) the folders below /sys/fs/cgroup are ours
// to make: ecs/<task id> in each hierarchy of version 1, or in the one tree of version 2. Where
// systemd keeps them (driver systemd) the cgroup is a transient unit, ecstasks-<task id>.slice.
// Making one that is there and removing one that is not both succeed, so that a restarted agent may
// do it again. Error refused: this process may not, or the kernel said no to a limit.

#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/container_engine.hpp"

namespace berth::adapters {

enum class CgroupDriver : unsigned char { cgroupfs, systemd };
enum class CgroupVersion : unsigned char { v1, v2 };

struct CgroupHost {
  CgroupDriver driver = CgroupDriver::cgroupfs;
  CgroupVersion version = CgroupVersion::v2;
  /// Where the cgroup file systems are mounted.
  std::string root = "/sys/fs/cgroup";
  /// systemd's own socket.
  std::string systemd_socket = "/run/systemd/private";
};

/// From the CgroupDriver and CgroupVersion of `docker info`; refused for an engine without cgroups.
Result<CgroupHost> cgroup_host_of(std::string_view driver, std::string_view version);

boost::asio::awaitable<Result<ports::TaskCgroup>> create_task_cgroup(CgroupHost host,
                                                                     ports::TaskLimits limits,
                                                                     Duration timeout);

/// Every container of the task must be removed before; else refused.
boost::asio::awaitable<Result<void>> remove_task_cgroup(CgroupHost host, std::string task_id,
                                                        Duration timeout);

}  // namespace berth::adapters
