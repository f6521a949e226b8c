#include "control/reaper_loop.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace berth::control {

namespace {

using namespace std::chrono_literals;

/// How often the tables are gone through.
constexpr Duration sweep_interval = 1min;

/// The oldest of the tasks, until at most so many are left.
void forget_surplus(std::vector<const model::Task*>& tasks, std::size_t most,
                    std::vector<state::Command>& commands) {
  if (tasks.size() <= most) return;
  const auto end = tasks.end() - static_cast<std::ptrdiff_t>(most);
  std::ranges::nth_element(tasks, end, {}, [](const model::Task* task) {
    return std::pair(*task->stopped_at, task->arn);
  });
  for (auto each = tasks.begin(); each != end; ++each) {
    commands.push_back(state::ForgetTask{(*each)->arn});
  }
}

/// STOPPED ones that are old, or that are too many of one service.
void forget_tasks(const state::State& state, const Retention& retention, Instant now,
                  std::vector<state::Command>& commands) {
  std::map<model::ServiceArn, std::vector<const model::Task*>> kept;
  for (const auto& [arn, task] : state.tasks()) {
    if (is_alive(task) || !task.accounted) continue;
    if (*task.stopped_at + retention.stopped_task <= now) {
      commands.push_back(state::ForgetTask{arn});
    } else if (task.service_arn) {
      kept[*task.service_arn].push_back(&task);
    }
  }
  for (auto& [service, tasks] : kept) {
    forget_surplus(tasks, retention.stopped_tasks_max, commands);
  }
}

using Definitions = std::set<model::TaskDefinitionArn>;

/// By its deployments, and by the next rollback.
std::set<model::ServiceRevisionArn> revisions_in_use(const state::State& state,
                                                     const model::Service& service) {
  std::set<model::ServiceRevisionArn> used;
  for (const auto& each : service.deployments) used.insert(each.service_revision_arn);
  if (service.last_completed && state.service_revisions().contains(*service.last_completed)) {
    used.insert(*service.last_completed);
  }
  return used;
}

Definitions referred_to(const state::State& state) {
  Definitions used;
  for (const auto& [arn, task] : state.tasks()) used.insert(task.task_definition_arn);
  for (const auto& [arn, service] : state.services()) {
    used.insert(service.task_definition_arn);
    for (const auto& revision : revisions_in_use(state, service)) {
      used.insert(state.service_revisions().at(revision).task_definition_arn);
    }
  }
  return used;
}

/// DELETE_IN_PROGRESS, and not the last of their families.
Definitions deleted(const state::State& state) {
  Definitions found;
  for (const auto& [key, definition] : state.task_definitions()) {
    const bool wanted = definition.status == model::TaskDefinitionStatus::delete_in_progress;
    if (wanted && key.revision < state.last_revision(key.realm, key.family)) {
      found.insert(definition.arn);
    }
  }
  return found;
}

void forget_task_definitions(const state::State& state, std::vector<state::Command>& commands) {
  const auto candidates = deleted(state);
  if (candidates.empty()) return;
  const auto used = referred_to(state);
  for (const auto& arn : candidates) {
    if (!used.contains(arn)) commands.push_back(state::ForgetTaskDefinition{arn});
  }
}

/// Of a deployment that its service still shows.
bool is_current(const state::State& state, const model::ServiceDeployment& record) {
  const auto* service = state.services().find(record.service_arn);
  return service && std::ranges::any_of(service->deployments, [&](const auto& deployment) {
           return deployment.service_deployment_arn == record.arn;
         });
}

/// Records of deployments that are over and old, or go with their service; and revisions that
/// nothing tells of any more.
void forget_deployments(const state::State& state, Instant oldest,
                        std::vector<state::Command>& commands) {
  std::set<model::ServiceRevisionArn> told;
  for (const auto& [arn, service] : state.services()) {
    told.merge(revisions_in_use(state, service));
  }
  for (const auto& [arn, record] : state.service_deployments()) {
    const bool orphan = !state.services().contains(record.service_arn);
    if (orphan ||
        (is_over(record.status) && record.updated_at <= oldest && !is_current(state, record))) {
      commands.push_back(state::ForgetServiceDeployment{arn});
      continue;
    }
    told.insert(record.target_revision);
    told.insert(record.source_revisions.begin(), record.source_revisions.end());
    if (record.rollback) told.insert(record.rollback->service_revision_arn);
  }
  for (const auto& [arn, revision] : state.service_revisions()) {
    if (!told.contains(arn)) commands.push_back(state::ForgetServiceRevision{arn});
  }
}

using Clusters = std::set<model::ClusterArn>;

Clusters closed_before(const state::State& state, Instant oldest) {
  Clusters closed;
  for (const auto& [arn, cluster] : state.clusters()) {
    if (cluster.closed_at && *cluster.closed_at <= oldest) closed.insert(arn);
  }
  return closed;
}

/// Not while a task, service or instance that was there is still described.
void forget_clusters(const state::State& state, Instant oldest,
                     std::vector<state::Command>& commands) {
  auto closed = closed_before(state, oldest);
  if (closed.empty()) return;
  for (const auto& [arn, task] : state.tasks()) closed.erase(task.cluster_arn);
  for (const auto& [arn, service] : state.services()) closed.erase(service.cluster_arn);
  for (const auto& [arn, instance] : state.container_instances()) {
    closed.erase(instance.cluster_arn);
  }
  for (const auto& arn : closed) commands.push_back(state::ForgetCluster{arn});
}

}  // namespace

void ReaperLoop::step(Instant now) {
  if (next_ && now < *next_) return;
  const auto& state = ledger_.state();
  std::vector<state::Command> commands;
  forget_tasks(state, retention_, now, commands);
  for (const auto& [arn, service] : state.services()) {
    if (!service.closed_at || !state.tasks_of(arn).empty()) continue;
    if (*service.closed_at + retention_.inactive_service <= now) {
      commands.push_back(state::ForgetService{arn});
    }
  }
  for (const auto& [arn, instance] : state.container_instances()) {
    if (instance.status != model::ContainerInstanceStatus::inactive) continue;
    const auto since = instance.agent_connected_at;
    if (since + retention_.inactive_container_instance <= now && state.tasks_on(arn).empty()) {
      commands.push_back(state::ForgetContainerInstance{arn});
    }
  }
  for (const auto& [key, token] : state.client_tokens()) {
    if (token.used_at + retention_.client_token <= now) {
      commands.push_back(state::ForgetClientToken{key});
    }
  }
  forget_deployments(state, now - retention_.service_deployment, commands);
  forget_task_definitions(state, commands);
  forget_clusters(state, now - retention_.inactive_cluster, commands);
  next_ = now + sweep_interval;
  ledger_.commit(std::move(commands));
}

}  // namespace berth::control
