// Rules, targets, connections and API destinations as clients see them. What boto3 makes of them is
// in tests/conformance/test_events.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/desk.hpp"
#include "gen/events/operations.hpp"
#include "wire/json/json.hpp"

namespace berth::api::events {
namespace {

using api::testing::Desk;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string pattern = R"({"source":["aws.ecs"]})";

struct EventRules : ::testing::Test {
  std::string connect(const std::string& name = "c") {
    gen::events::CreateConnectionRequest request;
    request.name = name;
    request.authorization_type = gen::events::ConnectionAuthorizationType::basic;
    request.auth_parameters.basic_auth_parameters.emplace() = {"me", "hidden"};
    gen::events::ConnectionHeaderParameter header;
    header.key = "X-S";
    header.value = "hidden";
    header.is_value_secret = true;
    auto& http = request.auth_parameters.invocation_http_parameters.emplace();
    http.header_parameters = {header};
    return *desk.expect(create_connection, request).connection_arn;
  }

  std::string add_destination() {
    gen::events::CreateApiDestinationRequest request;
    request.name = "d";
    request.connection_arn = connect();
    request.invocation_endpoint = "http://127.0.0.1:9/x";
    return *desk.expect(create_api_destination, request).api_destination_arn;
  }

  std::string add_rule(const std::string& name = "r") {
    return *desk.expect(put_rule, {.name = name, .event_pattern = pattern}).rule_arn;
  }

  Error refuse_target(const gen::events::Target& target) {
    return desk.refusal(put_targets, {.rule = "r", .targets = {target}});
  }

  Desk desk;
};

TEST_F(EventRules, are_put_told_and_deleted) {
  EXPECT_EQ(add_rule(), "arn:aws:events:us-east-1:000000000000:rule/r");
  desk.expect(disable_rule, {.name = "r"});
  auto told = desk.expect(describe_rule, {.name = "r", .event_bus_name = "default"});
  EXPECT_EQ(told.state, gen::events::RuleState::disabled);
  EXPECT_EQ(told.event_pattern, pattern);
  EXPECT_EQ(told.event_bus_name, "default");
  add_rule();
  EXPECT_EQ(desk.expect(describe_rule, {.name = "r"}).state, gen::events::RuleState::enabled);
  desk.expect(delete_rule, {.name = "r"});
  desk.expect(delete_rule, {.name = "r"});
  EXPECT_EQ(desk.refusal(describe_rule, {.name = "r"}),
            (Error{ErrorCode::resource_not_found, "Rule r does not exist on EventBus default."}));
}

TEST_F(EventRules, belong_to_one_account_and_region) {
  add_rule();
  desk.stamp.realm.region = "eu-west-1";
  EXPECT_TRUE(desk.expect(list_rules, {}).rules->empty());
  EXPECT_EQ(desk.refusal(describe_rule, {.name = "r"}).code, ErrorCode::resource_not_found);
}

TEST_F(EventRules, are_listed_in_pages) {
  for (const auto name : {"b", "a", "c"}) add_rule(name);
  const auto first = desk.expect(list_rules, {.limit = 2});
  ASSERT_EQ(first.rules->size(), 2U);
  EXPECT_EQ(first.rules->at(1).name, "b");
  const auto second = desk.expect(list_rules, {.next_token = first.next_token, .limit = 2});
  EXPECT_EQ(second.rules->at(0).name, "c");
  EXPECT_FALSE(second.next_token);
}

TEST_F(EventRules, need_a_pattern_and_the_default_bus) {
  EXPECT_EQ(desk.refusal(put_rule, {.name = "r"}).message,
            "Parameter(s) EventPattern or ScheduleExpression must be specified.");
  EXPECT_EQ(desk.refusal(put_rule, {.name = "r", .schedule_expression = "rate(1 day)"}).code,
            ErrorCode::unsupported_operation);
  EXPECT_EQ(desk.refusal(put_rule, {.name = "r", .event_pattern = "{}"}).code,
            ErrorCode::invalid_event_pattern);
  EXPECT_EQ(desk.refusal(put_rule, {.name = "r", .event_pattern = pattern, .event_bus_name = "x"}),
            (Error{ErrorCode::resource_not_found, "Event bus x does not exist."}));
}

TEST_F(EventRules, have_tags) {
  const auto arn = add_rule();
  desk.expect(tag_resource, {arn, {{"a", "1"}, {"b", "2"}}});
  desk.expect(untag_resource, {arn, {"a"}});
  const auto tags = *desk.expect(list_tags_for_resource, {arn}).tags;
  EXPECT_EQ(tags, (std::vector<gen::events::Tag>{{"b", "2"}}));
  EXPECT_EQ(desk.refusal(tag_resource, {arn, {{"aws:x", "1"}}}).code, ErrorCode::validation);
}

TEST_F(EventRules, lead_to_api_destinations) {
  gen::events::Target target;
  target.id = "1";
  target.arn = add_destination();
  add_rule();
  auto& transformer = target.input_transformer.emplace();
  transformer.input_paths_map.emplace()["s"] = "$.detail.lastStatus";
  transformer.input_template = "<s>";
  target.retry_policy.emplace().maximum_retry_attempts = 3;
  EXPECT_EQ(desk.expect(put_targets, {.rule = "r", .targets = {target}}).failed_entry_count, 0);
  EXPECT_EQ(desk.expect(list_targets_by_rule, {.rule = "r"}).targets,
            (std::vector<gen::events::Target>{target}));
  EXPECT_EQ(desk.expect(list_rule_names_by_target, {.target_arn = target.arn}).rule_names,
            (std::vector<std::string>{"r"}));
  EXPECT_EQ(desk.refusal(delete_rule, {.name = "r"}).message,
            "Rule can't be deleted since it has targets.");
  EXPECT_EQ(desk.expect(remove_targets, {.rule = "r", .ids = {"1", "2"}}).failed_entry_count, 1);
  desk.expect(delete_rule, {.name = "r"});
}

TEST_F(EventRules, refuse_other_targets_by_name) {
  gen::events::Target target;
  target.id = "1";
  target.arn = add_destination();
  add_rule();
  auto other = target;
  other.arn = "arn:aws:logs:us-east-1:000000000000:log-group:/a";
  EXPECT_THAT(refuse_target(other).message, HasSubstr("log groups"));
  other.arn = "arn:aws:sqs:us-east-1:000000000000:q";
  EXPECT_EQ(refuse_target(other).code, ErrorCode::unsupported_operation);
  other.arn = target.arn + "0";
  EXPECT_EQ(refuse_target(other).code, ErrorCode::resource_not_found);
  other = target;
  other.dead_letter_config.emplace();
  EXPECT_THAT(refuse_target(other).message, HasSubstr("DeadLetterConfig"));
  other = target;
  other.input = "1";
  other.input_path = "$.a";
  EXPECT_EQ(refuse_target(other).code, ErrorCode::validation);
}

TEST_F(EventRules, send_targets_only_json) {
  gen::events::Target target;
  target.id = "1";
  target.arn = add_destination();
  add_rule();
  auto other = target;
  other.input = "not json";
  EXPECT_EQ(refuse_target(other),
            (Error{ErrorCode::validation, "JSON syntax error in input for target 1."}));
  other = target;
  other.input_transformer.emplace().input_template = "it is <aws.events.rule-name>";
  EXPECT_EQ(refuse_target(other).code, ErrorCode::validation);
  other.input_transformer->input_template = R"("it is <aws.events.rule-name>")";
  desk.expect(put_targets, {.rule = "r", .targets = {other}});
}

TEST_F(EventRules, give_targets_a_value_for_each_wildcard_of_the_path) {
  gen::events::Target target;
  target.id = "1";
  target.arn = add_destination();
  add_rule();
  target.http_parameters.emplace().path_parameter_values = {"x"};
  EXPECT_EQ(refuse_target(target).code, ErrorCode::validation);
  gen::events::UpdateApiDestinationRequest update;
  update.name = "d";
  update.invocation_endpoint = "http://127.0.0.1:9/*";
  desk.expect(update_api_destination, update);
  desk.expect(put_targets, {.rule = "r", .targets = {target}});
  target.http_parameters->path_parameter_values = {"$.a[*]"};
  EXPECT_EQ(refuse_target(target).code, ErrorCode::validation);
}

TEST_F(EventRules, never_take_credentials_of_another_kind) {
  using Type = gen::events::ConnectionAuthorizationType;
  connect();
  gen::events::UpdateConnectionRequest update;
  update.name = "c";
  update.authorization_type = Type::api_key;
  EXPECT_EQ(desk.refusal(update_connection, update).code, ErrorCode::validation);
  auto& given = update.auth_parameters.emplace();
  given.basic_auth_parameters.emplace().username = "you";
  EXPECT_EQ(desk.refusal(update_connection, update).message,
            "BasicAuthParameters must not be specified with AuthorizationType API_KEY.");
  given.basic_auth_parameters.reset();
  given.api_key_auth_parameters.emplace().api_key_name = "X-Key";
  EXPECT_EQ(desk.refusal(update_connection, update).message,
            "ApiKeyName and ApiKeyValue must be specified for API_KEY.");
  update.authorization_type.reset();
  EXPECT_EQ(desk.refusal(update_connection, update).message,
            "ApiKeyAuthParameters must not be specified with AuthorizationType BASIC.");
  update.authorization_type = Type::api_key;
  given.api_key_auth_parameters->api_key_value = "other";
  desk.expect(update_connection, update);
  const auto told = desk.expect(describe_connection, {.name = "c"});
  EXPECT_EQ(told.authorization_type, Type::api_key);
  EXPECT_EQ(told.auth_parameters->api_key_auth_parameters->api_key_name, "X-Key");
  gen::events::CreateConnectionRequest create;
  create.name = "both";
  create.authorization_type = Type::basic;
  create.auth_parameters.basic_auth_parameters.emplace() = {"me", "hidden"};
  create.auth_parameters.api_key_auth_parameters.emplace() = {"X-Key", "hidden"};
  EXPECT_EQ(desk.refusal(create_connection, create).code, ErrorCode::validation);
}

TEST_F(EventRules, name_each_parameter_of_a_connection) {
  connect();
  gen::events::UpdateConnectionRequest update;
  update.name = "c";
  auto& http = update.auth_parameters.emplace().invocation_http_parameters.emplace();
  http.query_string_parameters.emplace().emplace_back().value = "v";
  EXPECT_EQ(desk.refusal(update_connection, update).message,
            "Each of InvocationHttpParameters must have a Key.");
  http.query_string_parameters.reset();
  http.header_parameters.emplace().emplace_back().key = "";
  EXPECT_EQ(desk.refusal(update_connection, update).code, ErrorCode::validation);
}

TEST_F(EventRules, are_counted_with_connections_and_destinations_for_one_region) {
  add_destination();
  const auto& row = desk.state.events().connections().begin()->second;
  const auto& destination = desk.state.events().api_destinations().begin()->second;
  std::vector<state::Command> commands;
  for (int i = 1; i < 3000; ++i) {
    auto connection = row;
    connection.arn = model::ConnectionArn{row.arn.text() + std::to_string(i)};
    commands.emplace_back(state::PutConnection{connection});
    auto other = destination;
    other.arn = model::ApiDestinationArn{destination.arn.text() + std::to_string(i)};
    commands.emplace_back(state::PutApiDestination{other});
  }
  desk.apply(commands);
  gen::events::CreateConnectionRequest create;
  create.name = "more";
  create.authorization_type = gen::events::ConnectionAuthorizationType::basic;
  create.auth_parameters.basic_auth_parameters.emplace() = {"me", "hidden"};
  EXPECT_EQ(desk.refusal(create_connection, create).code, ErrorCode::limit_exceeded);
  desk.stamp.realm.region = "eu-west-1";
  gen::events::CreateApiDestinationRequest request;
  request.name = "more";
  request.connection_arn = *desk.expect(create_connection, create).connection_arn;
  request.invocation_endpoint = "http://127.0.0.1:9/x";
  desk.expect(create_api_destination, request);
}

TEST_F(EventRules, never_show_secrets) {
  connect();
  const auto told = wire::json::encode(desk.expect(describe_connection, {.name = "c"}));
  EXPECT_THAT(told, HasSubstr("AUTHORIZED"));
  EXPECT_THAT(told, HasSubstr("X-S"));
  EXPECT_THAT(told, Not(HasSubstr("hidden")));
  EXPECT_EQ(desk.refusal(describe_connection, {.name = "x"}).message,
            "Failed to describe the connection(s). Connection 'x' does not exist.");
}

TEST_F(EventRules, need_connections_that_exist_and_http) {
  add_destination();
  gen::events::UpdateApiDestinationRequest update;
  update.name = "d";
  update.invocation_endpoint = "https://127.0.0.1/x";
  EXPECT_EQ(desk.refusal(update_api_destination, update).code, ErrorCode::validation);
  update.invocation_endpoint = "http://127.0.0.1:9/y";
  update.http_method = gen::events::ApiDestinationHttpMethod::put;
  desk.expect(update_api_destination, update);
  desk.expect(delete_connection, {.name = "c"});
  const auto told = desk.expect(describe_api_destination, {.name = "d"});
  EXPECT_EQ(told.invocation_endpoint, "http://127.0.0.1:9/y");
  EXPECT_EQ(told.http_method, gen::events::ApiDestinationHttpMethod::put);
  EXPECT_EQ(told.api_destination_state, gen::events::ApiDestinationState::inactive);
  desk.expect(delete_api_destination, {.name = "d"});
  EXPECT_TRUE(desk.expect(list_api_destinations, {}).api_destinations->empty());
}

}  // namespace
}  // namespace berth::api::events
