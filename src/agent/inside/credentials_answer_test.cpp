#include "agent/inside/credentials_answer.hpp"

#include <gtest/gtest.h>

namespace berth::agent::inside {
namespace {

const Question asked{Api::v2, Subject::credentials, {}, "c1"};

TEST(CredentialsAnswer, has_the_keys_that_the_sdks_read) {
  gen::agent_protocol::IAMRoleCredentials credentials;
  credentials.role_arn = "arn:role";
  credentials.access_key_id = "ASIA1";
  credentials.secret_access_key = "s";
  credentials.session_token = "t";
  credentials.expiration = "2026-01-01T00:00:00Z";
  const auto answer = credentials_answer(asked, Holder::found, &credentials);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"({"RoleArn":"arn:role","AccessKeyId":"ASIA1","SecretAccessKey":"s","Token":"t",)"
            R"("Expiration":"2026-01-01T00:00:00Z"})");
}

struct Refusal {
  Question question;
  Holder holder;
  int status;
  const char* body;
};

TEST(CredentialsAnswer, says_why_there_are_none) {
  const Refusal refusals[] = {
      {{Api::v2, Subject::credentials},
       Holder::nobody,
       400,
       R"({"code":"NoIdInRequest",)"
       R"("message":"CredentialsV2Request: No Credential ID in the request",)"
       R"("HTTPErrorCode":400})"},
      {{Api::v1, Subject::credentials},
       Holder::nobody,
       400,
       R"({"code":"NoIdInRequest",)"
       R"("message":"CredentialsV1Request: No Credential ID in the request",)"
       R"("HTTPErrorCode":400})"},
      {asked, Holder::nobody, 400,
       R"({"code":"InvalidIdInRequest","message":"CredentialsV2Request: Credentials not found",)"
       R"("HTTPErrorCode":400})"},
      {asked, Holder::waiting, 503,
       R"({"code":"CredentialsUninitialized",)"
       R"("message":"CredentialsV2Request: Credentials uninitialized for ID",)"
       R"("HTTPErrorCode":503})"},
  };
  for (const auto& refusal : refusals) {
    const auto answer = credentials_answer(refusal.question, refusal.holder, nullptr);
    EXPECT_EQ(answer.status, refusal.status) << refusal.body;
    EXPECT_EQ(answer.body, refusal.body);
  }
}

TEST(AuditLine, names_who_read_whose_credentials) {
  const AuditEntry entry{Instant{std::chrono::milliseconds{1767225600250}},
                         200,
                         "GetCredentials",
                         "arn:task",
                         "default",
                         "arn:instance"};
  HttpRequest request{.peer = "172.17.0.2", .peer_port = 4711};
  request.headers.set("User-Agent", "Boto3/1.26 \"x\"\n");
  EXPECT_EQ(audit_line(entry, asked, request),
            "2026-01-01T00:00:00Z 200 172.17.0.2:4711 \"/v2/credentials\" \"Boto3/1.26 ?x??\" "
            "arn:task GetCredentials 2 default arn:instance");
}

TEST(AuditLine, has_dashes_for_what_is_not_known) {
  const AuditEntry entry{.status = 400, .event = "GetCredentials"};
  const HttpRequest request{.peer = "10.0.0.9", .peer_port = 1};
  EXPECT_EQ(audit_line(entry, {Api::v1, Subject::credentials}, request),
            "1970-01-01T00:00:00Z 400 10.0.0.9:1 \"/v1/credentials\" \"\" - GetCredentials 2 - -");
}

}  // namespace
}  // namespace berth::agent::inside
