#include "cli/run.hpp"

namespace berth::cli {

Result<std::vector<std::string>> command_words(std::string_view text) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i];
    if (quote == 0 && (next == ' ' || next == '\t' || next == '\n')) {
      if (word) words.push_back(std::move(*word));
      word.reset();
      continue;
    }
    if (!word) word.emplace();
    if (next == quote) {
      quote = 0;
    } else if (quote == 0 && (next == '\'' || next == '"')) {
      quote = next;
    } else if (next == '\\' && quote != '\'' && i + 1 < text.size()) {
      *word += text[++i];
    } else {
      *word += next;
    }
  }
  if (quote != 0) {
    return fail(ErrorCode::invalid_parameter,
                "The command '" + std::string(text) + "' lacks a closing " + quote + ".");
  }
  if (word) words.push_back(std::move(*word));
  return words;
}

}  // namespace berth::cli
