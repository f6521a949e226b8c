#pragma once
// What the agent asks of Docker (or anything that speaks like it): images, containers, networks,
// events. Bodies are Docker's own (models/docker.smithy), because ECS passes Docker's Config and
// HostConfig through to it. Every call has a deadline; expiry answers timed_out, an absent engine
// unreachable, Docker's own refusals refused/not_found/already_exists with Docker's text.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "gen/docker/types.hpp"

namespace berth::ports {

struct EngineEvent {
  /// "die", "oom", "start", "stop", "health_status: healthy", "destroy", …
  std::string action;
  std::string container_id;
  Instant at{};
  /// From a die event.
  std::optional<std::int32_t> exit_code;
};

/// A stream of events; next() answers closed when the engine went away.
class EngineEvents {
 public:
  virtual ~EngineEvents() = default;
  virtual boost::asio::awaitable<Result<EngineEvent>> next() = 0;
};

struct NetworkSpec {
  std::string name;
  std::string subnet;   // "172.31.0.0/16"
  std::string gateway;  // "172.31.0.1"
  std::string bridge;   // Interface name, at most 15 characters.
  /// Networks whose names begin so are left over from others of our kind: unused, they give way.
  std::string kin;
};

/// Limits of the cgroup that all containers of a task share.
struct TaskCgroup {
  /// Parent for HostConfig.CgroupParent.
  std::string parent;
};
struct TaskLimits {
  std::string task_id;
  std::optional<double> cpu;  // vCPU: a hard limit.
  /// Without `cpu`: the sum of the containers' CpuShares, a weight against other tasks.
  std::optional<std::int64_t> cpu_shares;
  std::optional<std::int64_t> memory;  // bytes
};

class ContainerEngine {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<Result<T>>;

  virtual ~ContainerEngine() = default;

  virtual Answer<gen::docker::Version> version(Duration timeout) = 0;

  /// Answers not_found when the engine has no such image.
  virtual Answer<gen::docker::ImageInspect> inspect_image(std::string image, Duration timeout) = 0;
  virtual Answer<void> pull_image(std::string image, Duration timeout) = 0;
  /// Refused while a container, running or not, uses it.
  virtual Answer<void> remove_image(std::string image, Duration timeout) = 0;
  /// Loads a `docker save` style archive (the pause image).
  virtual Answer<void> load_image(std::string archive, Duration timeout) = 0;

  /// Answers the new container's id; already_exists when the name is taken.
  virtual Answer<std::string> create_container(std::string name,
                                               gen::docker::ContainerCreateBody body,
                                               Duration timeout) = 0;
  virtual Answer<void> start_container(std::string id, Duration timeout) = 0;
  /// SIGTERM (or the image's signal), SIGKILL after `grace`; `timeout` covers both.
  virtual Answer<void> stop_container(std::string id, Duration grace, Duration timeout) = 0;
  /// With its anonymous volumes, by force.
  virtual Answer<void> remove_container(std::string id, Duration timeout) = 0;
  virtual Answer<gen::docker::ContainerInspect> inspect_container(std::string id_or_name,
                                                                  Duration timeout) = 0;
  /// All containers, running or not, that carry the label ("key" or "key=value").
  virtual Answer<std::vector<gen::docker::ContainerSummary>> list_containers(std::string label,
                                                                             Duration timeout) = 0;
  virtual Answer<gen::docker::ContainerStats> container_stats(std::string id, Duration timeout) = 0;

  /// Creates the bridge network unless a network of that name exists. Refused, with the name of
  /// the one in the way, while another network holds addresses of its subnet; but unused ones of
  /// its kin are removed.
  virtual Answer<void> ensure_network(NetworkSpec spec, Duration timeout) = 0;
  virtual Answer<void> remove_network(std::string name, Duration timeout) = 0;

  virtual Answer<void> create_volume(gen::docker::VolumeCreateBody body, Duration timeout) = 0;
  virtual Answer<void> remove_volume(std::string name, Duration timeout) = 0;

  /// Makes the task's cgroup with its limits, or answers refused where this host does not let us.
  virtual Answer<TaskCgroup> create_task_cgroup(TaskLimits limits, Duration timeout) = 0;
  virtual Answer<void> remove_task_cgroup(std::string task_id, Duration timeout) = 0;

  /// Events from `since` on, so that none is lost between listing and watching.
  virtual Answer<std::unique_ptr<EngineEvents>> events(Instant since, Duration timeout) = 0;
};

}  // namespace berth::ports
