#include "rules/placement/cluster_query.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"

namespace berth::rules {

namespace {

/// "1.98.0" in parts; nothing when a part is no number.
std::optional<QueryValue> read_version(std::string_view text) {
  std::vector<std::uint64_t> parts;
  for (const auto part : split(text, '.')) {
    const auto number = parse_unsigned(part);
    if (!number) return std::nullopt;
    parts.push_back(*number);
  }
  return parts;
}

std::optional<QueryValue> read_truth(std::string_view text) {
  if (text != "true" && text != "false") return std::nullopt;
  return std::string(text);
}

/// Also a date alone, or an instant without a zone, which is UTC.
std::optional<QueryValue> read_instant(std::string_view text) {
  for (const auto* rest : {"", "Z", "T00:00:00Z"}) {
    if (const auto instant = parse_instant(std::string(text) + rest)) {
      return std::int64_t{instant->time_since_epoch().count()};
    }
  }
  return std::nullopt;
}

std::optional<QueryValue> read_number(std::string_view text) {
  const auto number = parse_unsigned(text);
  if (!number || *number > INT32_MAX) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

bool compares(const QueryCondition& condition, const QueryValue& value) {
  const auto is_value = [&](const QueryValue& wanted) { return value == wanted; };
  const auto& wanted = condition.values;
  switch (condition.op) {
    case QueryOperator::equals: return value == wanted.front();
    case QueryOperator::not_equals: return value != wanted.front();
    case QueryOperator::greater_than: return value > wanted.front();
    case QueryOperator::greater_than_equal: return value >= wanted.front();
    case QueryOperator::less_than: return value < wanted.front();
    case QueryOperator::less_than_equal: return value <= wanted.front();
    case QueryOperator::exists: return true;
    case QueryOperator::not_exists: return false;
    case QueryOperator::in: return std::ranges::any_of(wanted, is_value);
    case QueryOperator::not_in: return std::ranges::none_of(wanted, is_value);
    case QueryOperator::matches: return condition.pattern->matches(std::get<std::string>(value));
    case QueryOperator::not_matches:
      return !condition.pattern->matches(std::get<std::string>(value));
  }
  return false;
}

/// What the instance has of the subject: nothing, one value, or one for each of its tasks.
std::vector<QueryValue> values_of(const QueryCondition& condition, const QueriedInstance& asked) {
  const auto& instance = asked.instance;
  switch (condition.subject) {
    case QuerySubject::agent_connected:
      return {std::string(instance.agent_connected ? "true" : "false")};
    case QuerySubject::agent_version: {
      const auto version = read_version(instance.agent.agent_version);
      return version ? std::vector{*version} : std::vector<QueryValue>{};
    }
    case QuerySubject::ec2_instance_id: return {instance.ec2_instance_id};
    case QuerySubject::registered_at:
      return {std::int64_t{instance.registered_at.time_since_epoch().count()}};
    case QuerySubject::running_tasks_count: return {std::int64_t{asked.running_tasks_count}};
    case QuerySubject::attribute: {
      const auto* attribute = find_attribute(instance, condition.attribute);
      if (!attribute) return {};
      return {attribute->value.value_or("")};
    }
    case QuerySubject::task_group: {
      std::vector<QueryValue> groups;
      for (const auto group : asked.task_groups) groups.emplace_back(std::string(group));
      return groups;
    }
  }
  return {};
}

bool holds(const QueryCondition& condition, const QueriedInstance& instance) {
  const auto values = values_of(condition, instance);
  if (condition.op == QueryOperator::not_exists) return values.empty();
  return std::ranges::any_of(values,
                             [&](const QueryValue& value) { return compares(condition, value); });
}

bool holds(const ClusterQuery& query, std::size_t place, const QueriedInstance& instance) {
  using Kind = ClusterQuery::Node::Kind;
  const auto& node = query.nodes[place];
  switch (node.kind) {
    case Kind::condition: return holds(query.conditions[node.left], instance);
    case Kind::both: return holds(query, node.left, instance) && holds(query, node.right, instance);
    case Kind::either:
      return holds(query, node.left, instance) || holds(query, node.right, instance);
    case Kind::negation: return !holds(query, node.left, instance);
  }
  return false;
}

}  // namespace

std::optional<QueryValue> read_query_value(QuerySubject subject, std::string_view text) {
  switch (subject) {
    case QuerySubject::agent_connected: return read_truth(text);
    case QuerySubject::agent_version: return read_version(text);
    case QuerySubject::registered_at: return read_instant(text);
    case QuerySubject::running_tasks_count: return read_number(text);
    default: return std::string(text);
  }
}

bool matches(const ClusterQuery& query, const QueriedInstance& instance) {
  return holds(query, query.nodes.size() - 1, instance);
}

}  // namespace berth::rules
