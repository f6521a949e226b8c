#include "api/agents/frame.hpp"

#include "gen/agent_protocol/types.hpp"
#include "wire/json/json.hpp"

namespace berth::api::agents {

std::optional<Frame> read_frame(std::string_view text) {
  if (!text.starts_with('{')) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 4);
  }
  auto envelope = wire::json::decode<gen::agent_protocol::Envelope>(text, wire::json::tolerant);
  if (!envelope) return std::nullopt;
  return Frame{std::move(envelope->type), std::move(envelope->message.json)};
}

std::string write_frame(std::string_view type, const Shape& shape, const void* message) {
  std::string text = R"({"type":")";
  text += type;
  text += R"(","message":)";
  text += wire::json::encode(shape, message);
  text += '}';
  return text;
}

}  // namespace berth::api::agents
