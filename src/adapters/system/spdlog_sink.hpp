#pragma once
// Log lines on standard error, one line an event, written by spdlog:
//   2026-01-01T00:00:00.123Z info "task placed" task=0123 instance="i-1 (spare)"
// A value is quoted when it holds blanks, quotes, '=' or control characters, so that every line can
// be read back by a program. Any thread may write.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/log.hpp"

namespace berth::adapters {

/// Everything after the level. Public for its test.
std::string log_line(std::string_view event, const LogField* fields, std::size_t count);

Log::Sink spdlog_sink();

}  // namespace berth::adapters
