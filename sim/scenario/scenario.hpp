#pragma once
// A scenario is a text: what it shows in a paragraph, then sentences that begin with given, when or
// then. Indented lines belong to the sentence above them. tests/scenarios/README.md lists the
// sentences.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berth::sim {

struct Sentence {
  int line = 0;
  std::string text;
  /// Its indented lines, without the two spaces that all of them have.
  std::vector<std::string> block;
};

std::vector<Sentence> read_scenario(std::string_view text);

/// What stands at each {} of the pattern ("given an image {} which exits with {}"), if it fits.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view text);

/// "12 s" and "3 min" in words as a scenario writes them; nothing if it is neither.
std::optional<long> seconds(std::string_view text);

}  // namespace berth::sim
