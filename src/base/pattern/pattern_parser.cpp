#include "base/pattern/pattern_parser.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace berth {

namespace {

constexpr int depth_max = 50;
constexpr std::size_t steps_max = 20'000;

constexpr CharacterSet::Range digits[] = {{'0', '9'}};
constexpr CharacterSet::Range word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
constexpr CharacterSet::Range blanks[] = {{'\t', '\r'}, {' ', ' '}};

using RangeList = std::vector<CharacterSet::Range>;

/// Java's POSIX classes, which are of US-ASCII.
const auto& posix_classes() {
  static const std::vector<std::pair<std::string_view, RangeList>> all = {
      {"{Lower}", {{'a', 'z'}}},
      {"{Upper}", {{'A', 'Z'}}},
      {"{Alpha}", {{'A', 'Z'}, {'a', 'z'}}},
      {"{Digit}", {{'0', '9'}}},
      {"{Alnum}", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"{XDigit}", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
      {"{Punct}", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"{Graph}", {{'!', '~'}}},
      {"{Print}", {{' ', '~'}}},
      {"{Blank}", {{'\t', '\t'}, {' ', ' '}}},
      {"{Space}", {{'\t', '\r'}, {' ', ' '}}},
      {"{Cntrl}", {{0, 0x1F}, {0x7F, 0x7F}}},
      {"{ASCII}", {{0, 0x7F}}},
  };
  return all;
}

/// Java's \Q…\E, whose characters mean themselves, written with a backslash before each.
std::string unquoted(std::string_view text) {
  std::string result;
  bool quoted = false;
  while (!text.empty()) {
    if (text.starts_with(quoted ? "\\E" : "\\Q")) {
      text.remove_prefix(2);
      quoted = !quoted;
      continue;
    }
    const bool pair = !quoted && text.front() == '\\' && text.size() > 1;
    const bool escaped = quoted && !only_alphanumeric_or(text.substr(0, 1), "") &&
                         static_cast<unsigned char>(text.front()) < 0x80;
    if (escaped) result += '\\';
    result += text.substr(0, pair ? 2 : 1);
    text.remove_prefix(pair ? 2 : 1);
  }
  return result;
}

template <class Ranges>
void add(CharacterSet& set, const Ranges& ranges) {
  set.ranges.insert(set.ranges.end(), std::begin(ranges), std::end(ranges));
}

/// All characters outside the (sorted) ranges.
template <class Ranges>
void add_others(CharacterSet& set, const Ranges& ranges) {
  char32_t first = 0;
  for (const auto& range : ranges) {
    if (range.first > first) set.ranges.push_back({first, range.first - 1});
    first = range.last + 1;
  }
  set.ranges.push_back({first, 0x10FFFF});
}

}  // namespace

PatternParser::PatternParser(std::string_view text) : text_(unquoted(text)), rest_(text_) {}

std::optional<Pattern> PatternParser::parse() {
  if (skip("(?i)")) pattern_.ignore_case_ = true;
  if (!alternatives(depth_max) || !rest_.empty()) return std::nullopt;
  emit(Op::accept);
  return std::move(pattern_);
}

bool PatternParser::skip(std::string_view text) {
  if (!rest_.starts_with(text)) return false;
  rest_.remove_prefix(text.size());
  return true;
}

std::uint32_t PatternParser::emit(Op op, std::uint32_t other) {
  pattern_.steps_.push_back({op, here() + 1, other, 0});
  return here() - 1;
}

void PatternParser::emit_set(CharacterSet set) {
  pattern_.sets_.push_back(std::move(set));
  const auto step = emit(Op::character);
  pattern_.steps_[step].set = static_cast<std::uint32_t>(pattern_.sets_.size() - 1);
}

/// Puts a split before the part that begins at `at`; its second way is set by the caller.
void PatternParser::insert_split(std::uint32_t at) {
  auto part = std::vector(pattern_.steps_.begin() + at, pattern_.steps_.end());
  pattern_.steps_.resize(at);
  emit(Op::split);
  copy(part, at);
}

/// Writes a part again whose steps were numbered from `from`.
void PatternParser::copy(const std::vector<Pattern::Step>& part, std::uint32_t from) {
  const std::uint32_t shift = here() - from;
  for (auto step : part) {
    step.next += shift;
    step.other += shift;
    pattern_.steps_.push_back(step);
  }
}

bool PatternParser::alternatives(int depth) {
  if (depth <= 0) return false;
  const auto begin = here();
  if (!sequence(depth)) return false;
  if (!skip("|")) return true;
  insert_split(begin);
  const auto out = emit(Op::jump);
  pattern_.steps_[begin].other = here();
  if (!alternatives(depth - 1)) return false;
  pattern_.steps_[out].next = here();
  return true;
}

bool PatternParser::sequence(int depth) {
  while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
    const auto begin = here();
    if (!atom(depth)) return false;
    while (true) {
      const auto times = count();
      if (!times) return false;
      if (times->min == 1 && times->max == 1) break;
      skip("?");  // A lazy count matches the same texts as a whole.
      if (!repeat(begin, *times) || here() > steps_max) return false;
    }
  }
  return true;
}

std::optional<PatternParser::Count> PatternParser::count() {
  if (skip("*")) return Count{0, -1};
  if (skip("+")) return Count{1, -1};
  if (skip("?")) return Count{0, 1};
  if (!skip("{")) return Count{};
  const auto min = number();
  if (!min) return std::nullopt;
  if (skip("}")) return Count{*min, *min};
  if (!skip(",")) return std::nullopt;
  if (skip("}")) return Count{*min, -1};
  const auto max = number();
  if (!max || *max < *min || !skip("}")) return std::nullopt;
  return Count{*min, *max > Pattern::count_max ? -1 : *max};
}

std::optional<int> PatternParser::number() {
  int value = 0;
  std::size_t size = 0;
  while (size < rest_.size() && size < 7 && rest_[size] >= '0' && rest_[size] <= '9') {
    value = value * 10 + (rest_[size++] - '0');
  }
  rest_.remove_prefix(size);
  return size > 0 ? std::optional(value) : std::nullopt;
}

bool PatternParser::repeat(std::uint32_t begin, Count count) {
  const auto part = std::vector(pattern_.steps_.begin() + begin, pattern_.steps_.end());
  const auto least = std::min(count.min, Pattern::count_max);
  const auto pieces = static_cast<std::size_t>(std::max({least, count.max, 1}));
  if (part.size() * pieces > steps_max) return false;
  pattern_.steps_.resize(begin);
  auto last = begin;
  for (int i = 0; i < least; ++i) {
    last = here();
    copy(part, begin);
  }
  if (count.max < 0 && least > 0) {
    const auto split = emit(Op::split, last);
    pattern_.steps_[split].next = here();
  } else if (count.max < 0) {
    const auto split = emit(Op::split);
    copy(part, begin);
    const auto back = emit(Op::jump);
    pattern_.steps_[back].next = split;
    pattern_.steps_[split].other = here();
  } else {
    std::vector<std::uint32_t> splits;
    for (int i = least; i < count.max; ++i) {
      splits.push_back(emit(Op::split));
      copy(part, begin);
    }
    for (const auto split : splits) pattern_.steps_[split].other = here();
  }
  return true;
}

bool PatternParser::atom(int depth) {
  if (skip("(")) return group(depth - 1);
  if (skip("[")) return set();
  if (skip("^")) return emit(Op::text_begin), true;
  if (skip("$")) return emit(Op::text_end), true;
  if (skip("\\")) return escape();
  CharacterSet found;
  if (skip(".")) {
    found.ranges = {{'\n', '\n'}, {'\r', '\r'}};
    found.negated = true;
  } else {
    const char front = rest_.front();
    if (front == '*' || front == '+' || front == '?' || front == '{') return false;
    const char32_t c = take_character(rest_);
    found.ranges = {{c, c}};
  }
  emit_set(std::move(found));
  return true;
}

bool PatternParser::group(int depth) {
  if (skip("?=")) return look_ahead(Op::ahead, depth);
  if (skip("?!")) return look_ahead(Op::not_ahead, depth);
  if (!skip("?:") && rest_.starts_with("?")) return false;
  return alternatives(depth) && skip(")");
}

bool PatternParser::look_ahead(Op op, int depth) {
  const auto step = emit(op);
  pattern_.steps_[step].other = here();
  if (!alternatives(depth) || !skip(")")) return false;
  emit(Op::accept);
  pattern_.steps_[step].next = here();
  return true;
}

bool PatternParser::escape() {
  if (rest_.empty()) return false;
  if (skip("b")) return emit(Op::word_boundary), true;
  CharacterSet found;
  if (class_escape(rest_.front(), found)) {
    emit_set(std::move(found));
    return true;
  }
  const auto c = escaped_character();
  if (!c) return false;
  found.ranges = {{*c, *c}};
  emit_set(std::move(found));
  return true;
}

/// \d, \w, \s, their opposites and \p{…}; false leaves the text where it was.
bool PatternParser::class_escape(char letter, CharacterSet& set) {
  const auto before = rest_;
  rest_.remove_prefix(1);
  switch (letter) {
    case 'd': add(set, digits); return true;
    case 'w': add(set, word); return true;
    case 's': add(set, blanks); return true;
    case 'D': add_others(set, digits); return true;
    case 'W': add_others(set, word); return true;
    case 'S': add_others(set, blanks); return true;
    case 'p':
      if (category(set)) return true;
      [[fallthrough]];
    default: rest_ = before; return false;
  }
}

bool PatternParser::category(CharacterSet& set) {
  for (const auto& [name, ranges] : posix_classes()) {
    if (skip(name)) return add(set, ranges), true;
  }
  if (!rest_.starts_with("{") || rest_.find('}') != 2) return false;
  const auto index = category_letters.find(rest_[1]);
  if (index == std::string_view::npos) return false;
  rest_.remove_prefix(3);
  set.categories |= static_cast<std::uint8_t>(1U << index);
  return true;
}

std::optional<char32_t> PatternParser::escaped_character() {
  if (rest_.empty() || (rest_.front() >= '1' && rest_.front() <= '9')) return std::nullopt;
  if (skip("n")) return U'\n';
  if (skip("r")) return U'\r';
  if (skip("t")) return U'\t';
  if (skip("f")) return U'\f';
  if (skip("x")) return hexadecimal(2);
  if (!skip("u")) {
    const char front = rest_.front();
    const bool letter = (front >= 'a' && front <= 'z') || (front >= 'A' && front <= 'Z');
    return letter ? std::nullopt : std::optional(take_character(rest_));
  }
  const auto high = hexadecimal(4);
  if (!high || *high < 0xD800 || *high > 0xDBFF || !rest_.starts_with("\\u")) return high;
  const auto before = rest_;
  rest_.remove_prefix(2);
  const auto low = hexadecimal(4);
  if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
    return 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00);
  }
  rest_ = before;
  return high;
}

std::optional<char32_t> PatternParser::hexadecimal(std::size_t count) {
  char32_t value = 0;
  if (rest_.size() < count) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = rest_[i];
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!digit && !letter) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  rest_.remove_prefix(count);
  return value;
}

bool PatternParser::set() {
  CharacterSet found;
  found.negated = skip("^");
  bool first = true;
  while (first || !skip("]")) {
    if (rest_.empty() || !set_item(found)) return false;
    first = false;
  }
  emit_set(std::move(found));
  return true;
}

bool PatternParser::set_item(CharacterSet& set) {
  if (rest_.starts_with("&&") || rest_.starts_with("[")) return false;  // Java's set algebra.
  const auto one = [&]() -> std::optional<char32_t> {
    if (rest_.empty()) return std::nullopt;
    return skip("\\") ? escaped_character() : std::optional(take_character(rest_));
  };
  if (rest_.size() > 1 && rest_[0] == '\\') {
    const auto before = rest_;
    rest_.remove_prefix(1);
    if (class_escape(rest_.front(), set)) return true;
    rest_ = before;
  }
  const auto first = one();
  if (!first) return false;
  auto last = first;
  if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']' && !rest_.starts_with("-\\w") &&
      !rest_.starts_with("-\\d")) {
    skip("-");
    last = one();
  }
  if (!last || *last < *first) return false;
  set.ranges.push_back({*first, *last});
  return true;
}

}  // namespace berth
