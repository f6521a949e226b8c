#pragma once
// Frames of the two sockets: {"type": …, "message": {…}} (agent-protocol §3.2).

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gen/agent_protocol/types.hpp"
#include "wire/json/json.hpp"

namespace berth::agent::session {

template <class Message>
std::string frame(std::string type, const Message& message) {
  gen::agent_protocol::Envelope envelope;
  envelope.type = std::move(type);
  envelope.message.json = wire::json::encode(message);
  return wire::json::encode(envelope);
}

/// Field names in any case, unknown fields and nulls passed over.
inline Result<gen::agent_protocol::Envelope> read_envelope(std::string_view text) {
  return wire::json::decode<gen::agent_protocol::Envelope>(text, wire::json::tolerant);
}

template <class Message>
Result<Message> read_message(const gen::agent_protocol::Envelope& envelope) {
  return wire::json::decode<Message>(envelope.message.json, wire::json::tolerant);
}

}  // namespace berth::agent::session
