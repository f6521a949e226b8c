#include "base/pattern/pattern.hpp"

#include <algorithm>
#include <string>

#include "base/pattern/pattern_parser.hpp"
#include "base/utf8.hpp"

namespace berth {

namespace {

/// Enough for a megabyte of text in a plain pattern; hostile texts end here.
constexpr std::uint64_t budget_max = 5'000'000;

template <std::size_t Size>
bool within(const CharacterSet::Range (&ranges)[Size], char32_t c) {
  return std::ranges::any_of(
      ranges, [c](const auto& range) { return c >= range.first && c <= range.last; });
}

constexpr CharacterSet::Range separators[] = {{' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
                                              {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                                              {0x205F, 0x205F}, {0x3000, 0x3000}};
constexpr CharacterSet::Range numbers[] = {
    {'0', '9'},       {0xB2, 0xB3},     {0xB9, 0xB9},     {0xBC, 0xBE},
    {0x660, 0x669},   {0x6F0, 0x6F9},   {0x7C0, 0x7C9},   {0x966, 0x96F},
    {0x2070, 0x2079}, {0x2080, 0x2089}, {0x2150, 0x218B}, {0x2460, 0x249B},
    {0x3007, 0x3007}, {0x3021, 0x3029}, {0xFF10, 0xFF19}, {0x1D7CE, 0x1D7FF}};
constexpr CharacterSet::Range marks[] = {
    {0x300, 0x36F}, {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
    {0x900, 0x903}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}};
/// Neither letters, digits, marks nor separators: controls, punctuation, symbols, private use.
constexpr CharacterSet::Range others[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB8},     {0xBB, 0xBF},       {0xD7, 0xD7},
    {0xF7, 0xF7},     {0x2000, 0x2070}, {0x207A, 0x207E}, {0x208A, 0x208F},   {0x20A0, 0x20CF},
    {0x2100, 0x2101}, {0x2190, 0x245F}, {0x249C, 0x2BFF}, {0x2E00, 0x2E7F},   {0x3001, 0x3004},
    {0x3008, 0x3020}, {0xD800, 0xF8FF}, {0xFE10, 0xFE6F}, {0xFF01, 0xFF0F},   {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF}};

bool ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool in_category(char letter, char32_t c) {
  switch (letter) {
    case 'Z': return within(separators, c);
    case 'N': return within(numbers, c);
    case 'M': return within(marks, c);
    case 'P':
      return c < 0x80 ? c > ' ' && c != 0x7F && !ascii_letter(c) && !within(numbers, c)
                      : within(others, c);
    default:
      if (c < 0x80) return ascii_letter(c);
      return !within(others, c) && !within(numbers, c) && !within(marks, c) &&
             !within(separators, c);
  }
}

bool is_word(char32_t c) { return ascii_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

bool CharacterSet::contains(char32_t c) const {
  const auto holds = [c](const Range& range) { return c >= range.first && c <= range.last; };
  bool found = std::ranges::any_of(ranges, holds);
  for (std::size_t i = 0; !found && i < category_letters.size(); ++i) {
    found = (categories >> i & 1) != 0 && in_category(category_letters[i], c);
  }
  return found != negated;
}

/// Follows all ways through the steps at once, one character after the other.
class PatternRun {
 public:
  PatternRun(const Pattern& pattern, std::u32string_view text) : pattern_(pattern), text_(text) {}

  enum class End : std::uint8_t { whole_text, anywhere };

  bool run(std::uint32_t start, std::size_t begin, End end) {
    std::vector<std::uint32_t> now, then;
    std::vector<std::size_t> marks(pattern_.steps_.size(), no_place);
    add(start, begin, now, marks);
    for (std::size_t at = begin;; ++at) {
      for (const auto step : now) {
        const bool done = pattern_.steps_[step].op == Pattern::Op::accept;
        if (done && (end == End::anywhere || at == text_.size())) return true;
      }
      if (at >= text_.size() || now.empty() || spent_ > budget_max) return false;
      then.clear();
      for (const auto step : now) {
        const auto& one = pattern_.steps_[step];
        if (one.op == Pattern::Op::character && fits(one, text_[at])) {
          add(one.next, at + 1, then, marks);
        }
      }
      std::swap(now, then);
    }
  }

 private:
  static constexpr std::size_t no_place = ~std::size_t{0};

  bool fits(const Pattern::Step& step, char32_t c) const {
    const auto& set = pattern_.sets_[step.set];
    if (set.contains(c)) return true;
    return pattern_.ignore_case_ && ascii_letter(c) && set.contains(c ^ 0x20);
  }

  /// Adds a step and all that it leads to without taking a character.
  void add(std::uint32_t start, std::size_t at, std::vector<std::uint32_t>& list,
           std::vector<std::size_t>& marks) {
    std::vector<std::uint32_t> open{start};
    while (!open.empty()) {
      const auto index = open.back();
      open.pop_back();
      if (marks[index] == at) continue;
      marks[index] = at;
      ++spent_;
      const auto& step = pattern_.steps_[index];
      switch (step.op) {
        case Pattern::Op::character:
        case Pattern::Op::accept: list.push_back(index); break;
        case Pattern::Op::split: open.push_back(step.other); [[fallthrough]];
        case Pattern::Op::jump: open.push_back(step.next); break;
        default:
          if (holds(step, at)) open.push_back(step.next);
      }
    }
  }

  bool holds(const Pattern::Step& step, std::size_t at) {
    switch (step.op) {
      case Pattern::Op::text_begin: return at == 0;
      case Pattern::Op::text_end: return at == text_.size();
      case Pattern::Op::word_boundary: {
        const bool before = at > 0 && is_word(text_[at - 1]);
        const bool after = at < text_.size() && is_word(text_[at]);
        return before != after;
      }
      case Pattern::Op::ahead: return run(step.other, at, End::anywhere);
      case Pattern::Op::not_ahead: return !run(step.other, at, End::anywhere);
      default: return false;
    }
  }

  const Pattern& pattern_;
  std::u32string_view text_;
  std::uint64_t spent_ = 0;
};

std::optional<Pattern> Pattern::compile(std::string_view expression) {
  return PatternParser(expression).parse();
}

bool Pattern::matches(std::string_view text) const {
  std::u32string characters;
  characters.reserve(text.size());
  while (!text.empty()) characters += take_character(text);
  return PatternRun(*this, characters).run(0, 0, PatternRun::End::whole_text);
}

}  // namespace berth
