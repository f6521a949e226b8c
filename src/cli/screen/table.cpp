#include "cli/screen/table.hpp"

#include <algorithm>
#include <cstdint>

namespace berth::cli {

namespace {

bool is_continuation(char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0) == 0x80; }

/// How many bytes the first code point of a text that is not empty has; 0 for none.
std::size_t code_point_size(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xC2 ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                                         : 4;
  if (size == 0 || lead > 0xF4 || text.size() < size) return 0;
  return std::ranges::all_of(text.substr(1, size - 1), is_continuation) ? size : 0;
}

bool is_control(std::string_view code_point) {
  const auto first = static_cast<std::uint8_t>(code_point.front());
  if (code_point.size() == 1) return first < 0x20 || first == 0x7F;
  return first == 0xC2 && static_cast<std::uint8_t>(code_point[1]) < 0xA0;
}

}  // namespace

std::string table(const Rows& rows) {
  Rows cells = rows;
  std::vector<std::size_t> widths;
  for (auto& row : cells) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = printable(row[i]);
      widths[i] = std::max(widths[i], width(row[i]));
    }
  }
  std::string text;
  for (const auto& row : cells) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line += std::string(widths[i] - width(row[i]) + 2, ' ');
    }
    text += line + "\n";
  }
  return text;
}

std::string facts(Rows rows) {
  std::erase_if(rows, [](const auto& row) { return row[1].empty(); });
  return table(rows);
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const auto size = code_point_size(text);
    const auto point = text.substr(0, std::max<std::size_t>(size, 1));
    if (size == 0 || is_control(point)) {
      shown += ' ';
    } else {
      shown += point;
    }
    text.remove_prefix(point.size());
  }
  return shown;
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !is_continuation(byte); }));
}

}  // namespace berth::cli
