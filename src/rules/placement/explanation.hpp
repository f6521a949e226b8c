#pragma once
// Why placement chose an instance and left the others: sentences and figures for people.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/placement/placement.hpp"

namespace berth::rules {

/// "2 of 3 instances fit; us-east-1b has 0 tasks of the group; …": what the strategies compared.
std::string describe_choice(const std::vector<Candidate>& all, const Candidate& chosen,
                            std::size_t fitting, const PlacementRequest& request);

/// What one more task would find on an instance.
struct Verdict {
  const Candidate* candidate = nullptr;
  /// "RESOURCE:MEMORY"; nothing where it fits.
  std::optional<std::string_view> reason;
  /// "wants 512 MiB of memory, 128 are left"; where it fits, what the strategies compare.
  std::string detail;
  bool chosen = false;
};

/// One for each candidate: the chosen one first, then those that fit, then the closest ones.
std::vector<Verdict> explain(const std::vector<Candidate>& candidates,
                             const PlacementRequest& request);

}  // namespace berth::rules
