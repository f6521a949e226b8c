#pragma once
// What to do with each message of the ACS socket, and the frames that answer it (agent-protocol
// §3.4 to §3.12). Synchronous: whatever must survive is stored before the acknowledgement exists.

#include <string>
#include <string_view>
#include <vector>

#include "agent/session/credentials.hpp"
#include "agent/session/identity.hpp"
#include "agent/tasks/task_engine.hpp"
#include "base/log.hpp"
#include "gen/agent_protocol/types.hpp"

namespace berth::agent::session {

class Orders {
 public:
  Orders(tasks::TaskEngine& engine, Identity& identity, CredentialsTable& credentials,
         const Log& log)
      : engine_(engine), identity_(identity), credentials_(credentials), log_(log) {}

  /// The frames to send back, in order. Unknown and broken messages have none.
  std::vector<std::string> answer(std::string_view frame);

 private:
  using Frames = std::vector<std::string>;
  using Envelope = gen::agent_protocol::Envelope;

  Frames payload(const Envelope& envelope);
  bool take_all(gen::agent_protocol::PayloadMessage& message);
  Frames credentials(const Envelope& envelope);
  Frames manifest(const Envelope& envelope);
  Frames stop_verified(const Envelope& envelope);
  Frames heartbeat(const Envelope& envelope);
  Frames attach_task_interface(const Envelope& envelope);
  Frames refuse_update(const Envelope& envelope);

  tasks::TaskEngine& engine_;
  Identity& identity_;
  CredentialsTable& credentials_;
  const Log& log_;
};

}  // namespace berth::agent::session
