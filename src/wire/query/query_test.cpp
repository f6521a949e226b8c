#include "wire/query/query.hpp"

#include <gtest/gtest.h>

#include "wire/testing/sample.hpp"

namespace berth::wire::query {
namespace {

using testing::Flavor;
using testing::Order;
using testing::Tag;

struct Outcome {
  Order order;
  Findings findings;
  std::string problem;
};

Outcome read(std::string_view text, Protocol protocol = Protocol::aws_query) {
  Outcome outcome;
  const auto done = decode(shape_of<Order>(), parse_query(text, PlusSign::blank), protocol,
                           &outcome.order, outcome.findings);
  if (!done) {
    EXPECT_EQ(done.error().code, ErrorCode::serialization);
    outcome.problem = done.error().message;
  }
  return outcome;
}

void check(std::string_view text, const Order& expected, Protocol protocol = Protocol::aws_query) {
  const auto outcome = read(text, protocol);
  EXPECT_EQ(outcome.problem, "") << text;
  EXPECT_EQ(outcome.order, expected) << text;
  EXPECT_EQ(outcome.findings.unknown, std::vector<std::string>{}) << text;
}

TEST(Query, ScalarsHaveTheirForms) {
  check("Action=Make&Version=2015-12-01&name=a+b%26c", {.name = "a b&c"});
  check("name=x&urgent=true&count=-5&total=9007199254740993&weight=0.5",
        {.name = "x", .urgent = true, .count = -5, .total = 9007199254740993, .weight = 0.5});
  check("name=x&urgent=False&flavor=extra-hot&note=AP8B",
        {.name = "x",
         .urgent = false,
         .flavor = Flavor::extra_hot,
         .note = Blob{std::string("\0\xFF\x01", 3)}});
  check("name=x&placedAt=2026-01-01T00%3A00%3A00.123Z",
        {.name = "x", .placed_at = Instant{Duration{1767225600123}}});
  check("name=x&placedAt=1767225600", {.name = "x", .placed_at = Instant{Duration{1767225600000}}});
}

TEST(Query, ListsOfStructuresAndTextsAreNumbered) {
  check("name=x&tags.item.1.Key=a&tags.item.1.Value=1&tags.item.2.Key=b",
        {.name = "x", .tags = std::vector<Tag>{{"a", "1"}, {"b", std::nullopt}}});
  check("name=x&flavors.member.2=extra-hot&flavors.member.1=PLAIN",
        {.name = "x", .flavors = std::vector{Flavor::plain, Flavor::extra_hot}});
  check("name=x&flavors.member.10=extra-hot&flavors.member.9=PLAIN",
        {.name = "x", .flavors = std::vector{Flavor::plain, Flavor::extra_hot}});
  check("name=x&Line.1=one&Line.2=two",
        {.name = "x", .lines = std::vector<std::string>{"one", "two"}});
  check("name=x&parts.member.1.name=y&parts.member.1.parts.member.1.name=z",
        {.name = "x", .parts = std::vector{Order{.name = "y", .parts = {{Order{.name = "z"}}}}}});
}

TEST(Query, AnEmptyListIsPresent) {
  check("name=x&tags=", {.name = "x", .tags = std::vector<Tag>{}});
  check("name=x&flavors.member=", {.name = "x", .flavors = std::vector<Flavor>{}});
  check("name=x&labels=", {.name = "x", .labels = std::map<std::string, std::string>{}});
}

TEST(Query, MapsAreNumberedEntries) {
  check("name=x&labels.entry.1.key=a&labels.entry.1.value=1&labels.entry.2.key=b",
        {.name = "x", .labels = std::map<std::string, std::string>{{"a", "1"}, {"b", ""}}});
}

TEST(Query, Ec2FlattensEveryList) {
  check("name=x&tags.1.Key=a&flavors.1=PLAIN&Line.1=one",
        {.name = "x",
         .tags = std::vector<Tag>{{"a", std::nullopt}},
         .flavors = std::vector{Flavor::plain},
         .lines = std::vector<std::string>{"one"}},
        Protocol::ec2_query);
}

void check_refused(std::string_view text, std::string_view expected) {
  EXPECT_EQ(read(text).problem, expected) << text;
}

TEST(Query, WhatCannotBeReadIsRefusedByName) {
  check_refused("count=three", "Parameter 'count': 'three' is not an integer");
  check_refused("count=", "Parameter 'count': '' is not an integer");
  check_refused("count=2147483648", "Parameter 'count': '2147483648' is not an integer");
  check_refused("urgent=yes", "Parameter 'urgent': 'yes' is not a boolean");
  check_refused("weight=nan", "Parameter 'weight': 'nan' is not a number");
  check_refused("placedAt=soon", "Parameter 'placedAt': 'soon' is not a timestamp");
  check_refused("note=%3F", "Parameter 'note': '?' is not base64");
  check_refused("name.first=x", "Parameter 'name': a single value is expected");
  check_refused("tags=x", "Parameter 'tags': items 'item.1' and so on are expected");
  check_refused("tags.item.x.Key=a", "Parameter 'tags': items are numbered from 1");
  check_refused("tags.item.0.Key=a", "Parameter 'tags': items are numbered from 1");
  check_refused("tags.item.1=a", "Parameter 'tags.1.member': a structure is expected");
  check_refused("tags.member.1.Key=a", "Parameter 'tags': items 'item.1' and so on are expected");
  check_refused("Line.x=1", "Parameter 'lines': items are numbered from 1");
  check_refused("labels.entry.1.value=1", "Parameter 'labels': an entry has a 'key' and a 'value'");
}

TEST(Query, FindingsNameWhatIsUnknownMissingOrOutsideItsEnumeration) {
  const auto outcome =
      read("Action=A&X-Amz-Date=1&nme=x&tags.item.1.Color=red&flavor=mild&flavors.member.1=hot");
  EXPECT_EQ(outcome.problem, "");
  EXPECT_EQ(outcome.findings.unknown, (std::vector<std::string>{"nme", "tags.1.member.color"}));
  std::vector<std::string> paths;
  for (const auto& violation : outcome.findings.violations) paths.push_back(violation.path);
  EXPECT_EQ(paths,
            (std::vector<std::string>{"name", "flavor", "tags.1.member.key", "flavors.1.member"}));
}

TEST(Query, HugeNumbersAndDeepNamesCostNothing) {
  check("name=x&Line.18446744073709551615=one",
        {.name = "x", .lines = std::vector<std::string>{"one"}});
  check_refused("Line.99999999999999999999=one", "Parameter 'lines': items are numbered from 1");
  std::string deep = "a";
  for (int i = 0; i < 10000; ++i) deep += ".a";
  check_refused(deep + "=1", "A parameter has too many levels");
  std::string many;
  for (int i = 0; i < 30000; ++i) many += "a" + std::to_string(i) + "=1&";
  check_refused(many, "The request has too many parameters");
}

}  // namespace
}  // namespace berth::wire::query
