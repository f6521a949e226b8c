// UpdateTaskProtection, GetTaskProtection: tasks that scale-in and deployments leave alone
// (behaviour §1.14).
#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

constexpr std::size_t updated_max = 10;
constexpr std::size_t described_max = 100;
constexpr std::int32_t minutes_default = 120;
constexpr std::int32_t minutes_max = 2880;

using Failures = std::vector<gen::ecs::Failure>;

gen::ecs::Failure failure(const std::string& arn, std::string reason, std::string detail) {
  gen::ecs::Failure shown;
  shown.arn = arn;
  shown.reason = std::move(reason);
  shown.detail = std::move(detail);
  return shown;
}

gen::ecs::ProtectedTask show(const model::Task& task, Instant now) {
  gen::ecs::ProtectedTask shown;
  shown.task_arn = task.arn.text();
  shown.protection_enabled = is_protected(task, now);
  if (is_protected(task, now)) shown.expiration_date = task.protected_until;
  return shown;
}

/// A task that can be protected: of a service, and not to be stopped. Null with a failure for any
/// other.
Result<const model::Task*> find_protectable(const View& view, const model::Cluster& cluster,
                                            const std::string& name, Failures& failures) {
  const auto* task = TRY(find_task(view, cluster, name));
  if (!task) {
    failures.push_back(missing(arn_in_cluster(cluster, "task", name)));
    return nullptr;
  }
  const bool stays = is_alive(*task) && task->desired_status == model::DesiredStatus::running;
  if (task->service_arn && stays) return task;
  failures.push_back(failure(task->arn.text(), "TASK_NOT_VALID",
                             task->service_arn ? "The task is stopping or stopped."
                                               : "The task is not part of a service."));
  return nullptr;
}

/// A running deployment cannot end while more tasks are protected than the service wants. Task sets
/// are no deployments, and a failed one is over. `also` are those that this call protects.
bool blocks_deployment(const View& view, const model::Task& task,
                       const std::set<model::TaskArn>& also, Instant now) {
  const auto* service = view.services().find(*task.service_arn);
  if (!service || is_external(*service) || service->deployments.empty()) return false;
  if (service->deployments.front().rollout_state != model::RolloutState::in_progress) return false;
  const auto& tasks = view.tasks_of(service->arn);
  const auto protected_then = std::ranges::count_if(tasks, [&](const model::TaskArn& arn) {
    const auto& each = view.tasks().at(arn);
    return arn == task.arn || also.contains(arn) || (is_alive(each) && is_protected(each, now));
  });
  return protected_then > service->desired_count;
}

Result<void> check_count(std::size_t count, std::size_t most) {
  if (count == 0) return fail(ErrorCode::invalid_parameter, "Tasks cannot be empty.");
  if (count <= most) return {};
  return fail(ErrorCode::invalid_parameter,
              fmt::format("Tasks cannot have more than {} elements.", most));
}

}  // namespace

Result<Change<gen::ecs::UpdateTaskProtectionResponse>> update_task_protection(
    const View& view, const gen::ecs::UpdateTaskProtectionRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  TRY_VOID(check_count(request.tasks.size(), updated_max));
  const auto minutes = request.expires_in_minutes.value_or(minutes_default);
  if (minutes < 1 || minutes > minutes_max) {
    return fail(ErrorCode::invalid_parameter,
                fmt::format("expiresInMinutes must be between 1 and {}.", minutes_max));
  }
  Change<gen::ecs::UpdateTaskProtectionResponse> change;
  auto& shown = change.response.protected_tasks.emplace();
  auto& failures = change.response.failures.emplace();
  std::set<model::TaskArn> seen;
  for (const auto& name : request.tasks) {
    const auto* found = TRY(find_protectable(view, cluster, name, failures));
    if (!found || seen.contains(found->arn)) continue;
    if (request.protection_enabled && blocks_deployment(view, *found, seen, stamp.now)) {
      failures.push_back(failure(
          found->arn.text(), "DEPLOYMENT_BLOCKED",
          "A deployment is in progress, and it could not end with so many protected tasks."));
      continue;
    }
    seen.insert(found->arn);
    auto task = *found;
    task.protected_until.reset();
    if (request.protection_enabled) {
      task.protected_until = stamp.now + std::chrono::minutes{minutes};
    }
    ++task.version;
    shown.push_back(show(task, stamp.now));
    change.commands.push_back(state::UpdateTask{std::move(task)});
  }
  return change;
}

Result<Change<gen::ecs::GetTaskProtectionResponse>> get_task_protection(
    const View& view, const gen::ecs::GetTaskProtectionRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto names = request.tasks.value_or(std::vector<std::string>{});
  TRY_VOID(check_count(names.size(), described_max));
  Change<gen::ecs::GetTaskProtectionResponse> change;
  auto& shown = change.response.protected_tasks.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& name : names) {
    if (const auto* task = TRY(find_protectable(view, cluster, name, failures))) {
      shown.push_back(show(*task, stamp.now));
    }
  }
  return change;
}

}  // namespace berth::api::ecs
