#include "sim/kernel/story.hpp"

#include <utility>

#include <fmt/format.h>

namespace berth::sim {

Story::Story(const Scheduler& scheduler, Detail detail, Sink sink)
    : scheduler_(scheduler), start_(scheduler.now()), detail_(detail), sink_(std::move(sink)) {}

void Story::tell(Detail detail, std::string_view who, std::string_view what) const {
  if (!wants(detail)) return;
  const auto elapsed = (scheduler_.now() - start_).count();
  sink_(fmt::format("{:>7}.{:03}  {:<12} {}", elapsed / 1000, elapsed % 1000, who, what));
}

}  // namespace berth::sim
