#pragma once
// The units of work on a task: each is one file in steps/, takes time, and may fail. StepsUnderWay
// says which ones run right now; at most one per container, so steps never race each other.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace berth::agent::plan {

enum class StepKind : std::uint8_t {
  // Of the task; `container` is 0.
  prepare_network,
  prepare_cgroup,
  prepare_volumes,
  remove_task,
  // Of one container.
  pull_image,
  create_container,
  start_container,
  inspect_container,
  stop_container,
};

struct Step {
  StepKind kind{};
  std::size_t container = 0;

  bool operator==(const Step&) const = default;
};

constexpr bool of_container(StepKind kind) { return kind >= StepKind::pull_image; }

class StepsUnderWay {
 public:
  void begin(Step step) { steps_.push_back(step); }
  void end(Step step) { std::erase(steps_, step); }
  bool empty() const { return steps_.empty(); }
  bool has(Step step) const { return std::ranges::find(steps_, step) != steps_.end(); }
  bool busy(std::size_t container) const {
    return std::ranges::any_of(steps_, [&](const Step& step) {
      return of_container(step.kind) && step.container == container;
    });
  }
  bool pulling(std::size_t container) const { return has({StepKind::pull_image, container}); }

 private:
  std::vector<Step> steps_;
};

}  // namespace berth::agent::plan
