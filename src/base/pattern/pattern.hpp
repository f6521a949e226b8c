#pragma once
// The regular expressions of service models, matched in linear time: no input can make one slow or
// deep, which std::regex does not promise. The dialect is what the models use of Java's: classes,
// groups, alternatives, counts, anchors, word boundaries, look-ahead and \p{…}. Unicode categories
// beyond ASCII are approximated by blocks; a count above `count_max` is taken as no limit, because
// a length constraint stands beside such patterns.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace berth {

/// The Unicode categories of \p{…}: letters, numbers, separators, punctuation, marks.
inline constexpr std::string_view category_letters = "LNZPM";

/// A set of characters.
struct CharacterSet {
  struct Range {
    char32_t first, last;
  };
  std::vector<Range> ranges;
  std::uint8_t categories = 0;  // A bit for each letter of category_letters.
  bool negated = false;

  bool contains(char32_t c) const;
};

class Pattern {
 public:
  static constexpr int count_max = 1000;

  /// Nothing when the expression is malformed or uses what is not supported here.
  static std::optional<Pattern> compile(std::string_view expression);

  /// Whether the whole text matches. A text that would take too many steps does not.
  bool matches(std::string_view text) const;

 private:
  friend class PatternParser;
  friend class PatternRun;

  enum class Op : std::uint8_t {
    character,  // Set `set`.
    split,      // Goes on at both `next` and `other`.
    jump,
    text_begin,
    text_end,
    word_boundary,
    ahead,  // Program part from `other` must match here.
    not_ahead,
    accept,
  };
  struct Step {
    Op op;
    std::uint32_t next = 0;
    std::uint32_t other = 0;
    std::uint32_t set = 0;
  };

  std::vector<Step> steps_;
  std::vector<CharacterSet> sets_;
  bool ignore_case_ = false;
};

}  // namespace berth
