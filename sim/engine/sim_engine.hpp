#pragma once
// The ContainerEngine port's twin: one agent's connection to the Daemon of its host. It adds what
// lies between them: time, deadlines, the engine's own failures and an event stream that may lose
// events or close. A call that was under way when the engine stopped answers unreachable; one whose
// agent dies is carried out all the same. A mutant makes it tell one particular lie.

#include <memory>

#include "ports/clock.hpp"
#include "ports/container_engine.hpp"
#include "sim/engine/daemon.hpp"
#include "sim/engine/faults.hpp"
#include "sim/kernel/reply.hpp"

namespace berth::sim {

class SimEngine final : public ports::ContainerEngine {
 public:
  SimEngine(Scheduler& scheduler, Process process, ports::Clock& clock, Daemon& daemon,
            const EngineFaults& faults, SimEntropy entropy, Mutant mutant = Mutant::none)
      : scheduler_(scheduler),
        process_(process),
        clock_(clock),
        daemon_(daemon),
        faults_(faults),
        entropy_(entropy),
        mutant_(mutant),
        born_(scheduler.now()) {}

  Answer<gen::docker::Version> version(Duration timeout) override;
  Answer<gen::docker::ImageInspect> inspect_image(std::string image, Duration timeout) override;
  Answer<void> pull_image(std::string image, Duration timeout) override;
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
  Answer<void> remove_image(std::string image, Duration timeout) override;
  Answer<void> remove_volume(std::string name, Duration timeout) override;
  Answer<ports::TaskCgroup> create_task_cgroup(ports::TaskLimits limits, Duration timeout) override;
  Answer<void> remove_task_cgroup(std::string task_id, Duration timeout) override;
  Answer<std::unique_ptr<ports::EngineEvents>> events(Instant since, Duration timeout) override;

 private:
  /// What a mutant answers instead of an error.
  template <class T>
  struct Lie {
    Mutant mutant = Mutant::none;
    Result<T> instead = berth::fail(ErrorCode::refused, "no lie");
    /// How the engine fails when no mutant lies.
    ErrorCode failure = ErrorCode::refused;
  };
  /// Carries `effect` out after `work` and answers what it answered. `name` is a literal.
  template <class T, class Effect>
  Answer<T> call(const char* name, Daemon::Work work, Duration timeout, Effect effect,
                 Lie<T> lie = {});
  Duration draw(int times);

  Scheduler& scheduler_;
  Process process_;
  ports::Clock& clock_;
  Daemon& daemon_;
  const EngineFaults& faults_;
  SimEntropy entropy_;
  Mutant mutant_;
  Instant born_;
  enum class Probed : std::uint8_t { no, yes } probed_{};
};

}  // namespace berth::sim
