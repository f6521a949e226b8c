#include "wire/findings.hpp"

#include <utility>

#include "base/utf8.hpp"

namespace berth::wire {

namespace {

constexpr std::size_t shown_max = 256;

std::string lower_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] += 'a' - 'A';
  return text;
}

}  // namespace

std::string Path::text() const {
  if (!parent_) return {};
  std::string before = parent_->text();
  if (!before.empty()) before += '.';
  if (index_ > 0) return before + std::to_string(index_) + ".member";
  return before + lower_first(name_);
}

void Findings::add_unknown(const Path& parent, std::string_view name) {
  if (unknown.size() < findings_max) unknown.push_back(Path(parent, cut_utf8(name, 128)).text());
}

void Findings::add(Violation violation) {
  if (violations.size() < findings_max) violations.push_back(std::move(violation));
}

std::string shown(const Shape& shape, std::string_view value) {
  if (shape.constraints.sensitive) return "***";
  return std::string(cut_utf8(value, shown_max));
}

}  // namespace berth::wire
