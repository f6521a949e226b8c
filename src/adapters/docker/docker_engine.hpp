#pragma once
// The ContainerEngine port on Docker Engine, or on anything that speaks its API (Podman's
// compatible socket), from API version 1.41 on. The task's cgroups are made beside the engine, so
// the engine must run on this host.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cgroup/task_cgroup.hpp"
#include "adapters/docker/docker_client.hpp"
#include "ports/clock.hpp"
#include "ports/container_engine.hpp"

namespace berth::adapters {

class DockerEngine final : public ports::ContainerEngine {
 public:
  /// Connects to nothing yet: each call does, on its own coroutine's executor, which must be one
  /// and the same for all calls and the clock.
  explicit DockerEngine(ports::Clock& clock, DockerOptions options = {});

  Answer<gen::docker::Version> version(Duration timeout) override;

  Answer<gen::docker::ImageInspect> inspect_image(std::string image, Duration timeout) override;
  Answer<void> pull_image(std::string image, Duration timeout) override;
  Answer<void> remove_image(std::string image, Duration timeout) override;
  Answer<void> load_image(std::string archive, Duration timeout) override;

  Answer<std::string> create_container(std::string name, gen::docker::ContainerCreateBody body,
                                       Duration timeout) override;
  Answer<void> start_container(std::string id, Duration timeout) override;
  Answer<void> stop_container(std::string id, Duration grace, Duration timeout) override;
  Answer<void> remove_container(std::string id, Duration timeout) override;
  Answer<gen::docker::ContainerInspect> inspect_container(std::string id_or_name,
                                                          Duration timeout) override;
  Answer<std::vector<gen::docker::ContainerSummary>> list_containers(std::string label,
                                                                     Duration timeout) override;
  Answer<gen::docker::ContainerStats> container_stats(std::string id, Duration timeout) override;

  Answer<void> ensure_network(ports::NetworkSpec spec, Duration timeout) override;
  Answer<void> remove_network(std::string name, Duration timeout) override;

  Answer<void> create_volume(gen::docker::VolumeCreateBody body, Duration timeout) override;
  Answer<void> remove_volume(std::string name, Duration timeout) override;

  Answer<ports::TaskCgroup> create_task_cgroup(ports::TaskLimits limits, Duration timeout) override;
  Answer<void> remove_task_cgroup(std::string task_id, Duration timeout) override;

  Answer<std::unique_ptr<ports::EngineEvents>> events(Instant since, Duration timeout) override;

 private:
  /// A call whose answer is only a success.
  Answer<void> order(DockerCall call, Duration timeout);
  /// Who makes cgroups on this host, asked of the engine once.
  Answer<CgroupHost> cgroup_host(Duration timeout);

  DockerClient client_;
  /// Of two that make the same network at once the engine refuses one, because their subnets
  /// overlap, before it knows that the names are the same.
  CallSlots network_turn_;
  std::optional<CgroupHost> cgroup_host_;
};

}  // namespace berth::adapters
