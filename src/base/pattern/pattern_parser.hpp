#pragma once
// Turns the text of a regular expression into the steps of a Pattern. Private to pattern.cpp.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/pattern/pattern.hpp"

namespace berth {

class PatternParser {
 public:
  explicit PatternParser(std::string_view text);
  PatternParser(const PatternParser&) = delete;

  std::optional<Pattern> parse();

 private:
  using Op = Pattern::Op;

  struct Count {
    int min = 1;
    int max = 1;  // -1: no limit.
  };

  // Each answers false on an error. Steps are written one behind the other: the step after a part
  // is always the next one, so a part can be written again for a count.
  bool alternatives(int depth);
  bool sequence(int depth);
  bool atom(int depth);
  bool group(int depth);
  bool look_ahead(Op op, int depth);
  bool escape();
  bool set();
  bool set_item(CharacterSet& set);
  bool class_escape(char letter, CharacterSet& set);
  bool category(CharacterSet& set);
  std::optional<char32_t> escaped_character();
  std::optional<char32_t> hexadecimal(std::size_t digits);
  std::optional<Count> count();
  std::optional<int> number();
  bool repeat(std::uint32_t begin, Count count);

  bool skip(std::string_view text);
  std::uint32_t here() const { return static_cast<std::uint32_t>(pattern_.steps_.size()); }
  std::uint32_t emit(Op op, std::uint32_t other = 0);
  void emit_set(CharacterSet set);
  void insert_split(std::uint32_t at);
  void copy(const std::vector<Pattern::Step>& part, std::uint32_t from);

  const std::string text_;
  std::string_view rest_;  // Of text_.
  Pattern pattern_;
};

}  // namespace berth
