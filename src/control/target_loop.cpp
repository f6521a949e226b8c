#include "control/target_loop.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "control/target_group_use.hpp"
#include "rules/load_balancing/target_registration.hpp"

namespace berth::control {

namespace {

namespace health = rules::load_balancing;
using namespace std::chrono_literals;

/// With every probe slot taken, waiting targets are looked at again after this time.
constexpr Duration slots_look_again = 100ms;

bool is_draining(const model::Target& target) {
  return target.health.state == model::TargetState::draining;
}

/// Whether the target can get traffic, and so is probed.
bool is_probed(const model::Target& target, const std::set<std::string>& zones) {
  return !zones.empty() && !is_draining(target) && health::in_enabled_zone(target, zones);
}

health::HealthCheckResult result_of(const ports::ProbeResult& result) {
  switch (result.outcome) {
    case ports::ProbeOutcome::answered: return {health::CheckOutcome::answered, result.status};
    case ports::ProbeOutcome::timed_out: return {health::CheckOutcome::timed_out, 0};
    case ports::ProbeOutcome::failed: break;
  }
  return {health::CheckOutcome::failed, 0};
}

Duration interval_of(const model::TargetGroup& group) {
  return std::chrono::seconds{group.health_check.interval};
}

std::string_view text_of(model::TargetState state) {
  constexpr std::string_view texts[] = {"initial", "healthy", "unhealthy", "draining"};
  return texts[static_cast<std::size_t>(state)];
}

}  // namespace

TargetLoop::TargetLoop(ledger::Ledger& ledger, ports::Prober& prober, ports::Entropy& entropy,
                       Log log, TargetLoopOptions options)
    : ledger_(ledger),
      prober_(prober),
      entropy_(entropy),
      log_(std::move(log)),
      options_(options),
      self_(std::make_shared<TargetLoop*>(this)) {}

void TargetLoop::on_change(const state::Change& change) {
  switch (change.subject) {
    case state::Subject::target_group: noted_.insert(model::TargetGroupArn(change.key)); break;
    // Which groups a listener or a load balancer used before is not known any more.
    case state::Subject::load_balancer:
    case state::Subject::listener:
    case state::Subject::everything: everything_noted_ = true; break;
    default: break;
  }
}

void TargetLoop::step(Instant now) {
  last_step_ = now;
  follow_noted(now);
  end_draining(now);
  start_probes(now);
}

std::optional<Instant> TargetLoop::due() const {
  std::optional<Instant> next;
  if (!drains_.empty()) next = drains_.begin()->first;
  if (!timers_.empty()) {
    auto probe = timers_.begin()->first;
    if (in_flight_ >= options_.probes_max) probe = std::max(probe, last_step_ + slots_look_again);
    next = next ? std::min(*next, probe) : probe;
  }
  return next;
}

void TargetLoop::follow_noted(Instant now) {
  auto noted = std::exchange(noted_, {});
  if (std::exchange(everything_noted_, false)) {
    for (const auto& [arn, group] : ledger_.state().target_groups()) noted.insert(arn);
    for (const auto& [name, watch] : watches_) noted.insert(name.group);
  }
  for (const auto& arn : noted) follow(arn, now);
}

void TargetLoop::follow(const model::TargetGroupArn& arn, Instant now) {
  const auto& state = ledger_.state();
  const auto* group = state.target_groups().find(arn);
  const auto zones = enabled_zones(state, arn);
  forget_gone(arn, group, zones);
  if (!group) return;
  std::vector<model::Target> unused;
  std::vector<model::TargetKey> drained;
  for (const auto& target : group->targets) {
    if (is_draining(target)) {
      // Without a load balancer there are no requests to wait for.
      if (zones.empty()) drained.push_back(target.key);
      drains_.insert({target.drained_at.value_or(now), Name{arn, target.key}});
    } else if (is_probed(target, zones)) {
      watch(*group, target, now);
    } else if (target.health != health::unchecked_health) {
      unused.push_back(target);
      unused.back().health = health::unchecked_health;
    }
  }
  std::vector<state::Command> commands;
  if (!unused.empty()) commands.push_back(state::PutTargets{arn, std::move(unused)});
  if (!drained.empty()) commands.push_back(state::RemoveTargets{arn, std::move(drained)});
  ledger_.commit(std::move(commands));
}

void TargetLoop::forget_gone(const model::TargetGroupArn& arn, const model::TargetGroup* group,
                             const std::set<std::string>& zones) {
  auto place = watches_.lower_bound(Name{arn, {}});
  while (place != watches_.end() && place->first.group == arn) {
    const auto& [name, watch] = *place;
    const auto* target = group ? find_target(*group, name.key) : nullptr;
    if (target && target->registered_at == watch.registered_at && is_probed(*target, zones)) {
      ++place;
      continue;
    }
    timers_.erase({watch.next, name});
    place = watches_.erase(place);
  }
}

void TargetLoop::watch(const model::TargetGroup& group, const model::Target& target, Instant now) {
  const auto interval = interval_of(group);
  const auto [place, added] = watches_.try_emplace(Name{group.arn, target.key});
  auto& [name, watch] = *place;
  if (!added) {
    // The interval may have become shorter.
    if (watch.regular > now + interval + interval / 4) watch.regular = now + interval;
    if (watch.next > watch.regular) set_timer(name, watch, watch.regular);
    return;
  }
  const bool unproven = target.health.state == model::TargetState::initial;
  watch.serial = ++last_serial_;
  watch.registered_at = target.registered_at;
  // After a restart all known targets are new to us: their checks are spread over the interval.
  watch.regular = unproven ? now : now + part_of(interval);
  if (unproven) watch.offset = part_of(interval / 4);
  set_timer(name, watch, watch.regular);
}

void TargetLoop::set_timer(const Name& name, Watch& watch, Instant when) {
  timers_.erase({watch.next, name});
  watch.next = when;
  timers_.insert({when, name});
}

void TargetLoop::end_draining(Instant now) {
  std::map<model::TargetGroupArn, std::vector<model::TargetKey>> drained;
  while (!drains_.empty() && drains_.begin()->first <= now) {
    const auto [end, name] = *drains_.begin();
    drains_.erase(drains_.begin());
    const auto* group = ledger_.state().target_groups().find(name.group);
    const auto* target = group ? find_target(*group, name.key) : nullptr;
    if (target && is_draining(*target) && target->drained_at.value_or(end) <= now) {
      drained[name.group].push_back(name.key);
      log_.info("target drained", {{"target_group", name.group.text()}, {"target", name.key.id}});
    }
  }
  for (auto& [arn, keys] : drained) {
    ledger_.commit({state::RemoveTargets{arn, std::move(keys)}});
  }
}

void TargetLoop::start_probes(Instant now) {
  while (in_flight_ < options_.probes_max && !timers_.empty() && timers_.begin()->first <= now) {
    const Name name = timers_.begin()->second;
    auto& watch = watches_.at(name);
    if (watch.probing) {
      set_timer(name, watch, now + options_.new_target_interval);
    } else {
      start_probe(name, watch, now);
    }
  }
}

void TargetLoop::start_probe(const Name& name, Watch& watch, Instant now) {
  const auto& group = ledger_.state().target_groups().at(name.group);
  const auto* target = find_target(group, name.key);
  check(target != nullptr, "a watched target is registered");
  const bool unproven = target->health.state == model::TargetState::initial;
  const bool regular = now >= watch.regular;
  if (regular) watch.regular = now + interval_of(group) + std::exchange(watch.offset, Duration{});
  const auto soon = now + options_.new_target_interval;
  set_timer(name, watch, unproven ? std::min(watch.regular, soon) : watch.regular);
  // It became healthy between its regular checks.
  if (!regular && !unproven) return;

  watch.probing = true;
  watch.counts = regular ? health::FailureCounts::yes : health::FailureCounts::no;
  ++in_flight_;
  const auto& settings = group.health_check;
  ports::ProbeRequest request{
      .address = target->address,
      .port = static_cast<std::uint16_t>(settings.port.value_or(target->key.port)),
      .path = settings.path,
      .timeout = std::chrono::seconds{settings.timeout}};
  prober_.probe(std::move(request), [self = std::weak_ptr(self_), name,
                                     serial = watch.serial](const ports::ProbeResult& result) {
    if (const auto loop = self.lock()) (*loop)->finish_probe(name, serial, result);
  });
}

void TargetLoop::finish_probe(const Name& name, std::uint64_t serial,
                              const ports::ProbeResult& result) {
  --in_flight_;
  const auto found = watches_.find(name);
  if (found == watches_.end() || found->second.serial != serial) return;
  auto& watch = found->second;
  watch.probing = false;
  const auto* group = ledger_.state().target_groups().find(name.group);
  const auto* target = group ? find_target(*group, name.key) : nullptr;
  if (!target || target->registered_at != watch.registered_at) return;
  auto checked = *target;
  checked.health = health::next_health(group->health_check, target->health, watch.run,
                                       result_of(result), watch.counts);
  if (checked.health == target->health) return;
  if (checked.health.state != target->health.state) {
    log_.info("target health changed", {{"target_group", name.group.text()},
                                        {"target", name.key.id},
                                        {"port", std::to_string(name.key.port)},
                                        {"state", std::string(text_of(checked.health.state))}});
  }
  ledger_.commit({state::PutTargets{name.group, {std::move(checked)}}});
}

Duration TargetLoop::part_of(Duration span) {
  const auto bound = static_cast<std::uint64_t>(span.count()) + 1;
  return Duration{static_cast<Duration::rep>(entropy_.below(bound))};
}

}  // namespace berth::control
