#include "wire/sigv4.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "wire/sigv4_canonical.hpp"

namespace berth::wire {
namespace {

const Instant now = *parse_instant("20150830T123600Z");

Credentials key(std::string token = "") {
  return {"AKIDEXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), std::move(token)};
}

std::string authorization(std::string_view scope, std::string_view names, std::string_view digest) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + std::string(scope) +
         "/aws4_request, SignedHeaders=" + std::string(names) +
         ", Signature=" + std::string(digest);
}

HttpRequest list_clusters() {
  HttpRequest request{.method = "POST", .target = "/"};
  request.headers = {{"Host", "127.0.0.1:6420"},
                     {"Content-Type", "application/x-amz-json-1.1"},
                     {"X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListClusters"}};
  request.body = "{}";
  return request;
}

HttpRequest signed_request(Instant at = now) {
  HttpRequest request = list_clusters();
  sign(request, key(), "us-east-1", "ecs", at);
  return request;
}

Result<void> check_with(const HttpRequest& request, Instant at = now) {
  return verify(request, key(), at);
}

ErrorCode refusal(const HttpRequest& request, Instant at = now) {
  const auto verified = check_with(request, at);
  return verified ? ErrorCode{} : verified.error().code;
}

std::string text_of_refusal(const HttpRequest& request, Instant at = now) {
  const auto verified = check_with(request, at);
  return verified ? "" : verified.error().message;
}

/// What botocore 1.29 signs with the key above at that instant.
struct Known {
  const char* about;
  HttpRequest request;
  std::string scope, names, digest;
  std::string token{};
};

std::vector<Known> known_signatures() {
  HttpRequest list_users{.target = "/?Action=ListUsers&Version=2010-05-08"};
  list_users.headers = {{"Host", "iam.amazonaws.com"},
                        {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  HttpRequest with_token = list_clusters();
  with_token.body = R"({"cluster":"a"})";
  with_token.headers.add("X-Amz-Security-Token", "token/+=");
  HttpRequest escaped{.target = "/v1/a%20b/c%3Ad/?z=1&a=x%20y&a=B&empty="};
  escaped.headers = {{"Host", "127.0.0.1:6420"}};
  HttpRequest dotted{.target = "//a/./b/../c"};
  dotted.headers = {{"Host", "127.0.0.1:6420"}, {"X-Spaced", "  a   b  "}};
  return {
      {"the example of AWS's own documentation", list_users, "20150830/us-east-1/iam",
       "content-type;host;x-amz-date",
       "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"},
      {"a JSON operation", list_clusters(), "20150830/us-east-1/ecs",
       "content-type;host;x-amz-date;x-amz-target",
       "fa6f0e15b6f9d6868489c378c5e40e768420f6e452d49a69b6eaa5f1eb900125"},
      {"a session token", with_token, "20150830/eu-west-1/ecs",
       "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
       "655b94e45ffc9223d6abf1e4062e5fa5bdf06db290a13e3fe26afaff2f94c36a", "token/+="},
      {"escapes in path and query", escaped, "20150830/us-east-1/ecs", "host;x-amz-date",
       "71bbf0a8f817036580acd0c4d5841c8a5723e06b9677c754599f8785a7d2a3e3"},
      {"dots, slashes and blanks", dotted, "20150830/us-east-1/ecs", "host;x-amz-date;x-spaced",
       "83de4240a78e659eee8f151298c346cc2593851b2a147da3179e9124b612efa3"},
  };
}

TEST(SigV4, accepts_what_botocore_signs) {
  for (const auto& row : known_signatures()) {
    HttpRequest request = row.request;
    request.headers.add("X-Amz-Date", "20150830T123600Z");
    request.headers.add("Authorization", authorization(row.scope, row.names, row.digest));
    const auto verified = verify(request, key(row.token), now);
    EXPECT_TRUE(verified) << row.about << ": " << (verified ? "" : verified.error().message);
    request.body += ' ';
    EXPECT_FALSE(verify(request, key(row.token), now)) << row.about;
  }
}

TEST(SigV4, signs_like_botocore) {
  HttpRequest request = list_clusters();
  sign(request, key(), "us-east-1", "ecs", now);
  EXPECT_EQ(request.headers.find("Authorization"),
            authorization("20150830/us-east-1/ecs", "content-type;host;x-amz-date;x-amz-target",
                          "fa6f0e15b6f9d6868489c378c5e40e768420f6e452d49a69b6eaa5f1eb900125"));
  EXPECT_EQ(request.headers.find("X-Amz-Date"), "20150830T123600Z");
  HttpRequest with_token = list_clusters();
  with_token.body = R"({"cluster":"a"})";
  sign(with_token, key("token/+="), "eu-west-1", "ecs", now);
  EXPECT_EQ(with_token.headers.find("Authorization"),
            authorization("20150830/eu-west-1/ecs",
                          "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
                          "655b94e45ffc9223d6abf1e4062e5fa5bdf06db290a13e3fe26afaff2f94c36a"));
}

std::string presigned(std::string_view digest, std::string_view token = "") {
  return "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
         "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fsts%2Faws4_request"
         "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host" +
         std::string(token) + "&X-Amz-Signature=" + std::string(digest);
}

HttpRequest get(std::string target) {
  HttpRequest request{.target = std::move(target)};
  request.headers = {{"Host", "127.0.0.1:6420"}};
  return request;
}

constexpr auto presigned_digest =
    "652811989b409ec4501267e6d5ab090d677379dbe3099fbcbb1ee85f916413ac";

TEST(SigV4, accepts_presigned_queries_until_they_expire) {
  const HttpRequest request = get(presigned(presigned_digest));
  EXPECT_TRUE(check_with(request));
  EXPECT_TRUE(check_with(request, now + std::chrono::seconds{60}));
  EXPECT_EQ(refusal(request, now + std::chrono::seconds{61}), ErrorCode::signature_expired);
  EXPECT_EQ(refusal(request, now - std::chrono::minutes{6}), ErrorCode::signature_expired);
  EXPECT_EQ(read_scope(request).value(), (Scope{"AKIDEXAMPLE", "20150830", "us-east-1", "sts"}));
  EXPECT_TRUE(
      verify(get(presigned("1c69fda90b4f37efd139a172244362d37831b473b7af07435bad3210210ac6d8",
                           "&X-Amz-Security-Token=token%2F%2B%3D")),
             key("token/+="), now));
}

TEST(SigV4, refuses_presigned_queries_that_live_longer_than_a_week) {
  auto target = presigned(presigned_digest);
  target.replace(target.find("Expires=60"), 10, "Expires=604801");
  EXPECT_EQ(refusal(get(target)), ErrorCode::incomplete_signature);
  EXPECT_EQ(refusal(get("/?X-Amz-Algorithm=AWS4-HMAC-SHA256")), ErrorCode::incomplete_signature);
}

TEST(SigV4, treats_a_plus_in_the_query_as_a_blank) {
  HttpRequest request = get("/ws?dockerVersion=DockerVersion%3A%2020.10%2Bdfsg1&a=1");
  sign(request, key(), "us-east-1", "ecs", now);
  request.target = "/ws?a=1&dockerVersion=DockerVersion%3A+20.10%2Bdfsg1";
  EXPECT_TRUE(check_with(request));
}

TEST(SigV4, reads_whose_key_signed_for_what) {
  EXPECT_EQ(read_scope(signed_request()).value(),
            (Scope{"AKIDEXAMPLE", "20150830", "us-east-1", "ecs"}));
  EXPECT_EQ(read_scope(list_clusters()).error(),
            (Error{ErrorCode::missing_authentication_token, "Missing Authentication Token"}));
}

TEST(SigV4, says_which_part_of_the_authorization_is_absent) {
  HttpRequest request = list_clusters();
  request.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=A/b/c/d/aws4_request");
  EXPECT_EQ(read_scope(request).error(),
            (Error{ErrorCode::incomplete_signature,
                   "Authorization header requires 'Signature' parameter. Authorization header "
                   "requires 'SignedHeaders' parameter. Authorization header requires existence "
                   "of either a 'X-Amz-Date' or a 'Date' header."}));
}

TEST(SigV4, refuses_malformed_claims_as_incomplete) {
  const std::string rest = ", SignedHeaders=host;x-amz-date, Signature=00";
  const std::string many = "host" + [] {
    std::string names;
    for (int i = 0; i < 100; ++i) names += ";x" + std::to_string(i);
    return names;
  }();
  for (const std::string& value : {
           std::string(""),
           std::string("Basic dXNlcjpwYXNz"),
           std::string("AWS4-HMAC-SHA1 Credential=A/20150830/r/s/aws4_request") + rest,
           "AWS4-HMAC-SHA256 Credential=A/20150830/r/aws4_request" + rest,
           "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/r/s/aws5" + rest,
           "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830//s/aws4_request" + rest,
           authorization("20150830/r/s", many, "00"),
       }) {
    HttpRequest request = list_clusters();
    request.headers.set("X-Amz-Date", "20150830T123600Z");
    request.headers.set("Authorization", value);
    EXPECT_EQ(refusal(request), ErrorCode::incomplete_signature) << value;
  }
  HttpRequest odd_date = signed_request();
  odd_date.headers.set("X-Amz-Date", "2015-08-30T12:36:00Z");
  EXPECT_EQ(refusal(odd_date), ErrorCode::incomplete_signature);
}

TEST(SigV4, refuses_requests_that_differ_from_what_was_signed) {
  const auto changed = [](auto change) {
    HttpRequest request = signed_request();
    change(request);
    return refusal(request);
  };
  const auto wrong = ErrorCode::invalid_signature;
  EXPECT_EQ(changed([](HttpRequest&) {}), ErrorCode{});
  EXPECT_EQ(changed([](HttpRequest& r) { r.method = "GET"; }), wrong);
  EXPECT_EQ(changed([](HttpRequest& r) { r.target = "/?a"; }), wrong);
  EXPECT_EQ(changed([](HttpRequest& r) { r.body = "{\"a\":1}"; }), wrong);
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.set("Host", "elsewhere"); }), wrong);
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.add("X-Amz-Target", "More"); }), wrong);
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.set("X-Amz-Date", "20150830T123601Z"); }),
            wrong);
  EXPECT_EQ(
      changed([](HttpRequest& r) { r.headers.set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"); }),
      wrong);
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.add("User-Agent", "anything"); }), ErrorCode{});
}

TEST(SigV4, insists_that_host_and_date_are_signed) {
  for (const char* names : {"content-type;x-amz-date", "content-type;host"}) {
    HttpRequest request = list_clusters();
    request.headers.set("X-Amz-Date", "20150830T123600Z");
    const Scope scope{"AKIDEXAMPLE", "20150830", "us-east-1", "ecs"};
    const std::string payload = sha256_hex(request.body);
    const SignedParts parts{request, names, payload, SignaturePlace::header};
    request.headers.set("Authorization", authorization("20150830/us-east-1/ecs", names,
                                                       signature(parts, "20150830T123600Z", scope,
                                                                 key().secret_access_key)));
    EXPECT_EQ(refusal(request), ErrorCode::invalid_signature) << names;
    EXPECT_NE(text_of_refusal(request).find("must be a 'SignedHeader'"), std::string::npos);
  }
}

TEST(SigV4, accepts_an_unsigned_payload_that_the_signature_names) {
  HttpRequest request = list_clusters();
  request.headers.set("X-Amz-Date", "20150830T123600Z");
  request.headers.set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
  const Scope scope{"AKIDEXAMPLE", "20150830", "us-east-1", "ecs"};
  const std::string names = "host;x-amz-content-sha256;x-amz-date";
  const SignedParts parts{request, names, "UNSIGNED-PAYLOAD", SignaturePlace::header};
  const auto digest = signature(parts, "20150830T123600Z", scope, key().secret_access_key);
  request.headers.set("Authorization", authorization("20150830/us-east-1/ecs", names, digest));
  EXPECT_TRUE(check_with(request));
  request.body = "other";
  EXPECT_TRUE(check_with(request));
}

TEST(SigV4, allows_clocks_to_differ_by_five_minutes) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  EXPECT_TRUE(check_with(signed_request(), now + minutes{5}));
  EXPECT_TRUE(check_with(signed_request(), now - minutes{5}));
  EXPECT_EQ(text_of_refusal(signed_request(), now + minutes{5} + seconds{1}),
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
            "(20150830T124101Z - 5 min.)");
  EXPECT_EQ(text_of_refusal(signed_request(), now - minutes{5} - seconds{1}),
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
            "(20150830T123059Z + 5 min.)");
}

TEST(SigV4, refuses_a_scope_of_another_day) {
  HttpRequest request = list_clusters();
  request.headers.set("X-Amz-Date", "20150830T123600Z");
  request.headers.set("Authorization",
                      authorization("20150831/us-east-1/ecs", "host;x-amz-date", "00"));
  EXPECT_EQ(text_of_refusal(request),
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
            "HTTP: '20150831' != '20150830', from '20150830T123600Z'.");
}

TEST(SigV4, refuses_other_keys_and_other_session_tokens) {
  const HttpRequest plain = signed_request();
  EXPECT_EQ(verify(plain, key("token"), now).error().code, ErrorCode::unrecognized_client);
  Credentials other = key();
  other.access_key_id = "AKIDOTHER";
  EXPECT_EQ(verify(plain, other, now).error().code, ErrorCode::unrecognized_client);
  other = key();
  other.secret_access_key = Secret("wrong");
  EXPECT_EQ(verify(plain, other, now).error().code, ErrorCode::invalid_signature);
}

TEST(SigV4, signs_a_telemetry_frame_as_a_request_for_the_websocket) {
  HttpRequest handshake = get("/ws?cluster=default");
  const std::string json = R"({"type":"PublishMetricsRequest"})";
  const auto block = signed_frame_header(handshake, json, key("t"), "us-east-1", "ecs", now);
  ASSERT_TRUE(block.starts_with("Authorization: AWS4-HMAC-SHA256 "));
  ASSERT_TRUE(
      block.ends_with("\r\nHost: 127.0.0.1:6420\r\nX-Amz-Date: "
                      "20150830T123600Z\r\nX-Amz-Security-Token: t\r\n\r\n"));
  const auto start = std::string_view("Authorization: ").size();
  HttpRequest frame = handshake;
  frame.headers.add("X-Amz-Date", "20150830T123600Z");
  frame.headers.add("X-Amz-Security-Token", "t");
  frame.headers.add("Authorization", block.substr(start, block.find("\r\n") - start));
  frame.body = json;
  EXPECT_TRUE(verify(frame, key("t"), now));
  frame.body = "{}";
  EXPECT_FALSE(verify(frame, key("t"), now));
}

TEST(SigV4, survives_arbitrary_claims) {
  for (const char* text : {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ,,,=,==", " ", "=", ",",
                           "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;;;, Signature=\xff"}) {
    HttpRequest request = list_clusters();
    request.headers.set("X-Amz-Date", "\xff\xfe");
    request.headers.set("Authorization", text);
    EXPECT_NE(refusal(request), ErrorCode{}) << text;
  }
  EXPECT_NE(refusal(get("/?X-Amz-Signature=%&X-Amz-Credential=%zz")), ErrorCode{});
}

}  // namespace
}  // namespace berth::wire
