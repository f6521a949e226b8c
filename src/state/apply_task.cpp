// Tasks, what they reserve and which addresses they hold.
#include <algorithm>

#include "model/network.hpp"
#include "state/apply.hpp"

namespace berth::state {

namespace {

void add(model::Resources& total, const model::Resources& part) {
  total.cpu += part.cpu;
  total.memory += part.memory;
  total.ports.insert(total.ports.end(), part.ports.begin(), part.ports.end());
}

void subtract(model::Resources& total, const model::Resources& part) {
  total.cpu -= part.cpu;
  total.memory -= part.memory;
  for (const auto& port : part.ports) {
    const auto found = std::find(total.ports.begin(), total.ports.end(), port);
    check(found != total.ports.end(), "a released port was reserved");
    total.ports.erase(found);
  }
  check(total.cpu >= 0 && total.memory >= 0, "no more is released than was reserved");
}

/// A row written by an update must lie after the one it replaces.
void check_history(const model::Task& old, const model::Task& next) {
  check(next.last_status == old.last_status || may_follow(old.last_status, next.last_status),
        "lastStatus only moves forward");
  check(next.desired_status >= old.desired_status, "desiredStatus never returns from STOPPED");
  check(next.version > old.version, "each update raises the version");
}

}  // namespace

void State::run(const CreateTask& command, Changes& changes) {
  check(!tasks_.contains(command.task.arn), "a task is created once");
  replace(tasks_, command.task.arn, command.task);
  changes.push_back({Subject::task, command.task.arn.text()});
}

void State::run(const UpdateTask& command, Changes& changes) {
  check_history(tasks_.at(command.task.arn), command.task);
  replace(tasks_, command.task.arn, command.task);
  changes.push_back({Subject::task, command.task.arn.text()});
}

void State::run(const ForgetTask& command, Changes& changes) {
  check(!is_alive(tasks_.at(command.arn)), "only STOPPED tasks are forgotten");
  remove(tasks_, command.arn);
  changes.push_back({Subject::task, command.arn.text()});
}

void State::index(const model::Task& task) {
  if (task.service_arn && !task.accounted) tasks_by_service_.add(*task.service_arn, task.arn);
  if (!is_alive(task)) return;
  tasks_by_instance_.add(task.container_instance_arn, task.arn);
  tasks_by_cluster_.add(task.cluster_arn, task.arn);
  if (task.network) {
    addresses_by_vpc_.add(task.network->vpc_id, *model::parse_ipv4(task.network->private_address));
  }
  if (!reserved_by_instance_.contains(task.container_instance_arn)) {
    reserved_by_instance_.put(task.container_instance_arn, {});
  }
  add(reserved_by_instance_.edit(task.container_instance_arn), task.reserved);
}

void State::unindex(const model::Task& task) {
  if (task.service_arn) tasks_by_service_.remove(*task.service_arn, task.arn);
  if (!is_alive(task)) return;
  tasks_by_instance_.remove(task.container_instance_arn, task.arn);
  tasks_by_cluster_.remove(task.cluster_arn, task.arn);
  if (task.network) {
    addresses_by_vpc_.remove(task.network->vpc_id,
                             *model::parse_ipv4(task.network->private_address));
  }
  subtract(reserved_by_instance_.edit(task.container_instance_arn), task.reserved);
  if (tasks_on(task.container_instance_arn).empty()) {
    reserved_by_instance_.erase(task.container_instance_arn);
  }
}

}  // namespace berth::state
