#pragma once
// The agent's memory on disk: one row for the agent itself and two a task, its record (written at
// each change) and its payload (written once). Rows are CBOR by the members' names, so a newer
// agent may add members.
//
// What the server relies on survives a loss of power: that a task was accepted, that it shall end
// or has ended (it must not run again), and who the agent is. A task's progress survives the end of
// the agent only. Power takes the containers along, and what became of each is learnt from the
// engine again.

#include <cstdint>
#include <string>
#include <vector>

#include "agent/plan/image_cleanup.hpp"
#include "agent/task_record.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "gen/agent_protocol/types.hpp"
#include "ports/key_value_store.hpp"

namespace berth::agent {

/// What the agent knows of itself.
struct AgentRecord {
  /// "i-<17 hexadecimal digits>", made once.
  std::string instance_id;
  /// The cluster that container_instance_arn belongs to, as it was configured.
  std::string cluster;
  std::string container_instance_arn;
  /// Of the last accepted manifest; payloads do not count (agent-protocol §3.6).
  std::int64_t timeline = -1;
  /// Where tasks reached this agent the last time; running containers hold it.
  std::string task_endpoint;

  bool operator==(const AgentRecord&) const = default;
};
BOOST_DESCRIBE_STRUCT(AgentRecord, (),
                      (instance_id, cluster, container_instance_arn, timeline, task_endpoint))

struct StoredTask {
  TaskRecord record;
  gen::agent_protocol::Task payload;
};

class TaskStore {
 public:
  TaskStore(ports::KeyValueStore& rows, const Log& log) : rows_(rows), log_(log) {}

  struct Contents {
    AgentRecord agent;
    std::vector<StoredTask> tasks;
    /// Networks that were made for tasks and are not removed yet.
    std::vector<std::string> networks;
    plan::ImageRecords images;
  };
  /// Everything that is stored, in order of arrival. A row that cannot be read is logged and left.
  Result<Contents> load();

  Result<void> save(const AgentRecord& agent);
  /// A new task: the payload first, so that no record ever stands without it.
  Result<void> add(const StoredTask& task);
  Result<void> save(const TaskRecord& task, ports::Survives survives);
  Result<void> erase(const std::string& arn);
  Result<void> add_network(const std::string& name);
  Result<void> erase_network(const std::string& name);
  Result<void> save_image(const std::string& name, const plan::ImageRecord& image);
  Result<void> erase_image(const std::string& name);

 private:
  ports::KeyValueStore& rows_;
  const Log& log_;
};

}  // namespace berth::agent
