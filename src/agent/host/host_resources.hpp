#pragma once
// The agent's own accounting of the host. The server may hand over a task while an older one still
// ends; the new one waits here, first come first served, until CPU, memory and ports are free.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "agent/task_record.hpp"

namespace berth::agent::host {

struct HostSize {
  std::int64_t cpu = 0;     // CPU units.
  std::int64_t memory = 0;  // MiB.
};

class HostResources {
 public:
  explicit HostResources(HostSize size) : size_(size) {}

  /// Lines a task up by its order of arrival.
  void enqueue(const TaskRecord& task);
  /// Takes the share of a task that was admitted before a restart, whether it fits or not.
  void adopt(const TaskRecord& task);
  /// Gives back what the task holds, or its place in the line. Unknown tasks are ignored.
  void release(const TaskRecord& task);

  /// Takes in tasks from the head of the line while they fit; answers their ARNs. A task that is
  /// larger than the host gets in when it is alone.
  std::vector<std::string> admit();

 private:
  bool fits(const HostNeed& need) const;
  void take(const std::string& arn, const HostNeed& need);

  struct Waiting {
    std::string arn;
    HostNeed need;
  };

  HostSize size_;
  std::map<std::int64_t, Waiting> line_;
  std::map<std::string, HostNeed> held_;
  HostSize used_;
  std::set<std::int32_t> tcp_, udp_;
};

}  // namespace berth::agent::host
