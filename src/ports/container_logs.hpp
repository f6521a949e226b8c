#pragma once
// What containers wrote to their standard streams, as the engine that runs them kept it. Only
// engines with a log driver that can be read (json-file, local, journald) keep it at all.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::ports {

enum class OutputStream : std::uint8_t { standard_output, standard_error };

struct LogLine {
  OutputStream stream{};
  /// RFC 3339 in UTC with nine decimals, so that times compare as texts.
  std::string time;
  /// Without its line end.
  std::string text;

  bool operator==(const LogLine&) const = default;
};

/// The lines of one container in their order. next() answers closed after the last one.
class ContainerLog {
 public:
  virtual ~ContainerLog() = default;
  virtual boost::asio::awaitable<Result<LogLine>> next() = 0;
};

enum class Follow : std::uint8_t { no, yes };

struct LogWish {
  /// Wait for what is still to come, until the container ends.
  Follow follow = Follow::no;
  /// Only the last lines of what is there already.
  std::optional<std::int32_t> tail;
};

class ContainerLogs {
 public:
  virtual ~ContainerLogs() = default;
  /// not_found when the engine has no such container, refused when its log driver keeps nothing
  /// that can be read, unreachable without an engine.
  virtual boost::asio::awaitable<Result<std::unique_ptr<ContainerLog>>> open(std::string container,
                                                                             LogWish wish,
                                                                             Duration timeout) = 0;
};

}  // namespace berth::ports
