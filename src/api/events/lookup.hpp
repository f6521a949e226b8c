#pragma once
// From the names in EventBridge's requests to rows, in the caller's account and region only. There
// is one event bus, "default". Every finder answers the error that EventBridge gives.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/operation.hpp"
#include "api/page.hpp"

namespace berth::api::events {

/// Refuses every bus but the default one, which may be named by its ARN.
Result<void> expect_default_bus(const Stamp& stamp, const std::optional<std::string>& bus);

model::EventRuleArn rule_arn(const Stamp& stamp, const std::string& name);
/// On the default bus, or ResourceNotFoundException.
Result<const model::EventRule*> find_rule(const View& view, const Stamp& stamp,
                                          const std::string& name,
                                          const std::optional<std::string>& bus);

/// EventBridge's words for a rule that is not there.
std::unexpected<Error> no_rule(const std::string& name);

/// Null when there is none of the name.
const model::Connection* connection_named(const View& view, const Stamp& stamp,
                                          const std::string& name);
const model::ApiDestination* api_destination_named(const View& view, const Stamp& stamp,
                                                   const std::string& name);

/// Whether the ARN is of the caller's account and region.
bool is_ours(const Stamp& stamp, std::string_view arn);

/// How many rows the caller's account and region have.
template <class Table>
std::size_t count_ours(const Table& table, const Stamp& stamp) {
  return static_cast<std::size_t>(std::ranges::count_if(
      table, [&](const auto& entry) { return is_ours(stamp, entry.first.text()); }));
}

/// Rows of the caller whose names begin so, sorted by name, as one page. `keep` may refuse more.
template <class Table, class Keep>
auto named_page(const Table& table, const Stamp& stamp, const std::optional<std::string>& prefix,
                const std::optional<std::string>& token, const std::optional<std::int32_t>& limit,
                Keep keep) {
  using Row = std::remove_cvref_t<decltype(table.begin()->second)>;
  std::vector<const Row*> rows;
  for (const auto& [arn, row] : table) {
    if (!is_ours(stamp, arn.text()) || !row.name.starts_with(prefix.value_or(""))) continue;
    if (keep(row)) rows.push_back(&row);
  }
  std::ranges::sort(rows, {}, &Row::name);
  const PageRequest page{token, static_cast<std::size_t>(limit.value_or(100)),
                         ErrorCode::validation};
  return page_of(std::move(rows), page, [](const Row* row) { return row->name; });
}

/// EventBridge's words for too many of something.
std::unexpected<Error> too_many();

}  // namespace berth::api::events
