#pragma once
// How the program inside a simulated container behaves, by the name of its image. A run draws one
// table of apps for all hosts, so that a task definition means the same everywhere.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace berth::sim {

enum class Pull : std::uint8_t {
  succeeds,
  /// The registry does not know the image.
  fails,
};
enum class Start : std::uint8_t { succeeds, fails };
enum class OnTerm : std::uint8_t { exits, ignores };
enum class Exit : std::uint8_t { by_itself, out_of_memory, engine_error };

struct App {
  Pull pull = Pull::succeeds;
  Duration pull_time{500};
  Start start = Start::succeeds;
  /// What the engine says of a start that fails, or of an end by its own error.
  std::string complaint = "failed to create shim task: OCI runtime create failed";
  /// Nothing means that it runs until it is stopped.
  std::optional<Duration> exits_after;
  Exit exit = Exit::by_itself;
  std::int32_t exit_code = 0;
  /// The engine learns that memory ran out so long after the end itself.
  Duration memory_told_after{0};
  OnTerm on_term = OnTerm::exits;
  Duration stop_time{100};
  /// Where it listens when it shares the host's network.
  std::int32_t port = 80;
  /// From the start until it answers requests and its health check passes.
  Duration ready_after{1000};
  /// From the start until it answers 500 and fails its health check.
  std::optional<Duration> sick_after;

  bool operator==(const App&) const = default;
};

using AppTable = std::map<std::string, App>;

}  // namespace berth::sim
