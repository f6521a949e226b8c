#pragma once
// Structured log lines: a constant event text (noun + past participle) and named fields. The sink
// is given by main; a log line never holds a Secret's characters. rules/, model/ and state/ do not
// log: decisions carry their reasons.

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace berth {

enum class LogLevel : unsigned char { debug, info, warn, error };

struct LogField {
  std::string_view name;
  std::string value;
};

class Log {
 public:
  using Sink = std::function<void(LogLevel, std::string_view event, const LogField*, std::size_t)>;

  /// Without a sink everything is dropped, which is what unit tests want.
  Log() = default;
  Log(LogLevel least, Sink sink) : least_(least), sink_(std::move(sink)) {}

  using Fields = std::initializer_list<LogField>;
  void debug(std::string_view event, Fields fields = {}) const {
    write(LogLevel::debug, event, fields);
  }
  void info(std::string_view event, Fields fields = {}) const {
    write(LogLevel::info, event, fields);
  }
  void warn(std::string_view event, Fields fields = {}) const {
    write(LogLevel::warn, event, fields);
  }
  void error(std::string_view event, Fields fields = {}) const {
    write(LogLevel::error, event, fields);
  }

 private:
  void write(LogLevel level, std::string_view event, Fields fields) const {
    if (sink_ && level >= least_) sink_(level, event, fields.begin(), fields.size());
  }

  LogLevel least_ = LogLevel::info;
  Sink sink_;
};

}  // namespace berth
