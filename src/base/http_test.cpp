#include "base/http.hpp"

#include <string>

#include <gtest/gtest.h>

namespace berth {
namespace {

TEST(HttpHeaders, compare_names_without_case_and_keep_repetitions) {
  HttpHeaders headers{{"A", "1"}, {"b", "2"}, {"a", "3"}};
  EXPECT_EQ(headers.find("a"), "1");
  EXPECT_EQ(headers.find("B"), "2");
  EXPECT_EQ(headers.find("c"), std::nullopt);
  headers.set("A", "4");
  EXPECT_EQ(headers, (HttpHeaders{{"b", "2"}, {"A", "4"}}));
  headers.add("b", "5");
  EXPECT_EQ(headers, (HttpHeaders{{"b", "2"}, {"A", "4"}, {"b", "5"}}));
}

TEST(HttpRequest, divides_its_target) {
  const auto parts = [](std::string target) {
    const HttpRequest request{.target = std::move(target)};
    return std::string(request.path()) + " " + std::string(request.query());
  };
  EXPECT_EQ(parts("/ws?a=b?c"), "/ws a=b?c");
  EXPECT_EQ(parts("/ws"), "/ws ");
  EXPECT_EQ(parts("/?"), "/ ");
}

TEST(PercentEncoding, decodes_whole_escapes_only) {
  EXPECT_EQ(percent_decode("a%20b%2fC%2F", PlusSign::literal), "a b/C/");
  EXPECT_EQ(percent_decode("%", PlusSign::literal), "%");
  EXPECT_EQ(percent_decode("%4", PlusSign::literal), "%4");
  EXPECT_EQ(percent_decode("%zz%41", PlusSign::literal), "%zzA");
  EXPECT_EQ(percent_decode("%41", PlusSign::literal), "A");
  EXPECT_EQ(percent_decode("a+b%2B", PlusSign::blank), "a b+");
  EXPECT_EQ(percent_decode("a+b", PlusSign::literal), "a+b");
}

TEST(PercentEncoding, encodes_all_but_unreserved_characters) {
  EXPECT_EQ(percent_encode("azAZ09-_.~"), "azAZ09-_.~");
  EXPECT_EQ(percent_encode("a b/+\xc3\xa4"), "a%20b%2F%2B%C3%A4");
}

TEST(Query, keeps_pairs_in_order) {
  using Pairs = std::vector<QueryPair>;
  EXPECT_EQ(parse_query("b=2&a=1%202&b=&c&&=x", PlusSign::literal),
            (Pairs{{"b", "2"}, {"a", "1 2"}, {"b", ""}, {"c", ""}, {"", "x"}}));
  EXPECT_EQ(parse_query("", PlusSign::literal), Pairs{});
  const auto pairs = parse_query("a=1=2&a=3", PlusSign::literal);
  EXPECT_EQ(query_value(pairs, "a"), "1=2");
  EXPECT_EQ(query_value(pairs, "b"), std::nullopt);
}

}  // namespace
}  // namespace berth
