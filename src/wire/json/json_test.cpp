#include "wire/json/json.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "wire/testing/sample.hpp"

namespace berth::wire::json {
namespace {

using testing::Flavor;
using testing::Order;

TEST(Json, AFullValueHasThisText) {
  EXPECT_EQ(encode(testing::full_order()),
            R"({"name":"pi\"zza\n)"
            "\xC3\xA9"
            R"(","urgent":true,"count":3,"total":9007199254740993,"weight":0.25,)"
            R"("flavor":"extra-hot","placedAt":1767225600.123,"dueAt":"2026-01-01T00:00:01.000Z",)"
            R"("note":"AP8B","extra":{"a":[1,null]},"tags":[{"Key":"a","Value":"1"},{"Key":"b"}],)"
            R"("flavors":["PLAIN","extra-hot"],"labels":{"x":"1","y":""},"lines":["one","two"],)"
            R"("parts":[{"name":"part"}],"secret":"hunter22"})");
}

TEST(Json, AFullValueComesBackEqual) {
  const auto order = testing::full_order();
  const auto back = decode<Order>(encode(order));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, order);
}

template <class Type>
void check_text(const Type& value, std::string_view expected) {
  EXPECT_EQ(encode(value), expected);
}

TEST(Json, ValuesHaveTheirAwsForms) {
  check_text(1.0, "1");
  check_text(0.1, "0.1");
  check_text(1e300, "1e+300");
  check_text(std::numeric_limits<double>::infinity(), "\"Infinity\"");
  check_text(std::numeric_limits<double>::quiet_NaN(), "\"NaN\"");
  check_text(Instant{Duration{1500}}, "1.5");
  check_text(Instant{Duration{2000}}, "2");
  check_text(Instant{Duration{-1}}, "-0.001");
  check_text(std::vector<std::string>{}, "[]");
  check_text(std::map<std::string, bool>{}, "{}");
  check_text(Unit{}, "{}");
  check_text(std::string("\x01\x7F\t"), R"("\u0001\u007f\t")");
}

TEST(Json, BrokenUtf8NeverLeaves) {
  check_text(std::string("a\xFF\xC3z"), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
  check_text(std::string("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  check_text(std::string("\xF0\x9F\x8D\x95"), "\"\xF0\x9F\x8D\x95\"");
}

void check_refused(std::string_view text, std::string_view message) {
  const auto order = decode<Order>(text);
  ASSERT_FALSE(order) << text;
  EXPECT_EQ(order.error().code, ErrorCode::serialization);
  EXPECT_EQ(order.error().message, message);
}

TEST(Json, AWrongTypeIsRefusedInAwsWordsAndWithItsPlace) {
  check_refused(R"({"count":"3"})",
                "STRING_VALUE can not be converted to an Integer (member 'count')");
  check_refused(R"({"count":1.5})",
                "NUMBER_VALUE can not be converted to an Integer (member 'count')");
  check_refused(R"({"count":2147483648})",
                "NUMBER_VALUE can not be converted to an Integer (member 'count')");
  check_refused(R"({"total":9223372036854775808})",
                "NUMBER_VALUE can not be converted to a Long (member 'total')");
  check_refused(R"({"name":1})", "NUMBER_VALUE can not be converted to a String (member 'name')");
  check_refused(R"({"name":true})", "TRUE_VALUE can not be converted to a String (member 'name')");
  check_refused(R"({"name":[]})", "Start of list found where not expected (member 'name')");
  check_refused(R"({"name":{}})",
                "Start of structure or map found where not expected (member 'name')");
  check_refused(R"({"urgent":"true"})",
                "STRING_VALUE can not be converted to a Boolean (member 'urgent')");
  check_refused(R"({"flavor":7})",
                "NUMBER_VALUE can not be converted to a String (member 'flavor')");
  check_refused(R"({"weight":"1"})",
                "STRING_VALUE can not be converted to a Double (member 'weight')");
  check_refused(R"({"placedAt":"soon"})",
                "STRING_VALUE can not be converted to a Timestamp (member 'placedAt')");
  check_refused(R"({"note":"?"})", "The text is not valid base64 (member 'note')");
  check_refused(R"({"tags":{}})", "Expected list or null (member 'tags')");
  check_refused(R"({"labels":[]})", "Expected map or null (member 'labels')");
  check_refused(R"({"tags":[{"Key":"a"},{"Key":5}]})",
                "NUMBER_VALUE can not be converted to a String (member 'tags.2.member.key')");
  check_refused(R"([])", "Expected map or null");
}

TEST(Json, TextThatIsNotJsonIsRefused) {
  for (const char* text : {"{", "{}x", "{\"a\":}", "nul", "{'a':1}", "{\"name\":\"\xFF\"}"}) {
    const auto order = decode<Order>(text);
    ASSERT_FALSE(order) << text;
    EXPECT_TRUE(order.error().message.starts_with("The body is not valid JSON")) << text;
  }
}

TEST(Json, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"parts\":[";
  EXPECT_FALSE(decode<Order>(deep));
  std::string unknown = "{\"x\":" + std::string(100000, '[');
  EXPECT_FALSE(decode<Order>(unknown));
}

TEST(Json, AnEmptyBodyIsAnEmptyObject) {
  EXPECT_EQ(decode<Order>(""), Order{});
  EXPECT_EQ(decode<Order>(" \r\n"), Order{});
  EXPECT_EQ(decode<Order>("{}"), Order{});
}

TEST(Json, NullMeansAbsent) {
  EXPECT_EQ(decode<Order>(R"({"name":null,"count":null,"tags":null})"), Order{});
  const auto order = decode<Order>(R"({"lines":["a",null,"b"],"labels":{"x":null}})");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->lines, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(order->labels, (std::map<std::string, std::string>{}));
}

TEST(Json, TimestampsAreReadAsNumbersAndAsTexts) {
  const Instant expected{Duration{1767225600123}};
  for (const char* text :
       {"1767225600.123", "\"2026-01-01T00:00:00.123Z\"", "\"2026-01-01T01:00:00.123456789+01:00\"",
        "\"1767225600.123\"", "1.767225600123E9"}) {
    const auto order = decode<Order>(R"({"placedAt":)" + std::string(text) + "}");
    ASSERT_TRUE(order) << text;
    EXPECT_EQ(order->placed_at, expected) << text;
  }
}

TEST(Json, WholeNumbersMayBeWrittenAsFloats) {
  EXPECT_EQ(decode<Order>(R"({"count":3.0})")->count, 3);
  EXPECT_EQ(decode<Order>(R"({"total":1e3})")->total, 1000);
  EXPECT_EQ(decode<Order>(R"({"weight":3})")->weight, 3.0);
  EXPECT_EQ(decode<Order>(R"({"weight":"Infinity"})")->weight,
            std::numeric_limits<double>::infinity());
}

std::vector<std::string> paths(const Findings& findings) {
  std::vector<std::string> found;
  for (const auto& violation : findings.violations) found.push_back(violation.path);
  return found;
}

TEST(Json, FindingsNameWhatTheModelDoesNotKnowOrMisses) {
  Findings findings;
  const auto order = decode<Order>(
      R"({"nme":"x","tags":[{"Key":"a","Color":1},{}],"flavor":"mild","flavors":["PLAIN","hot"]})",
      {.findings = &findings});
  ASSERT_TRUE(order);
  EXPECT_EQ(findings.unknown, (std::vector<std::string>{"nme", "tags.1.member.color"}));
  EXPECT_EQ(paths(findings),
            (std::vector<std::string>{"tags.2.member.key", "flavor", "flavors.2.member", "name"}));
  EXPECT_EQ(order->flavor, std::nullopt);
  EXPECT_EQ(order->flavors, std::vector{Flavor::plain});
}

TEST(Json, FindingsAreBounded) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"x" + std::to_string(i) + "\":1,";
  text += "\"name\":\"a\"}";
  Findings findings;
  ASSERT_TRUE(decode<Order>(text, {.findings = &findings}));
  EXPECT_EQ(findings.unknown.size(), findings_max);
}

TEST(Json, NamesMatchInAnyCaseOnDemand) {
  const auto order = decode<Order>(R"({"NAME":"a","Tags":[{"key":"b"}]})", tolerant);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->name, "a");
  EXPECT_EQ(order->tags->at(0).key, "b");
  EXPECT_EQ(decode<Order>(R"({"NAME":"a"})")->name, "");
}

TEST(Json, ATolerantReaderPassesOverWhatItCannotUse) {
  const auto order = decode<Order>(
      R"({"name":5,"count":99999999999,"total":18446744073709551615,"tags":{},"placedAt":"",)"
      R"("flavor":"mild","labels":7,"weight":2,"parts":[{"name":"x"}]})",
      tolerant);
  ASSERT_TRUE(order) << order.error().message;
  EXPECT_EQ(order->name, "");
  EXPECT_EQ(order->count, std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(order->total, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(order->tags, std::nullopt);
  EXPECT_EQ(order->placed_at, std::nullopt);
  EXPECT_EQ(order->flavor, std::nullopt);
  EXPECT_EQ(order->labels, std::nullopt);
  EXPECT_EQ(order->weight, 2.0);
  EXPECT_EQ(order->parts->at(0).name, "x");
}

TEST(Json, ADocumentKeepsAnyValue) {
  for (const char* text : {"null", "1", "\"a\"", "[1,{\"b\":null}]", "{}"}) {
    const auto order = decode<Order>(R"({"name":"x","extra":)" + std::string(text) + "}");
    ASSERT_TRUE(order);
    EXPECT_EQ(order->extra, Document{text});
  }
}

}  // namespace
}  // namespace berth::wire::json
