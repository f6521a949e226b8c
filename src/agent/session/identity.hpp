#pragma once
// Who this agent is to the server: the instance that it registered, kept over restarts.

#include <cstdint>
#include <string>

#include "agent/options.hpp"
#include "agent/task_store.hpp"
#include "base/log.hpp"
#include "ports/entropy.hpp"

namespace berth::agent::session {

class Identity {
 public:
  Identity(TaskStore& store, const AgentOptions& options, const Log& log)
      : store_(store), options_(options), log_(log) {}

  /// Takes what was stored. A registration with another cluster does not count; an instance id is
  /// made if there is none.
  void start(AgentRecord stored, ports::Entropy& entropy);

  const AgentRecord& record() const { return record_; }
  bool is_registered() const { return !record_.container_instance_arn.empty(); }

  void set_registered(std::string container_instance_arn);
  /// Writes what could not be written before; answers whether the disk has it now.
  bool make_durable();
  void set_task_endpoint(const std::string& url);
  /// The server does not know the instance any more.
  void forget_registration();

  /// The counter of manifests: of payloads too, but only a manifest's is stored.
  std::int64_t timeline() const { return timeline_; }
  void see_payload(std::int64_t sequence);
  void accept_manifest(std::int64_t timeline);

  /// The JSON of RegisterContainerInstance's instanceIdentityDocument.
  std::string document() const;

 private:
  void save();

  TaskStore& store_;
  const AgentOptions& options_;
  const Log& log_;
  AgentRecord record_;
  enum class OnDisk : std::uint8_t { current, outdated } on_disk_{};
  std::int64_t timeline_ = -1;
};

}  // namespace berth::agent::session
