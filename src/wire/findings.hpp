#pragma once
// What a decoder or the validation noticed in a request besides its values: members that our model
// does not know, and constraints that are broken. The decoder goes on after each, so that one
// answer can name them all. Whether an unknown member is refused is the api layer's decision.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/shape.hpp"

namespace berth::wire {

/// Where a value stands in a request, as a chain of parents on the stack.
class Path {
 public:
  Path() = default;
  Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name) {}
  /// An item of a list; counted from 1, as AWS does.
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index) {}

  /// "tags.1.member.key": the first letter of each name is lower case, as AWS writes it.
  std::string text() const;

 private:
  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
};

enum class Breach : std::uint8_t {
  missing,
  not_in_set,
  too_short,
  too_long,
  too_small,
  too_large,
  no_match,
};

/// Which part of a map broke its constraint; `whole` for everything else.
enum class Part : std::uint8_t { whole, map_key, map_value };

struct Violation {
  Breach breach;
  std::string path;
  std::string value;  // As it may be shown to the client.
  const Shape* shape = nullptr;
  Part part = Part::whole;
};

struct Findings {
  std::vector<std::string> unknown;
  std::vector<Violation> violations;

  /// Notes within bounds: a hostile request cannot make the answer long.
  void add_unknown(const Path& parent, std::string_view name);
  void add(Violation violation);
};

inline constexpr std::size_t findings_max = 50;

/// A value as error texts may show it: cut to 256 characters, "***" when it is sensitive.
std::string shown(const Shape& shape, std::string_view value);

}  // namespace berth::wire
