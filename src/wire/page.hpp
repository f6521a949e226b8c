#pragma once
// Pagination tokens: opaque to clients, stable under inserts because they hold the last key shown
// and not a position, and checked, so that a made-up token is refused.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace berth::wire {

std::string page_token(std::string_view last_key);

/// The last key shown, or `validation` for a text that page_token() did not make.
Result<std::string> read_page_token(std::string_view token);

}  // namespace berth::wire
