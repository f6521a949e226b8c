#pragma once
// A text that must not be printed: logs and error messages show "***". Compare and copy it freely;
// reveal() is the only way to the characters and is easy to search for.

#include <string>
#include <utility>

namespace berth {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

/// What a log line shows in place of a secret.
inline const char* redacted(const Secret&) { return "***"; }

}  // namespace berth
