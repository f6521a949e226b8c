#include "wire/xml/xml.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "wire/testing/sample.hpp"

namespace berth::wire::xml {
namespace {

using testing::Order;
using testing::Tag;

constexpr OperationModel make{.name = "Make",
                              .input = &shape_of<Order>,
                              .output = &shape_of<Order>,
                              .result_wrapper = "MakeResult"};
constexpr OperationModel forget{.name = "Forget", .input = &shape_of<Order>};
constexpr ServiceModel service{.name = "orders", .xml_namespace = "http://example.com/doc/1/"};

std::string members(const Order& order) { return encode_members(shape_of<Order>(), &order); }

TEST(Xml, AFullValueHasThisText) {
  EXPECT_EQ(members(testing::full_order()),
            "<name>pi&quot;zza\n\xC3\xA9</name><urgent>true</urgent><count>3</count>"
            "<total>9007199254740993</total><weight>0.25</weight><flavor>extra-hot</flavor>"
            "<placedAt>2026-01-01T00:00:00.123Z</placedAt><dueAt>2026-01-01T00:00:01.000Z</dueAt>"
            "<note>AP8B</note><extra>{&quot;a&quot;:[1,null]}</extra>"
            "<tags><item><key>a</key><value>1</value></item><item><key>b</key></item></tags>"
            "<flavors><member>PLAIN</member><member>extra-hot</member></flavors>"
            "<labels><entry><key>x</key><value>1</value></entry>"
            "<entry><key>y</key><value/></entry></labels>"
            "<Line>one</Line><Line>two</Line>"
            "<parts><member><name>part</name></member></parts><secret>hunter22</secret>");
}

TEST(Xml, EmptyListsAreEmptyElementsAndAbsentOnesAreNot) {
  EXPECT_EQ(members({.name = "x"}), "<name>x</name>");
  EXPECT_EQ(members({.name = "x", .tags = std::vector<Tag>{}}), "<name>x</name><tags/>");
  EXPECT_EQ(members({.name = "x", .lines = std::vector<std::string>{}}), "<name>x</name>");
}

TEST(Xml, AQueryResponseHasItsWrapperAndMetadata) {
  const Order order{.name = "x"};
  EXPECT_EQ(encode_response(service, make, Protocol::aws_query, &order, "id-1"),
            "<MakeResponse xmlns=\"http://example.com/doc/1/\"><MakeResult><name>x</name>"
            "</MakeResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>"
            "</MakeResponse>");
}

TEST(Xml, AnOperationWithoutOutputHasMetadataOnly) {
  const Unit unit;
  EXPECT_EQ(encode_response(service, forget, Protocol::aws_query, &unit, "id-1"),
            "<ForgetResponse xmlns=\"http://example.com/doc/1/\"><ResponseMetadata>"
            "<RequestId>id-1</RequestId></ResponseMetadata></ForgetResponse>");
}

TEST(Xml, AnEc2ResponseHasItsRequestIdAndBareMembers) {
  const Order order{.name = "x"};
  EXPECT_EQ(encode_response(service, make, Protocol::ec2_query, &order, "id-1"),
            "<MakeResponse xmlns=\"http://example.com/doc/1/\"><requestId>id-1</requestId>"
            "<name>x</name></MakeResponse>");
}

TEST(Xml, WhateverATextHoldsTheDocumentIsWellFormed) {
  for (int first = 0; first < 256; ++first) {
    std::string text = "a<&>\"']]>";
    text += static_cast<char>(first);
    text += "\xC3z\xEF\xBF\xBF";
    const Order order{.name = text, .labels = std::map<std::string, std::string>{{text, text}}};
    const auto document = encode_response(service, make, Protocol::aws_query, &order, text);
    pugi::xml_document parsed;
    const auto result = parsed.load_buffer(document.data(), document.size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single);
    EXPECT_TRUE(result) << first << result.description();
    EXPECT_EQ(document.find('\0'), std::string::npos);
  }
}

TEST(Xml, ACarriageReturnSurvivesAParser) {
  const Order order{.name = "a\r\nb"};
  EXPECT_EQ(members(order), "<name>a&#xD;\nb</name>");
}

}  // namespace
}  // namespace berth::wire::xml
