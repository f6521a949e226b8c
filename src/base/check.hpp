#pragma once
// Broken invariants stop the process, in production too: nobody may act on a state that is wrong.
// Expected failures are Results (base/result.hpp), never checks.

#include <source_location>
#include <string_view>

namespace berth {

/// Writes the place and the text to standard error and aborts.
[[noreturn]] void check_failed(std::string_view what, std::source_location where);

/// Aborts unless `condition` holds. `what` names the invariant and its operands.
inline void check(bool condition, std::string_view what,
                  std::source_location where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    check_failed(what, where);
}

}  // namespace berth
