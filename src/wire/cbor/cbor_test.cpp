#include "wire/cbor/cbor.hpp"

#include <cmath>
#include <limits>
#include <variant>

#include <gtest/gtest.h>

#include "base/describe.hpp"
#include "base/text.hpp"
#include "wire/testing/sample.hpp"

namespace berth::wire::cbor {
namespace {

using testing::Flavor;
using testing::Order;

struct Opened {
  std::string id;
  std::int64_t at = 0;
  bool operator==(const Opened&) const = default;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (id, at))
struct Closed {
  bool operator==(const Closed&) const = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (), ())
using Step = std::variant<Opened, Closed>;

std::string unhex(std::string_view text) {
  std::string bytes;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

template <class Type>
void check_bytes(const Type& value, std::string_view expected) {
  EXPECT_EQ(hex(encode(value)), expected);
  const auto back = decode<Type>(unhex(expected));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, value);
}

TEST(Cbor, WritesTheShortestFormOfTheStandard) {
  check_bytes<std::int64_t>(0, "00");
  check_bytes<std::int64_t>(23, "17");
  check_bytes<std::int64_t>(24, "1818");
  check_bytes<std::int64_t>(1000, "1903e8");
  check_bytes<std::int64_t>(1000000, "1a000f4240");
  check_bytes<std::int64_t>(1000000000000, "1b000000e8d4a51000");
  check_bytes<std::int64_t>(-1, "20");
  check_bytes<std::int64_t>(-100, "3863");
  check_bytes<std::int64_t>(std::numeric_limits<std::int64_t>::min(), "3b7fffffffffffffff");
  check_bytes<std::uint64_t>(~std::uint64_t{0}, "20");
  check_bytes(1.1, "fb3ff199999999999a");
  check_bytes(true, "f5");
  check_bytes(std::string("IETF"), "6449455446");
  check_bytes(Blob{"\x01\x02"}, "420102");
  check_bytes(std::vector<std::int32_t>{1, 2}, "820102");
  check_bytes(std::map<std::string, std::int32_t>{{"a", 1}}, "a1616101");
  check_bytes(Instant{Duration{1363896240500}}, "c1fb41d452d9ec200000");
  check_bytes(Flavor::extra_hot, "6965787472612d686f74");
  check_bytes(Step{Opened{"x", 5}},
              "a1664f70656e6564a262696461786261740"
              "5");
  check_bytes(Step{Closed{}}, "a166436c6f736564a0");
}

TEST(Cbor, ReadsEveryFormOfTheStandard) {
  const auto real = [](std::string_view text) {
    const auto value = decode<double>(unhex(text));
    EXPECT_TRUE(value) << text;
    return value.value_or(-1);
  };
  EXPECT_EQ(real("f93e00"), 1.5);
  EXPECT_EQ(real("f90001"), 5.960464477539063e-8);
  EXPECT_EQ(real("f9c400"), -4.0);
  EXPECT_EQ(real("f97c00"), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(real("f97e00")));
  EXPECT_EQ(real("fa47c35000"), 100000.0);
  EXPECT_EQ(real("3903e7"), -1000.0);
  EXPECT_EQ(real("c249010000000000000000"), 18446744073709551616.0);
  EXPECT_EQ(decode<std::int64_t>(unhex("c24105")), 5);
  EXPECT_EQ(decode<std::int64_t>(unhex("fb4014000000000000")), 5);
  EXPECT_EQ(decode<std::string>(unhex("7f657374726561646d696e67ff")), "streaming");
  EXPECT_EQ(decode<std::vector<std::int32_t>>(unhex("9f0102ff")), (std::vector{1, 2}));
  EXPECT_EQ(decode<std::vector<std::int32_t>>(unhex("8301f602")), (std::vector{1, 2}))
      << "null in a list is nothing";
  EXPECT_EQ(decode<Instant>(unhex("1a514b67b0")), Instant{Duration{1363896240000}});
  EXPECT_EQ(decode<Instant>(unhex("c11a514b67b0")), Instant{Duration{1363896240000}});
  EXPECT_EQ(decode<Step>(unhex("bf66436c6f736564bfffff")), Step{Closed{}});
}

TEST(Cbor, AFullValueComesBackEqual) {
  const auto order = testing::full_order();
  const auto bytes = encode(order);
  const auto back = decode<Order>(bytes);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, order);
  EXPECT_EQ(encode(*back), bytes);
}

TEST(Cbor, EveryNotANumberHasOneForm) {
  EXPECT_EQ(hex(encode(-std::nan("1"))), "fb7ff8000000000000");
}

TEST(Cbor, AnEnumeratorOutsideItsEnumerationIsKeptAsANumber) {
  const auto strange = static_cast<Flavor>(7);
  EXPECT_EQ(decode<Flavor>(encode(strange)), strange);
}

void check_refused(const Shape& shape, std::string_view text, std::string_view reason) {
  AnyValue value(shape);
  const auto done = decode(shape, unhex(text), value.get());
  ASSERT_FALSE(done) << text;
  EXPECT_EQ(done.error().code, ErrorCode::serialization);
  EXPECT_NE(done.error().message.find(reason), std::string::npos) << done.error().message;
}

TEST(Cbor, WhatDoesNotFitIsRefusedWithItsPlace) {
  const Shape& order = shape_of<Order>();
  check_refused(order, "", "malformed");
  check_refused(order, "01", "a structure is expected");
  check_refused(order, "a1646e616d6501", "a text is expected at 'name'");
  check_refused(order, "a165636f756e741b0000000100000000", "does not fit at 'count'");
  check_refused(order, "a165636f756e74fb3ff8000000000000", "does not fit at 'count'");
  check_refused(order,
                "a166666c61766f72"
                "6178",
                "'x' is not in its enumeration at 'flavor'");
  check_refused(order, "a2646e616d656178646e616d656178", "'name' stands twice");
  check_refused(order, "a0a0", "goes on after");
  check_refused(order, "a10102", "a key must be a text");
  check_refused(order, "bf", "a key must be a text");
  check_refused(order, "ff", "a structure is expected");
  check_refused(order, "fc", "malformed");
  check_refused(shape_of<Step>(), "a1654f74686572a0", "'Other' is not known");
  check_refused(shape_of<Step>(), "a0", "exactly one");
}

TEST(Cbor, AHugeLengthCostsNothing) {
  const Shape& order = shape_of<Order>();
  check_refused(order, "bbffffffffffffffff", "malformed");
  check_refused(order, "a1646e616d657bffffffffffffffff", "malformed");
  check_refused(order, "a1656c696e65739bffffffffffffffff", "malformed");
}

TEST(Cbor, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 5000; ++i)
    deep +=
        "a1657061727473"
        "81";
  check_refused(shape_of<Order>(), deep, "too many levels");
  std::string unknown = "a16178";
  for (int i = 0; i < 5000; ++i) unknown += "81";
  check_refused(shape_of<Order>(), unknown, "malformed");
}

TEST(Cbor, UnknownMembersAreSkippedAndNoted) {
  Order order;
  Findings findings;
  const auto full = unhex(
      "a2646e616d656178"
      "6478797a7aa1616183"
      "0102f6");
  ASSERT_TRUE(decode(shape_of<Order>(), full, &order, &findings));
  EXPECT_EQ(order.name, "x");
  EXPECT_EQ(findings.unknown, std::vector<std::string>{"xyzz"});
}

TEST(Cbor, FindingsNameMissingMembersAndTextsOutsideEnumerations) {
  Order order;
  Findings findings;
  // {"flavor": "x", "flavors": ["PLAIN", "y"], "tags": [{}]}
  const auto bytes = unhex(
      "a366666c61766f72617867666c61766f72738265504c41494e617964746167738"
      "1a0");
  ASSERT_TRUE(decode(shape_of<Order>(), bytes, &order, &findings));
  EXPECT_EQ(order.flavor, std::nullopt);
  EXPECT_EQ(order.flavors, std::vector{Flavor::plain});
  std::vector<std::string> paths;
  for (const auto& violation : findings.violations) paths.push_back(violation.path);
  EXPECT_EQ(paths,
            (std::vector<std::string>{"flavor", "flavors.2.member", "tags.1.member.key", "name"}));
}

TEST(Cbor, NoPrefixOfAValueIsAccepted) {
  const auto bytes = encode(testing::full_order());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Order order;
    EXPECT_FALSE(decode(shape_of<Order>(), std::string_view(bytes).substr(0, size), &order))
        << size;
  }
}

}  // namespace
}  // namespace berth::wire::cbor
