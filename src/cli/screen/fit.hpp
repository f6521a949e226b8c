#pragma once
// Text cut to what a terminal has room for, so that a frame neither scrolls nor wraps.

#include <string>
#include <string_view>
#include <vector>

#include "cli/screen/screen.hpp"

namespace berth::cli {

/// The first code points of a line, at most so many; the last of them is … where more were there.
std::string cut_line(std::string_view line, std::size_t columns);

/// Which lines stay where not all have room.
enum class Keep : std::uint8_t { first, last };

/// Whole lines.
struct Section {
  std::string text;
  Keep keep = Keep::first;
};

/// The sections one after the other, all of them in one extent but for its last row. Where there
/// are too many lines, each section gets the same share, and says how many more it has.
std::string fit(const std::vector<Section>& sections, Extent extent);

}  // namespace berth::cli
