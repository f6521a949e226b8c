#include <algorithm>
#include <map>
#include <string_view>

#include "rules/deployments/percent.hpp"
#include "rules/services/schedules/schedules.hpp"
#include "rules/services/service_events.hpp"

namespace berth::rules {

namespace {

using model::ContainerInstanceStatus;

class DaemonKeeper {
 public:
  explicit DaemonKeeper(Round& round) : round_(round) {
    for (const auto& each : round_.tasks) {
      if (!is_alive(each.task())) continue;
      alive_[each.task().container_instance_arn.text()].push_back(&each);
    }
  }

  bool run() {
    count_places();
    if (!round_.is_active()) {
      for (const auto& each : round_.tasks) {
        if (each.wanted) round_.stop_for_scaling(each);
      }
      return false;
    }
    find_spare();
    for (const auto& place : round_.facts.places) look_at(place);
    return rests_;
  }

 private:
  /// It shall have a task: also while its agent is away.
  static bool is_served(const DaemonPlace& place) {
    return place.suitable && place.instance->status == ContainerInstanceStatus::active;
  }

  void count_places() {
    const auto places = std::ranges::count_if(round_.facts.places, is_served);
    const auto count = round_.is_active() ? static_cast<std::int32_t>(places) : 0;
    auto& desired = round_.plan.service.desired_count;
    round_.changed |= desired != count;
    desired = count;
  }

  void find_spare() {
    std::int32_t healthy = 0;
    for (const auto& place : round_.facts.places) {
      // What still runs on an instance that is left makes up for none elsewhere.
      if (!is_served(place)) continue;
      for (const auto* each : alive_on(place)) healthy += each->healthy ? 1 : 0;
    }
    const auto& service = round_.plan.service;
    spare_ = healthy - healthy_count_min(service.desired_count, service.minimum_healthy_percent);
  }

  const std::vector<const TaskStanding*>& alive_on(const DaemonPlace& place) const {
    static const std::vector<const TaskStanding*> none;
    const auto found = alive_.find(place.instance->arn.text());
    return found == alive_.end() ? none : found->second;
  }

  void look_at(const DaemonPlace& place) {
    const auto& here = alive_on(place);
    if (!is_served(place)) return leave(place, here);
    bool stays = false, serves = false;
    for (const auto* each : here) {
      if (!each->wanted || !keep(*each, stays)) continue;
      stays = true;
      serves |= each->healthy && each->deployment == 0u;
    }
    rests_ &= serves;
    // The old task ends before the new one starts: both would want the same ports.
    if (here.empty()) start(place);
  }

  /// The daemon's is the last task to leave a draining instance (behaviour §1.16).
  void leave(const DaemonPlace& place, const std::vector<const TaskStanding*>& here) {
    const bool draining = place.instance->status == ContainerInstanceStatus::draining;
    for (const auto* each : here) {
      rests_ = false;
      if (!each->wanted || (draining && place.suitable && place.serves_others)) continue;
      if (!place.suitable) {
        round_.tell(daemon_misplaced_event(round_.service, each->task()));
      }
      round_.stop_for_scaling(*each);
    }
  }

  /// Whether the task stays for now.
  bool keep(const TaskStanding& each, bool is_second) {
    if (each.sick && each.deployment == 0u) {
      if (!each.other_version) round_.count_failure(round_.deployment(0));
      round_.tell(unhealthy_event(round_.service, each));
      round_.stop(each, unhealthy_reason(each));
      return false;
    }
    if (!is_second && !may_replace(each)) return true;
    if (each.healthy) --spare_;
    round_.stop_for_scaling(each);
    return false;
  }

  /// Whether it is of an older deployment and may go for its successor. A failed deployment
  /// replaces nothing: what is left of older ones is all that serves.
  bool may_replace(const TaskStanding& each) {
    const bool failed = round_.deployment(0).rollout_state == model::RolloutState::failed;
    if (each.deployment == 0u || failed || each.shielded) return false;
    return !each.healthy || spare_ > 0;
  }

  void start(const DaemonPlace& place) {
    rests_ = false;
    const auto& deployment = round_.deployment(0);
    if (deployment.rollout_state == model::RolloutState::failed) return;
    if (!place.instance->agent_connected) return;
    const auto& until = deployment.throttled_until;
    if (until && round_.now < *until) return round_.look_again_at(*until);
    round_.plan.start.push_back({deployment.id, 1, 0, place.instance->arn, std::nullopt});
  }

  Round& round_;
  /// Alive tasks of the service, by the ARN of their instance.
  std::map<std::string, std::vector<const TaskStanding*>, std::less<>> alive_;
  std::int32_t spare_ = 0;
  bool rests_ = true;
};

}  // namespace

bool schedule_daemon(Round& round) { return DaemonKeeper(round).run(); }

}  // namespace berth::rules
