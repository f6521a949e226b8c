#pragma once
// Distinct string types for names that must not be mixed up: a task's ARN is not a service's.
// An Id is a value: it compares, sorts and copies as its text, and converts only by name.

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "base/shape.hpp"

namespace berth {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  explicit Id(std::string_view text) : text_(text) {}
  explicit Id(const char* text) : text_(text) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend auto operator<=>(const Id&, const Id&) = default;
  friend bool operator==(const Id&, const Id&) = default;

 private:
  friend struct ShapeOf<Id<Tag>>;
  std::string text_;
};

}  // namespace berth
