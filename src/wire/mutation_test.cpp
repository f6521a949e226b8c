// Every decoder meets thousands of damaged inputs from fixed seeds. None may crash, read outside
// its input or run long; what is accepted must encode again.
#include <functional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "base/pattern/pattern.hpp"
#include "wire/cbor/cbor.hpp"
#include "wire/dispatch.hpp"
#include "wire/gzip.hpp"
#include "wire/json/json.hpp"
#include "wire/page.hpp"
#include "wire/query/query.hpp"
#include "wire/testing/sample.hpp"
#include "wire/validate.hpp"
#include "wire/xml/xml.hpp"

namespace berth::wire {
namespace {

using testing::Order;

/// splitmix64: the same sequence on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : next() % limit; }

 private:
  std::uint64_t state_;
};

std::string mutate_once(std::string text, std::string_view alphabet, Dice& dice) {
  const auto at = dice.below(text.size() + 1);
  const auto size = dice.below(12);
  const auto fresh = [&]() -> char {
    if (dice.below(2) == 0 && !alphabet.empty()) return alphabet[dice.below(alphabet.size())];
    return static_cast<char>(dice.next());
  };
  switch (dice.below(6)) {
    case 0: return text.substr(0, at);
    case 1: return text.erase(at, size);
    case 2: return text.insert(at, text.substr(dice.below(text.size() + 1), size * 4));
    case 3: return text.insert(at, std::string(1 + size * size, fresh()));
    case 4:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ 1 << dice.below(8));
      return text;
    default:
      if (at < text.size()) text[at] = fresh();
      return text;
  }
}

void check(const std::string& seed_text, std::string_view alphabet, int rounds,
           const std::function<void(const std::string&)>& decode) {
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    Dice dice(static_cast<std::uint64_t>(round));
    auto text = seed_text;
    for (auto left = 1 + dice.below(4); left > 0; --left) text = mutate_once(text, alphabet, dice);
    decode(text);
    if (::testing::Test::HasFailure()) return;
  }
}

/// What was decoded goes through validation and every encoder.
void check_usable(const Order& order) {
  Findings findings;
  validate(shape_of<Order>(), &order, findings);
  if (const auto done = refuse_violations(findings); !done) {
    EXPECT_LT(done.error().message.size(), 50'000u);
  }
  const auto document = "<a>" + xml::encode_members(shape_of<Order>(), &order) + "</a>";
  pugi::xml_document parsed;
  EXPECT_TRUE(parsed.load_buffer(document.data(), document.size()));
  const auto bytes = cbor::encode(order);
  const auto again = cbor::decode<Order>(bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(cbor::encode(*again), bytes);
}

TEST(Mutation, Cbor) {
  check(cbor::encode(testing::full_order()), "\x9F\xBF\xFF\xF6\xC1\xFB\x7F", 1'200,
        [](const std::string& bytes) {
          Order order;
          Findings findings;
          if (cbor::decode(shape_of<Order>(), bytes, &order, &findings)) check_usable(order);
        });
}

TEST(Mutation, Json) {
  check(json::encode(testing::full_order()), "{}[]\":,\\u0e-.", 1'200, [](const std::string& text) {
    Findings findings;
    const auto order = json::decode<Order>(text, {.findings = &findings});
    if (order) {
      check_usable(*order);
      EXPECT_TRUE(json::decode<Order>(json::encode(*order)));
    }
    EXPECT_TRUE(!order || json::decode<Order>(text, json::tolerant)) << text;
  });
}

TEST(Mutation, Query) {
  const std::string text =
      "Action=Make&name=x&urgent=true&count=3&total=5&weight=0.5&flavor=PLAIN&"
      "placedAt=2026-01-01T00%3A00%3A00Z&note=AP8B&tags.item.1.Key=a&tags.item.2.Key=b&"
      "labels.entry.1.key=k&labels.entry.1.value=v&Line.1=one&parts.member.1.name=y";
  for (const auto protocol : {Protocol::aws_query, Protocol::ec2_query}) {
    check(text, ".&=%0123456789", 600, [&](const std::string& body) {
      Order order;
      Findings findings;
      const auto pairs = parse_query(body, PlusSign::blank);
      if (query::decode(shape_of<Order>(), pairs, protocol, &order, findings)) check_usable(order);
    });
  }
}

TEST(Mutation, PatternsAndTheirTexts) {
  check("^(?!aws:)([a-z]+|[\\p{L}\\d_.-]{1,20}|(ab?){2,3})*$", "()[]{}|*+?\\^$,-", 1'200,
        [](const std::string& expression) {
          if (const auto pattern = Pattern::compile(expression)) {
            pattern->matches("abc-1.x");
            pattern->matches(expression);
          }
        });
}

TEST(Mutation, TokensAndPackedBodies) {
  check(page_token("arn:aws:ecs:us-east-1:000000000000:cluster/default"), "=+/", 600,
        [](const std::string& token) { (void)read_page_token(token); });
  const std::string packed(
      "\x1F\x8B\x08\0\0\0\0\0\0\x03\xCB\x48\xCD\xC9\xC9\x07\0\x86\xA6\x10\x36\x05"
      "\0\0\0",
      25);
  ASSERT_EQ(inflate_gzip(packed, 100), "hello");
  check(packed, "", 600, [](const std::string& body) {
    const auto plain = inflate_gzip(body, 100);
    EXPECT_LE(plain.value_or("").size(), 100u);
  });
}

}  // namespace
}  // namespace berth::wire
