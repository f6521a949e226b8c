#pragma once
// Frames of the two agent sockets: {"type": …, "message": {…}} as text (agent protocol §3.2, §4.2).

#include <optional>
#include <string>
#include <string_view>

#include "base/shape.hpp"

namespace berth::api::agents {

struct Frame {
  std::string type;
  std::string message;  // JSON text.
};

/// Nothing when the text is no frame. Skips the header block that telemetry frames begin with.
std::optional<Frame> read_frame(std::string_view text);

std::string write_frame(std::string_view type, const Shape& shape, const void* message);

/// The name on the wire is the structure's own unless `type` says otherwise.
template <class Message>
std::string write_frame(const Message& message, std::string_view type) {
  return write_frame(type, shape_of<Message>(), &message);
}

}  // namespace berth::api::agents
