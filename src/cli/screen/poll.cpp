#include "cli/screen/poll.hpp"

#include "client/error_code.hpp"
#include "ports/sleep.hpp"

namespace berth::cli {

Answer<Waited> poll(Screen screen, Patience patience, std::function<Answer<Look>()> look) {
  auto& clock = screen.clock;
  const auto begun = clock.now();
  bool heard = patience.heard == Heard::before, away = false;
  while (true) {
    const auto seen = co_await look();
    if (!seen && !(heard && client::is_away(seen.error()))) {
      co_return std::unexpected(seen.error());
    }
    if (!seen && !away) {
      if (screen.progress == Progress::terminal) screen.write("\r\x1b[K");
      screen.warn("The server does not answer: " + seen.error().message + "; trying again.\n");
    }
    away = !seen;
    heard |= seen.has_value();
    if (seen && *seen == Look::last) co_return Waited::done;
    if (patience.timeout && clock.now() - begun >= *patience.timeout) co_return Waited::timed_out;
    const auto slept = co_await ports::sleep_for(clock, patience.interval);
    if (!slept) co_return std::unexpected(slept.error());
  }
}

}  // namespace berth::cli
