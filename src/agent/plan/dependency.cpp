#include "agent/plan/dependency.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "agent/status_text.hpp"

namespace berth::agent::plan {

namespace {

/// "db(postgres:16) (STOPPED->RUNNING) - Exit: 1".
std::string rendering(const TaskRecord& task, const ContainerRecord& container) {
  auto shown = fmt::format("{}({}) ({}->{})", container.name, container.image,
                           text(container.known), text(task.desired));
  if (container.exit_code) shown += fmt::format(" - Exit: {}", *container.exit_code);
  return shown;
}

std::string refusal(const TaskRecord& task, const ContainerRecord& needed,
                    const ContainerRecord& target, std::string_view why) {
  return fmt::format(
      "CannotStartContainerError: dependency graph: failed to resolve container ordering "
      "dependency [{}] for target [{}] {}",
      rendering(task, needed), rendering(task, target), why);
}

std::string expiry(const TaskRecord& task, const ContainerRecord& needed,
                   const ContainerRecord& target) {
  return fmt::format(
      "CannotStartContainerError: dependency graph: container ordering dependency [{}] for "
      "target [{}] has timed out.",
      rendering(task, needed), rendering(task, target));
}

bool satisfied(const ContainerRecord& needed, Condition condition) {
  const bool stopped = needed.known == ContainerStatus::stopped;
  switch (condition) {
    case Condition::created: return needed.known >= ContainerStatus::created;
    case Condition::start: return needed.known >= ContainerStatus::running;
    case Condition::complete: return stopped;
    case Condition::success: return stopped && needed.exit_code == 0;
    case Condition::healthy:
      return !stopped && needed.health && needed.health->status == HealthStatus::healthy;
  }
  return false;
}

bool waits_for_progress(Condition condition) {
  return condition == Condition::complete || condition == Condition::success ||
         condition == Condition::healthy;
}

enum class Mark : std::uint8_t { unseen, open, closed };

bool acyclic_from(const std::vector<ContainerRecord>& containers, const ContainerRecord& at,
                  std::map<std::string, Mark>& marks) {
  auto& mark = marks[at.name];
  if (mark != Mark::unseen) return mark == Mark::closed;
  mark = Mark::open;
  for (const auto& dependency : at.depends_on) {
    const auto next = std::ranges::find(containers, dependency.container, &ContainerRecord::name);
    if (next == containers.end() || !acyclic_from(containers, *next, marks)) return false;
  }
  marks[at.name] = Mark::closed;
  return true;
}

}  // namespace

DependencyVerdict judge(const TaskRecord& task, const ContainerRecord& target,
                        const Dependency& dependency, Instant now) {
  const auto* needed = find_container(task, dependency.container);
  if (needed == nullptr) {
    return {DependencyState::failed,
            fmt::format("CannotStartContainerError: dependency graph: container ordering "
                        "dependency [{}] for target [{}] does not exist.",
                        dependency.container, rendering(task, target)),
            {}};
  }
  if (satisfied(*needed, dependency.condition)) return {DependencyState::satisfied, {}, {}};
  if (needed->known == ContainerStatus::stopped) {
    const bool ended_well = needed->exit_code == 0;
    return {DependencyState::failed,
            refusal(task, *needed, target,
                    ended_well ? "because dependency will never start"
                               : "as dependency did not exit successfully."),
            {}};
  }
  if (!waits_for_progress(dependency.condition) || !needed->start_timeout || !needed->started_at) {
    return {DependencyState::waiting, {}, {}};
  }
  const Instant expires = *needed->started_at + *needed->start_timeout;
  if (now < expires) return {DependencyState::waiting, {}, expires};
  return {DependencyState::failed, expiry(task, *needed, target), {}};
}

DependencyVerdict judge(const TaskRecord& task, const ContainerRecord& target, Instant now) {
  DependencyVerdict all{DependencyState::satisfied, {}, {}};
  for (const auto& dependency : target.depends_on) {
    auto one = judge(task, target, dependency, now);
    if (one.state == DependencyState::failed) return one;
    if (one.state != DependencyState::waiting) continue;
    all.state = DependencyState::waiting;
    if (one.expires) all.expires = std::min(*one.expires, all.expires.value_or(*one.expires));
  }
  return all;
}

bool resolvable(const std::vector<ContainerRecord>& containers) {
  std::map<std::string, Mark> marks;
  return std::ranges::all_of(containers, [&](const ContainerRecord& container) {
    return acyclic_from(containers, container, marks);
  });
}

bool free_to_stop(const TaskRecord& task, const ContainerRecord& container) {
  const auto needs_it = [&](const ContainerRecord& other) {
    if (container.kind == ContainerKind::pause) return other.kind != ContainerKind::pause;
    return std::ranges::any_of(other.depends_on, [&](const Dependency& dependency) {
      return dependency.container == container.name;
    });
  };
  return std::ranges::none_of(task.containers, [&](const ContainerRecord& other) {
    return other.known != ContainerStatus::stopped && needs_it(other);
  });
}

}  // namespace berth::agent::plan
