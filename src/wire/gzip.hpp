#pragma once
// Request bodies with Content-Encoding: gzip. The result is bounded, whatever the body claims.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace berth::wire {

/// Error serialization for bytes that are no gzip, request_too_large past `size_max`.
Result<std::string> inflate_gzip(std::string_view body, std::size_t size_max);

}  // namespace berth::wire
