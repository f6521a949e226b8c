#include "agent/task_record.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace berth::agent {

namespace {

template <class Task>
auto* find_named(Task& task, const std::string& name) {
  const auto found = std::ranges::find(task.containers, name, &ContainerRecord::name);
  return found == task.containers.end() ? nullptr : &*found;
}

}  // namespace

ContainerRecord* find_container(TaskRecord& task, const std::string& name) {
  return find_named(task, name);
}

const ContainerRecord* find_container(const TaskRecord& task, const std::string& name) {
  return find_named(task, name);
}

const ContainerRecord* find_pause(const TaskRecord& task) {
  const auto found =
      std::ranges::find(task.containers, ContainerKind::pause, &ContainerRecord::kind);
  return found == task.containers.end() ? nullptr : &*found;
}

bool restart_pending(const ContainerRecord& container) {
  return container.restarts && container.restarts->pending;
}

std::string task_id(const std::string& arn) {
  const auto halves = cut_last(arn, '/');
  return halves ? std::string(halves->after) : arn;
}

}  // namespace berth::agent
