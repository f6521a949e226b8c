#pragma once
// The cluster query language (behaviour §1.6.4): which container instances a memberOf constraint
// or the filter of ListContainerInstances means.
//
//   attribute:stack == prod and not (task:group == service:db or runningTasksCount > 3)
//
// A query is parsed once and asked about many instances. An instance that lacks the attribute, or
// hosts no task, satisfies no comparison about it but `not_exists`: `attribute:stack != prod`
// means the instances with another stack, `not (task:group == db)` those without such a task.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/pattern/pattern.hpp"
#include "base/result.hpp"
#include "model/container_instance.hpp"

namespace berth::rules {

/// ECS: PlacementConstraint.expression.
constexpr std::size_t cluster_query_size_max = 2000;

/// What a query can ask about.
struct QueriedInstance {
  const model::ContainerInstance& instance;
  std::int32_t running_tasks_count = 0;
  /// Of the tasks on it.
  std::vector<std::string_view> task_groups;
};

enum class QuerySubject : std::uint8_t {
  agent_connected,
  agent_version,
  ec2_instance_id,
  registered_at,
  running_tasks_count,
  attribute,
  task_group,
};

enum class QueryOperator : std::uint8_t {
  equals,
  not_equals,
  greater_than,
  greater_than_equal,
  less_than,
  less_than_equal,
  exists,
  not_exists,
  in,
  not_in,
  matches,
  not_matches,
};

/// A text; a number, a truth (0 or 1) or an instant (milliseconds); the parts of a version.
using QueryValue = std::variant<std::string, std::int64_t, std::vector<std::uint64_t>>;

struct QueryCondition {
  QuerySubject subject{};
  std::string attribute;  // The name that QuerySubject::attribute goes with.
  QueryOperator op{};
  std::vector<QueryValue> values;  // One; several for `in`; none for `exists` and `matches`.
  std::optional<Pattern> pattern;  // Of `matches`.
};

/// Comparisons joined by and, or and not: a tree whose nodes name each other by their places.
struct ClusterQuery {
  struct Node {
    enum class Kind : std::uint8_t { condition, both, either, negation } kind{};
    std::size_t left = 0;   // A node, or the condition.
    std::size_t right = 0;  // A node, of `both` and `either`.
  };
  std::vector<QueryCondition> conditions;
  std::vector<Node> nodes;  // The last one is the whole query.
};

/// `invalid_parameter` says what is wrong and at which character.
Result<ClusterQuery> parse_cluster_query(std::string_view expression);

/// The text of one value as the subject reads it, or nothing: "abc" is no runningTasksCount.
std::optional<QueryValue> read_query_value(QuerySubject subject, std::string_view text);

bool matches(const ClusterQuery& query, const QueriedInstance& instance);

}  // namespace berth::rules
