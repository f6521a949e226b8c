#include "wire/error_document.hpp"

#include <gtest/gtest.h>

namespace berth::wire {
namespace {

constexpr ErrorModel errors[] = {
    {.name = "ResourceNotFound", .query_code = "NotFound", .http_status = 404},
    {.name = "TooLate", .query_code = "TooLate", .message_member = "Message"},
};
constexpr ServiceModel plain{.xml_namespace = "http://example.com/", .errors = errors};
constexpr ServiceModel compatible{.query_compatible = true, .errors = errors};

struct Expected {
  std::string content_type, type_header, query_header, body;
  int status = 400;
};

void check(Protocol protocol, const ServiceModel* service, const ErrorDocument& error,
           const Expected& expected) {
  const auto response = write_error(protocol, service, error, "id-1");
  const auto header = [&](std::string_view name) {
    return std::string(response.headers.find(name).value_or(""));
  };
  EXPECT_EQ(response.status, expected.status);
  EXPECT_EQ(header("x-amzn-RequestId"), "id-1");
  EXPECT_EQ(header("Content-Type"), expected.content_type);
  EXPECT_EQ(header("x-amzn-errortype"), expected.type_header);
  EXPECT_EQ(header("x-amzn-query-error"), expected.query_header);
  EXPECT_EQ(response.body, expected.body);
}

TEST(ErrorDocument, JsonSaysTheNameInBodyAndHeader) {
  check(Protocol::aws_json_1_1, &plain, {.name = "AnyException", .message = "a \"b\""},
        {"application/x-amz-json-1.1", "AnyException", "",
         R"({"__type":"AnyException","message":"a \"b\""})"});
  check(Protocol::aws_json_1_0, nullptr,
        {.name = "ServerException", .status = 500, .fault = Fault::server, .message = "x"},
        {"application/x-amz-json-1.0", "ServerException", "",
         R"({"__type":"ServerException","message":"x"})", 500});
}

TEST(ErrorDocument, TheMessageMemberIsTheModelsOwn) {
  check(Protocol::aws_json_1_1, &plain, {.name = "TooLate", .message = "x"},
        {"application/x-amz-json-1.1", "TooLate", "", R"({"__type":"TooLate","Message":"x"})"});
}

TEST(ErrorDocument, ResourceIdsAreListed) {
  check(Protocol::aws_json_1_1, &plain,
        {.name = "ConflictException", .message = "x", .resource_ids = {"a", "b"}},
        {"application/x-amz-json-1.1", "ConflictException", "",
         R"({"__type":"ConflictException","message":"x","resourceIds":["a","b"]})"});
}

TEST(ErrorDocument, AQueryCompatibleServiceAlsoNamesTheQueryCode) {
  check(Protocol::aws_json_1_0, &compatible,
        {.name = "ResourceNotFound", .status = 404, .message = "x"},
        {"application/x-amz-json-1.0", "ResourceNotFound", "NotFound;Sender",
         R"({"__type":"ResourceNotFound","message":"x"})", 404});
}

TEST(ErrorDocument, QueryAndEc2HaveTheirOwnXml) {
  check(Protocol::aws_query, &plain, {.name = "NotFound", .message = "<none>\x01"},
        {"text/xml;charset=UTF-8", "", "",
         "<ErrorResponse xmlns=\"http://example.com/\"><Error><Type>Sender</Type>"
         "<Code>NotFound</Code><Message>&lt;none&gt;\xEF\xBF\xBD</Message></Error>"
         "<RequestId>id-1</RequestId></ErrorResponse>"});
  check(Protocol::ec2_query, &plain,
        {.name = "InternalError", .status = 500, .fault = Fault::server, .message = "x"},
        {"text/xml;charset=UTF-8", "", "",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>"
         "<Code>InternalError</Code><Message>x</Message></Error></Errors>"
         "<RequestID>id-1</RequestID></Response>",
         500});
}

}  // namespace
}  // namespace berth::wire
