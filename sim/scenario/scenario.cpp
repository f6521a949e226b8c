#include "sim/scenario/scenario.hpp"

#include <array>

#include "base/text.hpp"

namespace berth::sim {

namespace {

constexpr std::string_view indent = "  ";

bool begins_sentence(std::string_view line) {
  constexpr std::array<std::string_view, 3> words{"given ", "when ", "then "};
  for (const auto word : words) {
    if (line.starts_with(word)) return true;
  }
  return false;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

}  // namespace

std::vector<Sentence> read_scenario(std::string_view text) {
  std::vector<Sentence> sentences;
  int number = 0;
  for (const auto line : lines_of(text)) {
    ++number;
    if (begins_sentence(line)) {
      sentences.push_back({number, std::string(line), {}});
    } else if (line.starts_with(indent) && !sentences.empty()) {
      sentences.back().block.emplace_back(line.substr(indent.size()));
    }
  }
  return sentences;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view text) {
  std::vector<std::string> found;
  auto hole = pattern.find("{}");
  while (hole != std::string_view::npos) {
    if (!text.starts_with(pattern.substr(0, hole))) return std::nullopt;
    text.remove_prefix(hole);
    pattern.remove_prefix(hole + 2);
    hole = pattern.find("{}");
    const auto after = pattern.substr(0, hole);
    const auto end = after.empty() ? text.size() : text.find(after);
    if (end == std::string_view::npos) return std::nullopt;
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  if (text != pattern) return std::nullopt;
  return found;
}

std::optional<long> seconds(std::string_view text) {
  const auto halves = cut(text, ' ');
  const auto number = parse_unsigned(halves ? halves->before : text);
  if (!number || !halves) return std::nullopt;
  if (halves->after == "s") return static_cast<long>(*number);
  if (halves->after == "min") return static_cast<long>(*number) * 60;
  return std::nullopt;
}

}  // namespace berth::sim
