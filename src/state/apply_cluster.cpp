// Clusters, task definitions, container instances, client tokens and account settings.
#include <algorithm>
#include <utility>

#include "state/apply.hpp"

namespace berth::state {

void State::run(const CreateCluster& command, Changes& changes) {
  replace(clusters_, command.cluster.arn, command.cluster);
  changes.push_back({Subject::cluster, command.cluster.arn.text()});
}

void State::run(const UpdateCluster& command, Changes& changes) {
  check(clusters_.contains(command.cluster.arn), "an updated cluster exists");
  replace(clusters_, command.cluster.arn, command.cluster);
  changes.push_back({Subject::cluster, command.cluster.arn.text()});
}

void State::run(const ForgetCluster& command, Changes& changes) {
  const auto* row = clusters_.find(command.arn);
  check(row != nullptr, "a forgotten cluster exists");
  check(row->status == model::ClusterStatus::inactive, "a forgotten cluster was deleted");
  remove(clusters_, command.arn);
  changes.push_back({Subject::cluster, command.arn.text()});
}

void State::run(const RegisterTaskDefinition& command, Changes& changes) {
  const auto key = key_of(command.task_definition);
  check(!task_definitions_.contains(key), "a revision is registered once");
  replace(task_definitions_, key, command.task_definition);
  changes.push_back({Subject::task_definition, command.task_definition.arn.text()});
}

void State::run(const UpdateTaskDefinition& command, Changes& changes) {
  const auto key = key_of(command.task_definition);
  check(task_definitions_.contains(key), "an updated task definition exists");
  replace(task_definitions_, key, command.task_definition);
  changes.push_back({Subject::task_definition, command.task_definition.arn.text()});
}

void State::run(const ForgetTaskDefinition& command, Changes& changes) {
  const auto* row = find_task_definition(command.arn);
  check(row != nullptr, "a forgotten task definition exists");
  check(row->status == model::TaskDefinitionStatus::delete_in_progress,
        "a forgotten task definition was deleted");
  const auto key = key_of(*row);
  check(key.revision < last_revision(key.realm, key.family), "a revision number never comes again");
  remove(task_definitions_, key);
  changes.push_back({Subject::task_definition, command.arn.text()});
}

void State::run(const CreateContainerInstance& command, Changes& changes) {
  const auto& arn = command.container_instance.arn;
  check(!container_instances_.contains(arn), "a container instance is created once");
  replace(container_instances_, arn, command.container_instance);
  changes.push_back({Subject::container_instance, arn.text()});
  tell_instance(nullptr, command.container_instance);
}

void State::run(const UpdateContainerInstance& command, Changes& changes) {
  const auto& arn = command.container_instance.arn;
  const auto old = replace(container_instances_, arn, command.container_instance);
  check(old.has_value(), "an updated container instance exists");
  // Tasks that came or went since the update was decided have raised the version too.
  auto& row = container_instances_.edit(arn);
  row.version = std::max(row.version, old->version + 1);
  changes.push_back({Subject::container_instance, arn.text()});
  tell_instance(&*old, row);
}

void State::run(const ForgetContainerInstance& command, Changes& changes) {
  check(tasks_on(command.arn).empty(), "a forgotten container instance has no tasks");
  remove(container_instances_, command.arn);
  changes.push_back({Subject::container_instance, command.arn.text()});
}

void State::run(const RememberClientToken& command, Changes&) {
  replace(client_tokens_, command.token.key, command.token);
}

void State::run(const ForgetClientToken& command, Changes&) { remove(client_tokens_, command.key); }

void State::run(const PutAccountSetting& command, Changes&) {
  replace(account_settings_, command.setting.key, command.setting);
}

void State::run(const DeleteAccountSetting& command, Changes&) {
  remove(account_settings_, command.key);
}

void State::run(const ResetEverything&, Changes& changes) {
  auto events = std::move(events_);
  events.clear();
  *this = State{};
  events_ = std::move(events);
  changes.push_back({Subject::everything, {}});
}

void State::index(const model::ContainerInstance& instance) {
  if (instance.status == model::ContainerInstanceStatus::inactive) return;
  if (instance.capacity == model::Capacity::fargate) {
    fargate_instances_.insert(instance.arn);
  } else {
    instances_by_cluster_.add(instance.cluster_arn, instance.arn);
    places_.add(instance, occupancy_.open(instance.arn));
    count_zone(instance, +1);
  }
}

void State::count_zone(const model::ContainerInstance& instance, std::int32_t change) {
  const bool takes_tasks =
      instance.status == model::ContainerInstanceStatus::active && instance.agent_connected;
  if (!takes_tasks) return;
  auto& zones = zones_by_cluster_[instance.cluster_arn];
  auto& count = zones[instance.availability_zone];
  count += change;
  if (count == 0) zones.erase(instance.availability_zone);
}

void State::unindex(const model::ContainerInstance& instance) {
  fargate_instances_.erase(instance.arn);
  if (!instances_by_cluster_.of(instance.cluster_arn).contains(instance.arn)) return;
  instances_by_cluster_.remove(instance.cluster_arn, instance.arn);
  places_.remove(instance);
  occupancy_.close(instance.arn);
  count_zone(instance, -1);
}

}  // namespace berth::state
