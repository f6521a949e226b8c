#pragma once
// Filters of EC2's describe operations: a row is kept if, for every filter, one of its values under
// the filter's name matches one of the filter's patterns. `*` stands for any text, `?` for one
// character, a backslash before either for itself.

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gen/ec2/types.hpp"

namespace berth::api::ec2 {

using Filters = std::optional<std::vector<gen::ec2::Filter>>;
using Values = std::vector<std::string>;

/// One name by which rows can be filtered.
template <class Row>
struct FilterColumn {
  std::string_view name;
  Values (*values)(const Row&);
};

bool matches_pattern(std::string_view pattern, std::string_view value);
bool matches_any(const Values& values, const gen::ec2::Filter& filter);

/// InvalidParameterValue: "The filter '<name>' is invalid".
std::unexpected<Error> invalid_filter(std::string_view name);

/// The values under "tag:<key>", "tag-key" or "tag-value"; nothing for other names.
std::optional<Values> tag_values(const std::optional<std::vector<gen::ec2::Tag>>& tags,
                                 std::string_view name);

inline Values flag_values(bool value) { return {value ? "true" : "false"}; }

template <class Row>
std::optional<Values> values_under(const Row& row, std::span<const FilterColumn<Row>> columns,
                                   std::string_view name) {
  for (const auto& column : columns) {
    if (column.name == name) return column.values(row);
  }
  if constexpr (requires { row.tags; }) return tag_values(row.tags, name);
  return std::nullopt;
}

template <class Row>
Result<std::vector<Row>> filtered(std::vector<Row> rows, const Filters& filters,
                                  std::span<const FilterColumn<Row>> columns) {
  if (!filters) return rows;
  for (const auto& filter : *filters) {
    const auto name = filter.name.value_or("null");
    // Asked of an empty row, so that a wrong name is refused even when there are no rows.
    if (!values_under(Row{}, columns, name)) return invalid_filter(name);
    std::erase_if(rows, [&](const Row& row) {
      return !matches_any(*values_under(row, columns, name), filter);
    });
  }
  return rows;
}

}  // namespace berth::api::ec2
