#include "adapters/docker/logs/log_decoder.hpp"

#include <utility>

namespace berth::adapters {

using ports::OutputStream;

namespace {

constexpr std::size_t head_size = 8;
/// Docker cuts lines at 16 KiB; a frame far beyond that is something else.
constexpr std::size_t frame_limit = std::size_t{4} << 20;

std::size_t length_of(std::string_view head) {
  std::size_t length = 0;
  for (std::size_t i = 4; i < head_size; ++i) {
    length = length << 8U | static_cast<unsigned char>(head[i]);
  }
  return length;
}

/// Standard output is 1 (0 is its input, echoed), standard error 2.
std::optional<OutputStream> stream_of(char byte) {
  if (byte == 0 || byte == 1) return OutputStream::standard_output;
  if (byte == 2) return OutputStream::standard_error;
  return std::nullopt;
}

}  // namespace

Result<void> LogDecoder::feed(std::string_view bytes) {
  buffer_ += bytes;
  if (framing_ == LogFraming::frames) return feed_frames();
  feed_lines();
  return {};
}

Result<void> LogDecoder::feed_frames() {
  std::string_view rest = buffer_;
  while (rest.size() >= head_size) {
    const auto stream = stream_of(rest.front());
    const auto length = length_of(rest);
    if (!stream || length > frame_limit) {
      return fail(ErrorCode::corrupt, "Docker's answer is not the log of a container.");
    }
    if (rest.size() < head_size + length) break;
    add(*stream, rest.substr(head_size, length));
    rest.remove_prefix(head_size + length);
  }
  buffer_.erase(0, buffer_.size() - rest.size());
  return {};
}

void LogDecoder::feed_lines() {
  std::string_view rest = buffer_;
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    add(OutputStream::standard_output, rest.substr(0, end + 1));
    rest.remove_prefix(end + 1);
  }
  buffer_.erase(0, buffer_.size() - rest.size());
  if (buffer_.size() < line_limit) return;
  add(OutputStream::standard_output, buffer_ + '\n');
  // What follows is of the same line and has the same time.
  buffer_.resize(buffer_.find(' ') + 1);
}

void LogDecoder::add(OutputStream stream, std::string_view payload) {
  auto& line = unfinished_[std::to_underlying(stream)];
  const auto blank = payload.find(' ');
  if (!line.begun) line.time = payload.substr(0, blank);
  line.begun = true;
  if (blank != std::string_view::npos) payload.remove_prefix(blank + 1);
  const bool whole = payload.ends_with('\n');
  if (whole) payload.remove_suffix(1);
  // A terminal ends its lines with both.
  if (whole && payload.ends_with('\r')) payload.remove_suffix(1);
  line.text += payload;
  if (whole || line.text.size() >= line_limit) finish(stream);
}

void LogDecoder::finish(OutputStream stream) {
  auto& line = unfinished_[std::to_underlying(stream)];
  lines_.push_back({stream, std::move(line.time), std::move(line.text)});
  line = {};
}

void LogDecoder::end() {
  if (framing_ == LogFraming::lines && !buffer_.empty()) {
    add(OutputStream::standard_output, std::exchange(buffer_, {}));
  }
  for (const auto stream : {OutputStream::standard_output, OutputStream::standard_error}) {
    if (unfinished_[std::to_underlying(stream)].begun) finish(stream);
  }
}

std::optional<ports::LogLine> LogDecoder::take() {
  if (lines_.empty()) return std::nullopt;
  auto line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

}  // namespace berth::adapters
