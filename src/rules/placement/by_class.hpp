#pragma once
// What depends on nothing but an instance's attributes and zone, found once for each class of them:
// a cluster has many instances and few classes.

#include <cstdint>
#include <map>
#include <type_traits>
#include <utility>

#include "rules/placement/placement.hpp"

namespace berth::rules {

/// `Find` answers it for a container instance.
template <class Find>
class ByClass {
 public:
  using Value = std::invoke_result_t<const Find&, const model::ContainerInstance&>;

  explicit ByClass(Find find) : find_(std::move(find)) {}

  Value of(const Candidate& candidate) {
    if (candidate.attribute_class == 0) return find_(*candidate.instance);
    const auto known = found_.find(candidate.attribute_class);
    if (known != found_.end()) return known->second;
    return found_.emplace(candidate.attribute_class, find_(*candidate.instance)).first->second;
  }

 private:
  Find find_;
  std::map<std::uint32_t, Value> found_;
};

}  // namespace berth::rules
