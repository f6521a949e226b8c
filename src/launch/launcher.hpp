#pragma once
// From a wanted task to the row of a placed one: gathers the instances and their load from the
// state, lets rules/placement choose, gives the task its address and its ids. RunTask and the
// service scheduler both launch through here.
//
// A Launcher lives for one decision. It remembers what it has given out, so that the tasks of one
// decision do not take the same room, host port or address.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/entropy.hpp"
#include "rules/new_task.hpp"
#include "rules/placement.hpp"
#include "state/state.hpp"

namespace berth::launch {

/// Why a task was not placed on one instance; without an ARN, on none at all.
struct Failure {
  std::optional<model::ContainerInstanceArn> container_instance_arn;
  std::string reason;
};

struct Launched {
  /// Not yet part of the state.
  std::optional<model::Task> task;
  std::vector<Failure> failures;
};

class Launcher {
 public:
  Launcher(const state::State& state, ports::Entropy& entropy, Instant now)
      : state_(state), entropy_(entropy), now_(now) {}

  /// Places one task. `network` is the configuration of an awsvpc task; it must have been
  /// validated.
  Launched launch(const rules::TaskWish& wish,
                  const std::optional<gen::ecs::NetworkConfiguration>& network);

  /// Places one task on the named instance (StartTask).
  Launched launch_on(const model::ContainerInstance& instance, const rules::TaskWish& wish,
                     const std::optional<gen::ecs::NetworkConfiguration>& network);

 private:
  std::vector<rules::Candidate> candidates(const rules::TaskWish& wish) const;
  rules::Candidate candidate(const model::ContainerInstance& instance,
                             const rules::TaskWish& wish) const;
  Launched choose(const std::vector<rules::Candidate>& candidates, const rules::TaskWish& wish,
                  const std::optional<gen::ecs::NetworkConfiguration>& network);
  const model::Subnet* choose_subnet(const model::ContainerInstance& instance,
                                     const rules::TaskWish& wish,
                                     const std::vector<const model::Subnet*>& subnets) const;
  std::optional<model::TaskNetwork> take_address(const model::Subnet& subnet,
                                                 const gen::ecs::AwsVpcConfiguration& network);
  rules::TaskIds draw_ids(const rules::TaskWish& wish);
  bool same_group(const model::Task& task, const rules::TaskWish& wish) const;

  const state::State& state_;
  ports::Entropy& entropy_;
  Instant now_;
  std::vector<model::Task> launched_;
  std::map<model::VpcId, std::set<std::uint32_t>> addresses_;
};

}  // namespace berth::launch
