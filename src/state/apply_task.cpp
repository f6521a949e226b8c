// Tasks, what they reserve and which addresses they hold.
#include "model/network.hpp"
#include "state/apply.hpp"

namespace berth::state {

namespace {

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
  tell_task(nullptr, command.task);
}

void State::run(const UpdateTask& command, Changes& changes) {
  check_history(tasks_.at(command.task.arn), command.task);
  const auto old = replace(tasks_, command.task.arn, command.task);
  changes.push_back({Subject::task, command.task.arn.text()});
  tell_task(&*old, command.task);
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
  occupancy_.add(task);
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
  occupancy_.remove(task);
}

}  // namespace berth::state
