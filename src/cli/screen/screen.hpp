#pragma once
// Where a command tells what it sees while it goes on.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "ports/clock.hpp"

namespace berth::cli {

/// In a terminal one line tells the present state again and again; elsewhere each change is a line.
enum class Progress : std::uint8_t { terminal, lines };

/// What a terminal shows at once.
struct Extent {
  std::size_t rows = 24, columns = 80;
};

struct Screen {
  ports::Clock& clock;
  /// Shows the text at once.
  std::function<void(std::string_view)> write;
  Progress progress = Progress::lines;
  /// The same beside what the command was asked for, on the standard error output.
  std::function<void(std::string_view)> warn = [](std::string_view) {};
  /// Of the terminal, as it is now.
  std::function<Extent()> extent = [] { return Extent{}; };
};

}  // namespace berth::cli
