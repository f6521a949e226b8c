#include "wire/gzip.hpp"

#include <array>

#include <zlib.h>

namespace berth::wire {

namespace {

/// Ends the stream whichever way the function is left.
struct Inflater {
  z_stream stream{};
  bool open = false;

  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (open) inflateEnd(&stream);
  }
};

constexpr int gzip_only = 15 + 16;  // The largest window; 16 asks for the gzip form.

}  // namespace

Result<std::string> inflate_gzip(std::string_view body, std::size_t size_max) {
  Inflater inflater;
  if (inflateInit2(&inflater.stream, gzip_only) != Z_OK) {
    return fail(ErrorCode::server_failure, "There is no memory to unpack the body.");
  }
  inflater.open = true;
  // zlib does not write through next_in; its type predates const.
  inflater.stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  inflater.stream.avail_in = static_cast<uInt>(body.size());
  std::string result;
  std::array<char, 16384> part;
  while (true) {
    inflater.stream.next_out = reinterpret_cast<Bytef*>(part.data());
    inflater.stream.avail_out = part.size();
    const int state = inflate(&inflater.stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) {
      return fail(ErrorCode::serialization, "The body is not gzip, as its Content-Encoding says.");
    }
    result.append(part.data(), part.size() - inflater.stream.avail_out);
    if (result.size() > size_max) {
      return fail(ErrorCode::request_too_large, "The unpacked body is too large.");
    }
    if (state == Z_STREAM_END) return result;
    if (inflater.stream.avail_in == 0 && inflater.stream.avail_out != 0) {
      return fail(ErrorCode::serialization, "The gzip body ends too early.");
    }
  }
}

}  // namespace berth::wire
