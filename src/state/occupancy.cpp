#include "state/occupancy.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace berth::state {

namespace {

void subtract(model::Resources& total, const model::Resources& part) {
  total.cpu -= part.cpu;
  total.memory -= part.memory;
  for (const auto& port : part.ports) {
    const auto found = std::ranges::find(total.ports, port);
    check(found != total.ports.end(), "a released port was reserved");
    total.ports.erase(found);
  }
  check(total.cpu >= 0 && total.memory >= 0, "no more is released than was reserved");
}

template <class Counts, class Key>
void decrement(Counts& counts, const Key& key) {
  const auto found = counts.find(key);
  check(found != counts.end(), "what goes was counted");
  if (--found->second == 0) counts.erase(found);
}

bool is_running(const model::Task& task) { return task.last_status == model::TaskStatus::running; }

}  // namespace

std::int32_t InstanceLoad::of_group(const model::ClusterArn& cluster,
                                    const std::string& group) const {
  const auto found = by_group.find({cluster, group});
  return found == by_group.end() ? 0 : found->second;
}

void Occupancy::add(const model::Task& task) {
  auto& load = by_instance_[task.container_instance_arn];
  model::add(load.reserved, task.reserved);
  // Not in the order in which tasks came, which a recovered state does not know.
  std::ranges::sort(load.reserved.ports);
  ++load.alive;
  load.running += is_running(task) ? 1 : 0;
  load.starting += is_starting(task.last_status) ? 1 : 0;
  ++load.by_group[{task.cluster_arn, task.group}];
  ++by_group_[{task.cluster_arn, task.group}][task.container_instance_arn];
  ++by_zone_[{task.cluster_arn, task.group, task.availability_zone}];
}

void Occupancy::remove(const model::Task& task) {
  const auto found = by_instance_.find(task.container_instance_arn);
  check(found != by_instance_.end(), "what goes was counted");
  auto& load = found->second;
  subtract(load.reserved, task.reserved);
  load.running -= is_running(task) ? 1 : 0;
  load.starting -= is_starting(task.last_status) ? 1 : 0;
  const std::pair group(task.cluster_arn, task.group);
  decrement(load.by_group, group);
  decrement(by_group_.at(group), task.container_instance_arn);
  if (by_group_.at(group).empty()) by_group_.erase(group);
  decrement(by_zone_, std::tuple(task.cluster_arn, task.group, task.availability_zone));
  --load.alive;
  forget_if_unused(found);
}

const InstanceLoad& Occupancy::open(const model::ContainerInstanceArn& arn) {
  auto& load = by_instance_[arn];
  load.open = true;
  return load;
}

void Occupancy::close(const model::ContainerInstanceArn& arn) {
  const auto found = by_instance_.find(arn);
  check(found != by_instance_.end() && found->second.open, "what is closed was open");
  found->second.open = false;
  forget_if_unused(found);
}

void Occupancy::forget_if_unused(Loads::iterator load) {
  if (load->second.alive == 0 && !load->second.open) by_instance_.erase(load);
}

const std::map<model::ContainerInstanceArn, std::int32_t>& Occupancy::of_group(
    const model::ClusterArn& cluster, const std::string& group) const {
  static const std::map<model::ContainerInstanceArn, std::int32_t> none;
  const auto found = by_group_.find({cluster, group});
  return found == by_group_.end() ? none : found->second;
}

const InstanceLoad& Occupancy::on(const model::ContainerInstanceArn& arn) const {
  static const InstanceLoad nothing;
  const auto found = by_instance_.find(arn);
  return found == by_instance_.end() ? nothing : found->second;
}

std::int32_t Occupancy::in_zone(const model::ClusterArn& cluster, const std::string& group,
                                const std::string& zone) const {
  const auto found = by_zone_.find({cluster, group, zone});
  return found == by_zone_.end() ? 0 : found->second;
}

}  // namespace berth::state
