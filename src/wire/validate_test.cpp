#include "wire/validate.hpp"

#include <gtest/gtest.h>

#include "wire/json/json.hpp"
#include "wire/testing/sample.hpp"

namespace berth::wire {
namespace {

using testing::Order;

std::string problem(std::string_view text) {
  Findings findings;
  const auto order = json::decode<Order>(text, {.findings = &findings});
  if (!order) return "decode: " + order.error().message;
  validate(shape_of<Order>(), &*order, findings);
  const auto done = refuse_violations(findings);
  if (done) return "";
  EXPECT_EQ(done.error().code, ErrorCode::validation);
  return done.error().message;
}

void check(std::string_view text, std::string_view expected) {
  EXPECT_EQ(problem(text), expected) << text;
}

TEST(Validate, AValueWithinItsModelPasses) {
  check(R"({"name":"","count":1,"tags":[{"Key":"a"}],"labels":{"a":"anything"}})", "");
  check(R"({"name":"x","count":10,"tags":[{"Key":"ééééé"}]})",
        "1 validation error detected: Value 'ééééé' at 'tags.1.member.key' failed to satisfy "
        "constraint: Member must satisfy regular expression pattern: [a-z\\p{N}_.:-]*");
}

TEST(Validate, EachConstraintHasAwsWords) {
  check(R"({})",
        "1 validation error detected: Value null at 'name' failed to satisfy constraint: "
        "Member must not be null");
  check(R"({"name":"x","flavor":"mild"})",
        "1 validation error detected: Value 'mild' at 'flavor' failed to satisfy constraint: "
        "Member must satisfy enum value set: [PLAIN, extra-hot]");
  check(R"({"name":"x","flavors":["PLAIN","mild"]})",
        "1 validation error detected: Value 'mild' at 'flavors.2.member' failed to satisfy "
        "constraint: Member must satisfy enum value set: [PLAIN, extra-hot]");
  check(R"({"name":"x","count":0})",
        "1 validation error detected: Value '0' at 'count' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1");
  check(R"({"name":"x","count":11})",
        "1 validation error detected: Value '11' at 'count' failed to satisfy constraint: "
        "Member must have value less than or equal to 10");
  check(R"({"name":"x","tags":[{"Key":""}]})",
        "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy "
        "constraint: Member must have length greater than or equal to 1");
  check(R"({"name":"x","tags":[{"Key":"a"},{"Key":"abcdef"}]})",
        "1 validation error detected: Value 'abcdef' at 'tags.2.member.key' failed to satisfy "
        "constraint: Member must have length less than or equal to 5");
  check(R"({"name":"x","tags":[]})",
        "1 validation error detected: Value '[]' at 'tags' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1");
  check(R"({"name":"x","tags":[{"Key":"a"},{"Key":"b"},{"Key":"c"},{"Key":"d"}]})",
        "1 validation error detected: Value '[...]' at 'tags' failed to satisfy constraint: "
        "Member must have length less than or equal to 3");
  check(R"({"name":"x","labels":{"A":"1"}})",
        "1 validation error detected: Value 'A' at 'labels' failed to satisfy constraint: Map keys "
        "must satisfy constraint: [Member must satisfy regular expression pattern: "
        "[a-z\\p{N}_.:-]*]");
  check(R"({"name":"x","parts":[{"name":"y","parts":[{}]}]})",
        "1 validation error detected: Value null at 'parts.1.member.parts.1.member.name' failed to "
        "satisfy constraint: Member must not be null");
}

TEST(Validate, SeveralViolationsStandInOneText) {
  check(R"({"count":0})",
        "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member "
        "must not be null; Value '0' at 'count' failed to satisfy constraint: Member must have "
        "value greater than or equal to 1");
}

TEST(Validate, LengthsCountCharacters) {
  check(R"({"name":"x","labels":{"ééééé":""}})",
        "1 validation error detected: Value 'ééééé' at 'labels' failed to satisfy constraint: Map "
        "keys must satisfy constraint: [Member must satisfy regular expression pattern: "
        "[a-z\\p{N}_.:-]*]");
}

TEST(Validate, SecretsAreNotEchoedAndLongValuesAreCut) {
  check(R"({"name":"x","secret":"hunter2"})",
        "1 validation error detected: Value '***' at 'secret' failed to satisfy constraint: Member "
        "must have length greater than or equal to 8");
  const auto text = problem(R"({"name":"x","flavor":")" + std::string(100'000, 'x') + "\"}");
  EXPECT_LT(text.size(), 600u);
}

TEST(Validate, ManyViolationsGiveABoundedText) {
  std::string text = R"({"name":"x","flavors":[)";
  for (int i = 0; i < 1000; ++i) text += "\"mild\",";
  text += "\"PLAIN\"]}";
  EXPECT_TRUE(problem(text).starts_with("50 validation errors detected: "));
}

}  // namespace
}  // namespace berth::wire
