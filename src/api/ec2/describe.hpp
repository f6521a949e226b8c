#pragma once
// What EC2's describe operations have in common: DryRun, pages, ids that must exist, tags.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/members.hpp"
#include "api/page.hpp"
#include "gen/ec2/types.hpp"
#include "model/tags.hpp"

namespace berth::api::ec2 {

inline constexpr std::int32_t max_results_max = 1000;

inline PageRequest page_request(const std::optional<std::string>& next_token,
                                const std::optional<std::int32_t>& max_results) {
  return {next_token, static_cast<std::size_t>(max_results.value_or(max_results_max)),
          ErrorCode::invalid_parameter_value};
}

inline Result<void> refuse_dry_run(const std::optional<bool>& dry_run) {
  if (dry_run.value_or(false)) return refuse_member("DryRun");
  return {};
}

inline std::vector<gen::ec2::Tag> show_tags(const model::Tags& tags) {
  std::vector<gen::ec2::Tag> shown;
  for (const auto& [key, value] : tags) shown.push_back({.key = key, .value = value});
  return shown;
}

/// The rows whose member `key` is among the ids, all rows when none is asked for. An id that no row
/// has is refused with `missing(id)`.
template <class Row, class Missing>
Result<std::vector<Row>> with_ids(std::vector<Row> rows,
                                  const std::optional<std::vector<std::string>>& ids,
                                  std::optional<std::string> Row::* key, Missing missing) {
  if (!ids || ids->empty()) return rows;
  for (const auto& id : *ids) {
    if (std::ranges::find(rows, id, key) == rows.end()) return missing(id);
  }
  std::erase_if(rows,
                [&](const Row& row) { return std::ranges::find(*ids, row.*key) == ids->end(); });
  return rows;
}

}  // namespace berth::api::ec2
