#pragma once
// Lines from the body of Docker's GET /containers/{id}/logs?timestamps=1, fed in pieces of any
// size.
//
// A container without a terminal answers frames: a byte that names the stream, three zeros, the
// length in four bytes (big end first), the payload. Each payload begins with its time and a blank;
// a line that was too long for one frame goes on in the next one of its stream, behind another
// time. A container with a terminal answers bare lines of one stream.

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "ports/container_logs.hpp"

namespace berth::adapters {

enum class LogFraming : std::uint8_t { frames, lines };

class LogDecoder {
 public:
  /// A line longer than this is cut into several.
  static constexpr std::size_t line_limit = std::size_t{1} << 20;

  explicit LogDecoder(LogFraming framing) : framing_(framing) {}

  /// Error corrupt: the body is not made of frames.
  Result<void> feed(std::string_view bytes);
  /// The body has ended: a last line without its end counts too.
  void end();
  /// The oldest line that is complete and not yet taken.
  std::optional<ports::LogLine> take();

 private:
  struct Unfinished {
    std::string time, text;
    bool begun = false;
  };

  Result<void> feed_frames();
  void feed_lines();
  void add(ports::OutputStream stream, std::string_view payload);
  void finish(ports::OutputStream stream);

  const LogFraming framing_;
  std::string buffer_;
  std::array<Unfinished, 2> unfinished_;
  std::deque<ports::LogLine> lines_;
};

}  // namespace berth::adapters
