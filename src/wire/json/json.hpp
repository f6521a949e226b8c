#pragma once
// JSON of described values: awsJson 1.0 and 1.1, the agent protocol, Docker's API. Timestamps are
// numbers of seconds unless the member says otherwise, absent members are left out, null means
// absent; what leaves is valid JSON whatever bytes a text holds.
//
// Decoding is strict for requests: a value of the wrong JSON type answers `serialization` with
// AWS's words and the member's path. A tolerant decode is for the answers of other programs; it
// clamps numbers and leaves out what it cannot use. Unknown members never fail.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/shape.hpp"
#include "wire/findings.hpp"

namespace berth::wire::json {

/// `times` is the form of timestamps whose member says nothing; by_protocol means seconds.
std::string encode(const Shape& shape, const void* value,
                   TimestampFormat times = TimestampFormat::by_protocol);

template <class Type>
std::string encode(const Type& value, TimestampFormat times = TimestampFormat::by_protocol) {
  return encode(shape_of<Type>(), &value, times);
}

enum class Names : std::uint8_t { exact, any_case };
enum class Tolerance : std::uint8_t { strict, tolerant };

struct DecodeOptions {
  Names names = Names::exact;
  Tolerance tolerance = Tolerance::strict;
  /// Told about unknown members, missing required ones and texts outside their enumeration.
  Findings* findings = nullptr;
};

/// What programs of other makers send us: any case, and nothing fails that can be passed over.
inline constexpr DecodeOptions tolerant{Names::any_case, Tolerance::tolerant, nullptr};

/// Decodes into `value`, which must be fresh. An empty text stands for `{}`.
Result<void> decode(const Shape& shape, std::string_view text, void* value,
                    const DecodeOptions& options = {});

template <class Type>
Result<Type> decode(std::string_view text, const DecodeOptions& options = {}) {
  Type value{};
  if (auto done = decode(shape_of<Type>(), text, &value, options); !done) {
    return std::unexpected(std::move(done).error());
  }
  return value;
}

/// The text in quotes, escaped; broken UTF-8 becomes the replacement character.
void append_string(std::string& out, std::string_view text);

inline constexpr int depth_max = 64;

}  // namespace berth::wire::json
