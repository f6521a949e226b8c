#include "adapters/system/spdlog_sink.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace berth::adapters {

namespace {

bool needs_quotes(std::string_view value) {
  return value.empty() || std::ranges::any_of(value, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte <= ' ' || byte == 127 || c == '"' || c == '=' || c == '\\';
         });
}

void append_quoted(std::string& line, std::string_view value) {
  line += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (byte < ' ' || byte == 127) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += c;
    }
  }
  line += '"';
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warn: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

std::string log_line(std::string_view event, const LogField* fields, std::size_t count) {
  std::string line;
  append_quoted(line, event);
  for (const auto* field = fields; field != fields + count; ++field) {
    line += ' ';
    line += field->name;
    line += '=';
    if (needs_quotes(field->value)) {
      append_quoted(line, field->value);
    } else {
      line += field->value;
    }
  }
  return line;
}

Log::Sink spdlog_sink() {
  // Shared because a Sink is copied with each Log.
  auto logger =
      std::make_shared<spdlog::logger>("berth", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
  logger->set_level(spdlog::level::debug);
  logger->flush_on(spdlog::level::debug);
  return
      [logger](LogLevel level, std::string_view event, const LogField* fields, std::size_t count) {
        const std::string line = log_line(event, fields, count);
        logger->log(spdlog_level(level), spdlog::string_view_t(line));
      };
}

}  // namespace berth::adapters
