#include "cli/screen/fit.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/screen/table.hpp"

namespace berth::cli {

namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  auto lines = split(text, '\n');
  lines.pop_back();  // What follows the last line end is none.
  return lines;
}

/// How many lines each section gets of those that there is room for: what short ones leave is
/// shared by the others.
std::vector<std::size_t> shares(const std::vector<Lines>& sections, std::size_t room) {
  std::vector<std::size_t> order(sections.size()), share(sections.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(sections[i].size(), i); });
  for (std::size_t done = 0; done < order.size(); ++done) {
    auto& mine = share[order[done]];
    mine = std::min(sections[order[done]].size(), room / (order.size() - done));
    room -= mine;
  }
  return share;
}

void append(std::string& frame, const Lines& lines, std::size_t share, Keep keep,
            std::size_t columns) {
  const bool cut = share < lines.size();
  const std::size_t shown = cut ? share - std::min<std::size_t>(share, 1) : lines.size();
  const auto note = cut && share > 0 ? fmt::format("… {} more\n", lines.size() - shown) : "";
  const std::size_t begin = keep == Keep::first ? 0 : lines.size() - shown;
  if (keep == Keep::last) frame += note;
  for (std::size_t i = begin; i < begin + shown; ++i) frame += cut_line(lines[i], columns) + "\n";
  if (keep == Keep::first) frame += note;
}

}  // namespace

std::string cut_line(std::string_view line, std::size_t columns) {
  if (width(line) <= columns) return std::string(line);
  if (columns == 0) return {};
  std::size_t end = 0;
  for (std::size_t points = 0; end < line.size(); ++end) {
    const bool begins = width(line.substr(end, 1)) == 1;
    if (begins && ++points == columns) break;
  }
  return std::string(line.substr(0, end)) + "…";
}

std::string fit(const std::vector<Section>& sections, Extent extent) {
  std::vector<Lines> lines;
  for (const auto& each : sections) lines.push_back(lines_of(each.text));
  const auto share = shares(lines, std::max<std::size_t>(extent.rows, 1) - 1);
  std::string frame;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    append(frame, lines[i], share[i], sections[i].keep, extent.columns);
  }
  return frame;
}

}  // namespace berth::cli
