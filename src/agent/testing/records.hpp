#pragma once
// Task records for tests, made in one line: task({container("web"), container("db")}).

#include <string>
#include <utility>
#include <vector>

#include "agent/task_record.hpp"

namespace berth::agent::testing {

inline constexpr const char* task_arn = "arn:aws:ecs:us-east-1:000000000000:task/default/0123abcd";

inline ContainerRecord container(std::string name, ContainerStatus known = ContainerStatus::none) {
  ContainerRecord record;
  record.docker_name = "ecs-web-1-" + name + "-00";
  record.image = name + ":local";
  record.known = known;
  if (known >= ContainerStatus::created) record.docker_id = "id-" + name;
  if (known == ContainerStatus::running) record.started_at = Instant{};
  record.name = std::move(name);
  return record;
}

inline ContainerRecord helper_container(std::string name,
                                        ContainerStatus known = ContainerStatus::none) {
  auto record = container(std::move(name), known);
  record.essential = Essential::no;
  return record;
}

inline ContainerRecord needing(ContainerRecord record, std::string other, Condition condition) {
  record.depends_on.push_back({std::move(other), condition});
  return record;
}

inline ContainerRecord exited(ContainerRecord record, std::int32_t exit_code) {
  record.known = ContainerStatus::stopped;
  record.exit_code = exit_code;
  return record;
}

inline TaskRecord task(std::vector<ContainerRecord> containers) {
  TaskRecord record;
  record.arn = task_arn;
  record.family = "web";
  record.revision = "1";
  record.admission = Admission::admitted;
  record.containers = std::move(containers);
  return record;
}

}  // namespace berth::agent::testing
