#pragma once
// Base64 (RFC 4648, the alphabet with + and /): blobs in JSON, Query and XML.

#include <optional>
#include <string>
#include <string_view>

namespace berth::wire {

std::string base64(std::string_view bytes);

/// Nothing when the text is not base64. Padding may be missing; line ends are stepped over.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace berth::wire
