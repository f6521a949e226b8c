#include "events/event_pattern.hpp"

#include <gtest/gtest.h>

namespace berth::events {
namespace {

constexpr std::string_view event = R"({"source":"aws.ecs","detail-type":"ECS Task State Change",
  "resources":["arn:one","arn:two"],"detail":{"lastStatus":"RUNNING","version":7,"cpu":0.5,
  "ok":true,"nothing":null,"ip":"10.0.0.7","containers":[{"name":"app","exitCode":1},
  {"name":"Side.Car"}],"empty":[]}})";

void check(std::string_view pattern, bool expected) {
  const auto parsed = EventPattern::parse(pattern);
  ASSERT_TRUE(parsed) << pattern << ": " << parsed.error().message;
  EXPECT_EQ(parsed->matches(*parse_event(event)), expected) << pattern;
}

void check_detail(std::string_view entries, bool expected) {
  check(R"({"detail":{)" + std::string(entries) + "}}", expected);
}

TEST(event_pattern, every_field_must_fit_and_any_of_its_values) {
  check(R"({"source":["aws.ecs"]})", true);
  check(R"({"source":["aws.ec2","aws.ecs"],"detail-type":["ECS Task State Change"]})", true);
  check(R"({"source":["aws.ecs"],"detail-type":["Other"]})", false);
  check(R"({"source":["AWS.ecs"]})", false);
  check(R"({"account":["1"]})", false);
  check_detail(R"("version":[7])", true);
  check_detail(R"("version":[7.0])", true);
  check_detail(R"("version":["7"])", false);
  check_detail(R"("ok":[true],"nothing":[null])", true);
}

TEST(event_pattern, lists_of_the_event_fit_with_any_item) {
  check(R"({"resources":["arn:two"]})", true);
  check(R"({"resources":["arn:three"]})", false);
  check_detail(R"("containers":{"name":["app"]})", true);
  check_detail(R"("containers":{"name":["app"],"exitCode":[1]})", true);
  check_detail(R"("containers":{"exitCode":[2]})", false);
}

TEST(event_pattern, texts_fit_by_their_ends_case_and_wildcards) {
  check_detail(R"("lastStatus":[{"prefix":"RUN"}])", true);
  check_detail(R"("lastStatus":[{"prefix":"run"}])", false);
  check_detail(R"("lastStatus":[{"prefix":{"equals-ignore-case":"run"}}])", true);
  check_detail(R"("lastStatus":[{"suffix":"ING"}])", true);
  check_detail(R"("lastStatus":[{"suffix":{"equals-ignore-case":"ing"}}])", true);
  check_detail(R"("lastStatus":[{"equals-ignore-case":"running"}])", true);
  check_detail(R"("lastStatus":[{"wildcard":"R*N*G"}])", true);
  check_detail(R"("lastStatus":[{"wildcard":"R*X"}])", false);
  check_detail(R"("lastStatus":[{"wildcard":"RUNNING\\*"}])", false);
  check_detail(R"("lastStatus":[{"wildcard":"\\**"}])", false);
  check_detail(R"("lastStatus":[{"anything-but":{"wildcard":"R*G"}}])", false);
  check_detail(R"("version":[{"prefix":"7"}])", false);
}

TEST(event_pattern, numbers_fit_in_ranges) {
  check_detail(R"("version":[{"numeric":[">",5,"<=",7]}])", true);
  check_detail(R"("version":[{"numeric":["<",7]}])", false);
  check_detail(R"("cpu":[{"numeric":["=",0.5]}])", true);
  check_detail(R"("lastStatus":[{"numeric":[">",0]}])", false);
}

TEST(event_pattern, anything_but_needs_the_field) {
  check_detail(R"("lastStatus":[{"anything-but":"STOPPED"}])", true);
  check_detail(R"("lastStatus":[{"anything-but":["STOPPED","RUNNING"]}])", false);
  check_detail(R"("lastStatus":[{"anything-but":{"prefix":"RUN"}}])", false);
  check_detail(R"("lastStatus":[{"anything-but":{"suffix":["ED","LE"]}}])", true);
  check_detail(R"("version":[{"anything-but":7}])", false);
  check_detail(R"("gone":[{"anything-but":"x"}])", false);
}

TEST(event_pattern, existence_is_of_leaves) {
  check_detail(R"("version":[{"exists":true}])", true);
  check_detail(R"("gone":[{"exists":false}])", true);
  check_detail(R"("gone":[{"exists":true}])", false);
  check_detail(R"("gone":{"deeper":[{"exists":false}]})", true);
  check_detail(R"("empty":[{"exists":false}])", true);
  check_detail(R"("empty":{"deeper":[{"exists":false}]})", true);
  check_detail(R"("empty":{"deeper":[{"exists":true}]})", false);
}

TEST(event_pattern, addresses_fit_in_ranges) {
  check_detail(R"("ip":[{"cidr":"10.0.0.0/24"}])", true);
  check_detail(R"("ip":[{"cidr":"10.0.1.0/24"}])", false);
  check_detail(R"("ip":[{"cidr":"0.0.0.0/0"}])", true);
  check_detail(R"("ip":[{"cidr":"2001:db8::/32"}])", false);
}

TEST(event_pattern, either_object_is_enough) {
  check_detail(R"("$or":[{"lastStatus":["STOPPED"]},{"version":[7]}])", true);
  check_detail(R"("$or":[{"lastStatus":["STOPPED"]},{"version":[8]}])", false);
  check_detail(R"("ok":[false],"$or":[{"lastStatus":["RUNNING"]},{"version":[8]}])", false);
  check_detail(R"("$or":[{"version":[8]},{"version":[7],"ok":[true]}])", true);
}

TEST(event_pattern, what_is_no_pattern_is_refused) {
  for (const auto text : {"",
                          "[]",
                          "{",
                          "{}",
                          R"({"source":"aws.ecs"})",
                          R"({"source":[]})",
                          R"({"source":[[1]]})",
                          R"({"a":{}})",
                          R"({"a":[{"foo":1}]})",
                          R"({"a":[{"prefix":1}]})",
                          R"({"a":[{"numeric":[">"]}]})",
                          R"({"a":[{"numeric":["!",1]}]})",
                          R"({"a":[{"exists":"yes"}]})",
                          R"({"a":[{"cidr":"10.0.0.0/33"}]})",
                          R"({"a":[{"cidr":"2001::1::/32"}]})",
                          R"({"a":[{"anything-but":[]}]})",
                          R"({"a":[{"anything-but":{"cidr":"x"}}]})",
                          R"({"a":[{"wildcard":"a**b"}]})",
                          R"({"a":[{"wildcard":"a\\b"}]})",
                          R"({"a":[{"wildcard":"a\\"}]})",
                          R"({"a":[{"anything-but":{"wildcard":"a**"}}]})",
                          R"({"a":[{"numeric":["=",5,"<",7]}]})",
                          R"({"a":[{"numeric":["<",7,">",5]}]})",
                          R"({"a":[{"numeric":[">",5,">",7]}]})",
                          R"({"a":[{"numeric":[">",7,"<",7]}]})",
                          R"({"a":[1],"a":[2]})",
                          R"({"d":{"a":[":\""],"a":[2]}})",
                          R"({"a":[1],"$or":[{"a":[2]},{"b":[1]}]})",
                          R"({"$or":[{"a":[2]},{"b":[1]}],"b":[1]})",
                          R"({"a":[{"prefix":"a","suffix":"b"}]})",
                          R"({"$or":[{"a":[1]}]})"}) {
    const auto parsed = EventPattern::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_event_pattern) << text;
    EXPECT_TRUE(parsed.error().message.starts_with("Event pattern is not valid. Reason: ")) << text;
  }
}

}  // namespace
}  // namespace berth::events
