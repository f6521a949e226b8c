#pragma once
// CBOR (RFC 8949) of described values: the form of journal records, snapshots and the rpcv2Cbor
// protocol. Structures are maps with text keys in the order of their members, absent members are
// left out, enumerations are their texts, timestamps tag 1 with seconds. Lengths are definite in
// what we write; what we read may also be indefinite. Equal values give equal bytes.
//
// Decoding is bounded in depth and never allocates more than the input justifies; whatever does
// not fit the shape answers `serialization`. Unknown members are skipped.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/shape.hpp"
#include "wire/findings.hpp"

namespace berth::wire::cbor {

std::string encode(const Shape& shape, const void* value);

template <class Type>
std::string encode(const Type& value) {
  return encode(shape_of<Type>(), &value);
}

/// Decodes into `value`, which must be fresh. With `findings`, a missing required member or a text
/// outside its enumeration is noted there; without, the latter is an error.
Result<void> decode(const Shape& shape, std::string_view bytes, void* value,
                    Findings* findings = nullptr);

template <class Type>
Result<Type> decode(std::string_view bytes) {
  Type value{};
  if (auto done = decode(shape_of<Type>(), bytes, &value); !done) {
    return std::unexpected(std::move(done).error());
  }
  return value;
}

inline constexpr int depth_max = 64;

}  // namespace berth::wire::cbor
