#include "events/invocation.hpp"

#include <gtest/gtest.h>

#include "events/event_pattern.hpp"
#include "events/input.hpp"

namespace berth::events {
namespace {

constexpr std::string_view event =
    R"({"detail-type":"T","time":"now","detail":{"id":"a\"b","n":3,"list":[{"x":1},{"x":2}]}})";

void check_body(const model::EventTarget& target, std::string_view expected) {
  model::EventRule rule;
  rule.arn = model::EventRuleArn{"arn:rule"};
  rule.name = "stopped";
  EXPECT_EQ(body_of(target, rule, event, *parse_event(event)), expected);
}

TEST(invocation, a_target_gets_the_event_or_what_it_asks_for) {
  model::EventTarget target;
  check_body(target, event);
  target.input_path = "$.detail.list[1].x";
  check_body(target, "2");
  target.input_path = "$['detail-type']";
  check_body(target, R"("T")");
  target.input_path = "$.nowhere";
  check_body(target, "{}");
  target.input_path.reset();
  target.input = "[1]";
  check_body(target, "[1]");
}

TEST(invocation, templates_take_values_in_and_outside_of_quotes) {
  model::EventTarget target;
  target.input_paths = {{"id", "$.detail.id"}, {"n", "$.detail.n"}, {"gone", "$.detail.gone"}};
  target.input_template = R"({"a":<id>,"b":"x <id> <n>","c":<n>,"d":<gone>,"e":"<gone>"})";
  check_body(target, R"({"a":"a\"b","b":"x a\"b 3","c":3,"d":null,"e":""})");
  target.input_template = R"("<aws.events.rule-name> <aws.events.rule-arn>")";
  check_body(target, R"("stopped arn:rule")");
  target.input_template = R"({"whole":<aws.events.event.json>})";
  check_body(target, R"({"whole":)" + std::string(event) + "}");
  target.input_template = R"({"rest":<aws.events.event>,"text":"<aws.events.event>"})";
  check_body(target, R"({"rest":{"detail-type":"T","time":"now"},)"
                     R"("text":"{\"detail-type\":\"T\",\"time\":\"now\"}"})");
}

TEST(invocation, inputs_templates_and_paths_are_checked) {
  EXPECT_TRUE(check_input("t", R"({"a":"b"})"));
  EXPECT_EQ(check_input("t", "not json").error().message,
            "JSON syntax error in input for target t.");
  EXPECT_TRUE(check_template("t", "<a>", {{"a", "$.a"}}));
  EXPECT_TRUE(check_template("t", R"("it is <a>")", {{"a", "$.a"}}));
  EXPECT_TRUE(check_template("t", R"({"x":<a>,"y":"<a>"})", {{"a", "$.a"}}));
  EXPECT_TRUE(check_template("t", "<aws.events.event>", {}));
  for (const auto text : {"<b>", "it is <a>", R"({"x":<a>)", R"({<a>:1})"}) {
    EXPECT_FALSE(check_template("t", text, {{"a", "$.a"}})) << text;
  }
  EXPECT_FALSE(check_template("t", "<a>", {{"a", "a"}}));
  for (const auto path : {"", "a", "$a", "$.", "$[", "$[x]", "$.a..b"}) {
    EXPECT_FALSE(check_path(path)) << path;
  }
}

TEST(invocation, urls_become_endpoint_and_target) {
  const auto made = [](std::string_view url) {
    const auto invocation = plain_invocation(url, "");
    return invocation ? invocation->endpoint + " " + invocation->request.target
                      : "refused: " + invocation.error().message;
  };
  EXPECT_EQ(made("http://a:81/x?y=1"), "http://a:81 /x?y=1");
  EXPECT_EQ(made("http://a"), "http://a:80 /");
  EXPECT_EQ(made("http://[::1]/x"), "http://[::1]:80 /x");
  EXPECT_EQ(made("http://a:81?y=1"), "http://a:81 /?y=1");
  EXPECT_EQ(made("http://[::1]:65535"), "http://[::1]:65535 /");
}

TEST(invocation, urls_that_cannot_work_are_refused_and_not_repeated) {
  for (const auto url :
       {"https://me:hidden@a", "http://me:hidden@a/x", "http:///hidden", "http://a:99999/hidden",
        "http://a:0/hidden", "http://a:abc/hidden", "http://a:/hidden", "http://*/hidden",
        "http://a*:80/hidden", "http://[::1/hidden", "http://[x]/hidden", "http://[]/hidden",
        "http://[::1]x/hidden", "http://a/hidden x", "http://a/hidden\n", "http://a b/hidden"}) {
    const auto invocation = plain_invocation(url, "");
    ASSERT_FALSE(invocation) << url;
    EXPECT_EQ(invocation.error().code, ErrorCode::validation);
    EXPECT_EQ(invocation.error().message.find("hidden"), std::string::npos) << url;
  }
}

TEST(invocation, api_destinations_take_credentials_and_parameters) {
  model::ApiDestination destination;
  destination.endpoint = "http://a:81/*/x";
  destination.method = "PUT";
  model::Connection connection;
  connection.authorization = model::Authorization::api_key;
  connection.user = "X-Key";
  connection.secret = Secret("hidden");
  connection.query = {{"from", Secret("berth"), false}};
  model::EventTarget target;
  target.path_values = {"p q"};
  target.query_parameters = {{"a", "1"}};
  target.header_parameters = {{"X-More", "yes"}};
  auto invocation = *invocation_of(target, destination, connection, {}, "body");
  EXPECT_EQ(invocation.request.method, "PUT");
  EXPECT_EQ(invocation.request.target, "/p%20q/x?a=1&from=berth");
  EXPECT_EQ(invocation.request.headers.find("X-Key"), "hidden");
  EXPECT_EQ(invocation.request.headers.find("X-More"), "yes");
  EXPECT_EQ(invocation.request.body, "body");
  connection.authorization = model::Authorization::basic;
  connection.user = "me";
  invocation = *invocation_of(target, destination, connection, {}, "");
  EXPECT_EQ(invocation.request.headers.find("Authorization"), "Basic bWU6aGlkZGVu");
}

TEST(invocation, parameters_of_path_and_query_are_taken_from_the_event) {
  model::ApiDestination destination;
  destination.endpoint = "http://a:81/*/*?x=*";
  model::EventTarget target;
  target.path_values = {"$.detail.id", "$.detail.n"};
  target.query_parameters = {{"gone", "$.detail.gone"}, {"list", "$.detail.list[0]"}, {"n", "$n"}};
  target.header_parameters = {{"X", "$.detail.n"}};
  const auto invocation = *invocation_of(target, destination, {}, *parse_event(event), "");
  EXPECT_EQ(invocation.request.target, "/a%22b/3?x=*&gone=&list=%7B%22x%22%3A1%7D&n=%24n");
  EXPECT_EQ(invocation.request.headers.find("X"), "$.detail.n");
}

TEST(invocation, each_wildcard_of_the_path_takes_one_value) {
  model::EventTarget target;
  EXPECT_TRUE(check_parameters(target, "http://a/x?y=*"));
  EXPECT_FALSE(check_parameters(target, "http://a/*"));
  EXPECT_FALSE(invocation_of(target, {.endpoint = "http://a/*"}, {}, {}, ""));
  target.path_values = {"1"};
  EXPECT_TRUE(check_parameters(target, "http://a/*"));
  EXPECT_FALSE(check_parameters(target, "http://a/"));
  target.path_values = {"$.a[*]"};
  EXPECT_FALSE(check_parameters(target, "http://a/*"));
  target.path_values.clear();
  target.query_parameters = {{"q", "$.a..b"}};
  EXPECT_FALSE(check_parameters(target, "http://a/"));
}

}  // namespace
}  // namespace berth::events
