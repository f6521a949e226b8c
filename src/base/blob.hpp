#pragma once
// Bytes and free-form JSON as members of the API's structures: types of their own, because the
// protocols carry them differently from text.

#include <string>

namespace berth {

/// Bytes without meaning to us; base64 in JSON, Query and XML, a byte string in CBOR.
struct Blob {
  std::string bytes;

  bool operator==(const Blob&) const = default;
};

/// Any JSON value, kept as its text ("null" when default-made).
struct Document {
  std::string json = "null";

  bool operator==(const Document&) const = default;
};

}  // namespace berth
