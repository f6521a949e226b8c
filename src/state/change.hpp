#pragma once
// What a command touched, by name: the change feed. Watchers look the row up themselves and find
// it gone when it was removed.

#include <cstdint>
#include <string>
#include <vector>

namespace berth::state {

enum class Subject : std::uint8_t {
  cluster,
  task_definition,
  container_instance,
  task,
  service,
  service_deployment,
  load_balancer,
  listener,
  target_group,
  network,
  event_rule,  // Or what its targets lead to.
  everything,  // All rows went at once; the key is empty.
};

struct Change {
  Subject subject{};
  std::string key;  // The ARN.

  bool operator==(const Change&) const = default;
};

using Changes = std::vector<Change>;

}  // namespace berth::state
