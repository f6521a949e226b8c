#include "agent/task_store.hpp"

#include <algorithm>
#include <map>

#include "wire/cbor/cbor.hpp"

namespace berth::agent {

using ports::Survives;

namespace {

constexpr const char* agent_key = "agent";
const std::string task_prefix = "task/";
const std::string payload_prefix = "payload/";
const std::string network_prefix = "network/";
const std::string image_prefix = "image/";

template <class Row>
void read(const std::string& key, const std::string& bytes, const Log& log, Row& into) {
  auto row = wire::cbor::decode<Row>(bytes);
  if (row)
    into = std::move(*row);
  else
    log.error("stored row refused", {{"key", key}, {"cause", row.error().message}});
}

}  // namespace

Result<TaskStore::Contents> TaskStore::load() {
  const auto rows = TRY(rows_.load());
  Contents contents;
  std::map<std::string, gen::agent_protocol::Task> payloads;
  for (const auto& [key, bytes] : rows) {
    if (key == agent_key) read(key, bytes, log_, contents.agent);
    if (key.starts_with(network_prefix)) {
      contents.networks.push_back(key.substr(network_prefix.size()));
    }
    if (key.starts_with(image_prefix)) {
      read(key, bytes, log_, contents.images[key.substr(image_prefix.size())]);
    }
    if (key.starts_with(payload_prefix)) {
      read(key, bytes, log_, payloads[key.substr(payload_prefix.size())]);
    }
  }
  for (const auto& [key, bytes] : rows) {
    if (!key.starts_with(task_prefix)) continue;
    StoredTask task;
    read(key, bytes, log_, task.record);
    if (task.record.arn.empty()) continue;
    if (const auto payload = payloads.extract(task.record.arn)) {
      task.payload = std::move(payload.mapped());
    }
    contents.tasks.push_back(std::move(task));
  }
  // A payload alone is what a crash between the two rows of a task leaves.
  for (const auto& [arn, payload] : payloads) TRY_VOID(rows_.erase(payload_prefix + arn));
  std::ranges::sort(contents.tasks, {}, [](const StoredTask& task) { return task.record.arrival; });
  return contents;
}

Result<void> TaskStore::save(const AgentRecord& agent) {
  return rows_.put(agent_key, wire::cbor::encode(agent), Survives::loss_of_power);
}

Result<void> TaskStore::add(const StoredTask& task) {
  const auto& arn = task.record.arn;
  // The second write takes the first along.
  TRY_VOID(
      rows_.put(payload_prefix + arn, wire::cbor::encode(task.payload), Survives::end_of_process));
  return rows_.put(task_prefix + arn, wire::cbor::encode(task.record), Survives::loss_of_power);
}

Result<void> TaskStore::save(const TaskRecord& task, Survives survives) {
  return rows_.put(task_prefix + task.arn, wire::cbor::encode(task), survives);
}

Result<void> TaskStore::erase(const std::string& arn) {
  TRY_VOID(rows_.erase(task_prefix + arn));
  return rows_.erase(payload_prefix + arn);
}

Result<void> TaskStore::add_network(const std::string& name) {
  return rows_.put(network_prefix + name, "", Survives::loss_of_power);
}

Result<void> TaskStore::save_image(const std::string& name, const plan::ImageRecord& image) {
  return rows_.put(image_prefix + name, wire::cbor::encode(image), Survives::end_of_process);
}

Result<void> TaskStore::erase_image(const std::string& name) {
  return rows_.erase(image_prefix + name);
}

Result<void> TaskStore::erase_network(const std::string& name) {
  return rows_.erase(network_prefix + name);
}

}  // namespace berth::agent
