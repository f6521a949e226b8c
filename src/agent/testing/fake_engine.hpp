#pragma once
// A container engine in memory. It does what it is told at once; a test makes containers end, lets
// calls fail, takes the engine away and listens to what was asked ("create web", "stop web").
// Containers go by the task definition's container name, taken from their label. Its functions
// stand in fake_engine_test.cpp, so that they are part of the test program only.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/container_engine.hpp"
#include "ports/event.hpp"

namespace berth::agent::testing {

struct FakeContainer {
  std::string id, name;
  gen::docker::ContainerCreateBody body;
  std::string status = "created";
  std::int32_t exit_code = 0;
  bool oom_killed = false;
  std::string health;
  Instant created{}, started{}, finished{};
};

class FakeEngine final : public ports::ContainerEngine {
 public:
  explicit FakeEngine(ports::Clock& clock);

  // ---- What a test does.

  void exit(const std::string& name, std::int32_t code);
  /// Docker learns that memory ran out in it, which may be before or after its end.
  void run_out_of_memory(const std::string& name);
  void turn_health(const std::string& name, const std::string& health);
  /// A human's `docker rm -f`.
  void remove_by_hand(const std::string& name);
  /// Every call fails and the event stream ends; `away = false` brings the engine back.
  void go_away();
  void end_stream();
  /// The next call of that name ("create", "start", …) fails. "create answer", "start answer" and
  /// "cgroup answer" lose the answer to what did happen.
  void fail_next(const std::string& call, Error error);
  FakeContainer* by_name(const std::string& name);
  /// What was asked since the last look, but for inspections and lists.
  std::vector<std::string> asked();

  std::map<std::string, gen::docker::ImageInspect> images;
  std::map<std::string, FakeContainer> containers;
  std::map<std::string, ports::NetworkSpec> networks;
  std::set<std::string> volumes, cgroups;
  /// With `events` off nothing that happens is told.
  bool away = false, events_on = true, ignores_term = false, cgroups_refused = false;
  /// How long "pull", "create", "start" and "rmi" take.
  std::map<std::string, Duration> delays;
  int inspections = 0;
  /// What the agent last gave each call for its answer.
  std::map<std::string, Duration> deadlines;
  /// A started container ends at once with this code.
  std::optional<std::int32_t> exits_at_once;

  // ---- The port.

  Answer<gen::docker::Version> version(Duration) override;
  Answer<gen::docker::ImageInspect> inspect_image(std::string image, Duration) override;
  Answer<void> pull_image(std::string image, Duration) override;
  Answer<void> remove_image(std::string image, Duration) override;
  Answer<void> load_image(std::string archive, Duration) override;
  Answer<std::string> create_container(std::string name, gen::docker::ContainerCreateBody body,
                                       Duration) override;
  Answer<void> start_container(std::string id, Duration) override;
  Answer<void> stop_container(std::string id, Duration grace, Duration) override;
  Answer<void> remove_container(std::string id, Duration) override;
  Answer<gen::docker::ContainerInspect> inspect_container(std::string id, Duration) override;
  Answer<std::vector<gen::docker::ContainerSummary>> list_containers(std::string label,
                                                                     Duration) override;
  Answer<gen::docker::ContainerStats> container_stats(std::string id, Duration) override;
  Answer<void> ensure_network(ports::NetworkSpec spec, Duration) override;
  Answer<void> remove_network(std::string name, Duration) override;
  Answer<void> create_volume(gen::docker::VolumeCreateBody body, Duration) override;
  Answer<void> remove_volume(std::string name, Duration) override;
  Answer<ports::TaskCgroup> create_task_cgroup(ports::TaskLimits limits, Duration) override;
  Answer<void> remove_task_cgroup(std::string task_id, Duration) override;
  Answer<std::unique_ptr<ports::EngineEvents>> events(Instant since, Duration) override;

 private:
  struct Stream {
    explicit Stream(ports::Clock& clock) : arrived(clock) {}
    std::deque<ports::EngineEvent> queue;
    ports::Event arrived;
    bool open = true;
  };
  class Events;

  const FakeContainer* find(const std::string& id_or_name) const;
  void note(const std::string& what, const std::string& id);
  std::optional<Error> refusal(const std::string& call);
  std::optional<Error> refusal(const std::string& call, Duration timeout);
  boost::asio::awaitable<void> delay(std::string call);
  void tell(const std::string& action, const FakeContainer& container,
            std::optional<std::int32_t> exit_code);

  ports::Clock& clock_;
  std::weak_ptr<Stream> stream_;
  std::map<std::string, std::deque<Error>> failures_;
  std::vector<std::string> asked_;
  int last_id_ = 0;
};

}  // namespace berth::agent::testing
