#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

namespace berth {

void check_failed(std::string_view what, std::source_location where) {
  fmt::print(stderr, "berth: broken invariant at {}:{} ({}): {}\n", where.file_name(), where.line(),
             where.function_name(), what);
  std::fflush(stderr);
  std::abort();
}

}  // namespace berth
