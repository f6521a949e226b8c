#pragma once
// From a wanted task to the row of a placed one: gathers the instances and their load from the
// state, lets rules/placement choose, gives the task its address and its ids. RunTask and the
// service scheduler both launch through here.
//
// A Launcher lives for one decision about tasks of one kind. It remembers what it has given out, so
// that they do not take the same room, host port or address.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "launch/daemon_places.hpp"
#include "ports/entropy.hpp"
#include "rules/new_task.hpp"
#include "rules/placement/explanation.hpp"
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
  /// The closest instance first.
  std::vector<Failure> failures;
};

class Launcher {
 public:
  /// `network` is the configuration of an awsvpc task. It and the wish's constraints and
  /// strategies must have been validated.
  Launcher(const state::State& state, ports::Entropy& entropy, rules::TaskWish wish,
           const std::optional<gen::ecs::NetworkConfiguration>& network, Instant now);

  /// What the next tasks shall have, unlike those before.
  void use_capacity_provider(std::string name) { wish_.capacity_provider = std::move(name); }
  /// Only there, and beside those that are enough.
  void balance_zone(const std::string& zone);

  /// Places one more task.
  Launched launch();

  /// Places one more task on the named instance, whatever constraints and strategies say
  /// (StartTask, daemons).
  Launched launch_on(const model::ContainerInstance& instance);

  /// What one more task would find on each instance.
  std::vector<rules::Verdict> explain();

 private:
  void gather();
  void gather_hidden();
  void gather_in_cluster();
  void count_group();
  rules::Candidate candidate(const model::ContainerInstance& instance);
  void keep_daemon_room(rules::Candidate& candidate);
  void reserve(rules::Candidate& candidate, const model::Resources& more);
  Launched put(rules::Candidate& chosen, std::string reason);
  const model::Subnet* choose_subnet(const model::ContainerInstance& instance) const;
  std::optional<model::TaskNetwork> take_address(const model::Subnet& subnet);
  rules::TaskIds draw_ids();
  std::vector<Failure> failures(const rules::Placement& placement) const;

  const state::State& state_;
  ports::Entropy& entropy_;
  rules::TaskWish wish_;
  std::optional<gen::ecs::AwsVpcConfiguration> network_;
  Instant now_;
  std::vector<const model::Subnet*> subnets_;
  rules::PlacementRequest request_;
  DaemonRoom daemon_room_;
  enum class Scope : std::uint8_t { named, all } gathered_ = Scope::named;
  std::vector<rules::Candidate> candidates_;
  /// What candidates' reservations point at, where it is not what the state says.
  std::deque<model::Resources> reserved_;
  /// What this launcher has given out.
  std::map<std::string, std::int32_t> launched_by_zone_;
  std::map<model::VpcId, std::set<std::uint32_t>> addresses_;
};

}  // namespace berth::launch
