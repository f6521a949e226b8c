#pragma once
// Looking again and again until something is as it shall be. While the server is away, the person
// is told so once, and it is asked again.

#include <functional>
#include <optional>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"

namespace berth::cli {

enum class Look : std::uint8_t { again, last };

/// Whether the server has answered before. One that never did is not waited for: its address or
/// the key may be wrong.
enum class Heard : std::uint8_t { never, before };

enum class Waited : std::uint8_t { done, timed_out };

struct Patience {
  /// Between two looks.
  Duration interval{};
  /// For ever without it.
  std::optional<Duration> timeout;
  Heard heard = Heard::before;
};

/// Looks until a look is the last. Fails with the error of a look that no waiting mends.
Answer<Waited> poll(Screen screen, Patience patience, std::function<Answer<Look>()> look);

}  // namespace berth::cli
