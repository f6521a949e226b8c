#include "rules/placement/cluster_query.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace berth::rules {
namespace {

/// An instance of the agent 1.98.0 with two tasks, and what it answers to a query.
bool check(std::string_view expression) {
  model::ContainerInstance instance;
  instance.ec2_instance_id = "i-1";
  instance.agent_connected = true;
  instance.agent.agent_version = "1.98.0";
  instance.registered_at = *parse_instant("2026-03-01T12:00:00Z");
  instance.attributes.push_back({"stack", "prod"});
  instance.attributes.push_back({"ecs.instance-type", "t2.small"});
  instance.attributes.push_back({"gpu", std::nullopt});
  const auto query = parse_cluster_query(expression);
  EXPECT_TRUE(query) << expression << ": " << (query ? "" : query.error().message);
  return query && matches(*query, {instance, 2, {"service:web", "family:job"}});
}

void expect_holds(std::initializer_list<std::string_view> expressions) {
  for (const auto each : expressions) EXPECT_TRUE(check(each)) << each;
}

void expect_fails(std::initializer_list<std::string_view> expressions) {
  for (const auto each : expressions) EXPECT_FALSE(check(each)) << each;
}

TEST(cluster_query, compares_attributes) {
  expect_holds({"attribute:stack == prod", "attribute:stack equals 'prod'",
                "attribute:stack==\"prod\"", "attribute:stack != test",
                "attribute:stack in [test, prod]", "attribute:stack !in [test,'stage']",
                "attribute:stack not_in [test]", "attribute:stack exists", "attribute:gpu exists",
                "attribute:other !exists", "attribute:other not_exists"});
  expect_fails({"attribute:stack == Prod", "attribute:stack != prod", "attribute:stack in [test]",
                "attribute:stack !exists", "attribute:other exists"});
}

TEST(cluster_query, an_absent_attribute_satisfies_no_comparison) {
  expect_fails({"attribute:other == x", "attribute:other != x", "attribute:other in [x]",
                "attribute:other !in [x]", "attribute:other =~ .*", "attribute:other !~ x"});
}

TEST(cluster_query, matches_whole_values) {
  expect_holds({"attribute:ecs.instance-type =~ t2.*", "attribute:ecs.instance-type =~ t[23][.].*",
                "attribute:ecs.instance-type =~ (t2|t3).small",
                "attribute:ecs.instance-type matches 't2\\.small'",
                "attribute:ecs.instance-type !~ t2", "task:group =~ service:.*",
                "ec2InstanceId =~ i-[0-9]+", "agentConnected =~ t.*", "agentConnected in [true]"});
  expect_fails({"attribute:ecs.instance-type =~ small", "attribute:ecs.instance-type !~ t2.*"});
}

TEST(cluster_query, compares_numbers_versions_and_instants) {
  expect_holds({"runningTasksCount == 2", "runningTasksCount > 1", "runningTasksCount <= 2",
                "runningTasksCount in [1, 2]", "runningTasksCount < 10", "agentVersion >= 1.9.5",
                "agentVersion == 1.98.0", "agentVersion < 1.100", "agentConnected == true",
                "agentConnected != false", "registeredAt > 2026-02-28",
                "registeredAt <= 2026-03-01T12:00:00Z", "registeredAt < 2026-03-01T12:00:01",
                "registeredAt >= 2026-03-01T13:00:00+01:00"});
  expect_fails({"runningTasksCount != 2", "runningTasksCount greater_than 2",
                "agentVersion less_than_equal 1.97", "agentConnected == false",
                "registeredAt less_than 2026-03-01"});
}

TEST(cluster_query, asks_for_the_groups_of_tasks) {
  expect_holds({"task:group == service:web", "not(task:group == database)", "task:group exists"});
  expect_fails({"task:group == database", "not(task:group == family:job)"});
}

TEST(cluster_query, joins_conditions) {
  expect_holds({"attribute:stack == prod and runningTasksCount > 1",
                "attribute:stack == test or runningTasksCount > 1",
                "attribute:stack==prod&&runningTasksCount>1", "!(attribute:stack == test)",
                "not attribute:stack == test and agentConnected == true",
                "attribute:stack == prod or attribute:stack == x and attribute:stack == y",
                "!!(agentConnected == true)"});
  expect_fails({"(attribute:stack == prod or attribute:stack == x) and attribute:stack == y",
                "attribute:stack == test || runningTasksCount > 2"});
}

TEST(cluster_query, errors_say_what_and_where) {
  const auto check_error = [](std::string_view expression, std::string_view text) {
    const auto query = parse_cluster_query(expression);
    ASSERT_FALSE(query) << expression;
    EXPECT_EQ(query.error().code, ErrorCode::invalid_parameter);
    EXPECT_NE(query.error().message.find(text), std::string::npos) << query.error().message;
  };
  check_error("", "it is empty at character 1");
  check_error("agentConnected > false", "cannot be compared by their size at character 17");
  check_error("attribute:stack ==", "a value is expected at character 19");
  check_error("attribute: == x", "the name of an attribute is expected");
  check_error("stack == x", "is expected at character 1");
  check_error("attribute:stack prod", "an operator is expected at character 17");
  check_error("attribute:stack > 3", "texts cannot be compared by their size");
  check_error("runningTasksCount =~ 3", "only texts can be matched");
  check_error("runningTasksCount == many", "'many' is not a value of this kind");
  check_error("registeredAt > yesterday", "'yesterday' is not a value");
  check_error("attribute:x in a", "'[' is expected");
  check_error("attribute:x in [a", "',' or ']' is expected");
  check_error("attribute:x == 'a", "the quotation has no end");
  check_error("attribute:x =~ [", "malformed");
  check_error("(attribute:x == a", "')' is expected");
  check_error("attribute:x == a attribute:y == b", "'and', 'or' or the end is expected");
  std::string deep(60, '(');
  deep.append("attribute:x == a");
  check_error(deep, "nested too deeply");
  check_error(std::string(2001, 'a'), "2001 characters");
}

}  // namespace
}  // namespace berth::rules
