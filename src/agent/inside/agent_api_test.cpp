#include "agent/inside/agent_api.hpp"

#include <gtest/gtest.h>

#include "agent/testing/payloads.hpp"

namespace berth::agent::inside {
namespace {

using Wish = ProtectionRequest::Wish;

Result<ProtectionRequest> put(const std::string& body) {
  return read_protection({.method = "PUT", .body = body});
}

TEST(Protection, is_read_from_a_put) {
  EXPECT_EQ(read_protection({.body = "ignored"}), (ProtectionRequest{Wish::read, {}}));
  EXPECT_EQ(put(R"({"ProtectionEnabled":true})"), (ProtectionRequest{Wish::protect, {}}));
  EXPECT_EQ(put(R"({"ProtectionEnabled":true,"ExpiresInMinutes":60})"),
            (ProtectionRequest{Wish::protect, 60}));
  EXPECT_EQ(put(R"({"protectionenabled":false,"ExpiresInMinutes":null})"),
            (ProtectionRequest{Wish::release, {}}));
}

TEST(Protection, refuses_what_it_cannot_read) {
  for (const char* body :
       {"", "no", "[]", "7", R"({"ProtectionEnabled":"true"})", R"({"Protection":true})",
        R"({"ProtectionEnabled":true,"ExpiresInMinutes":"60"})",
        R"({"ProtectionEnabled":true,"ExpiresInMinutes":1.5})",
        R"({"ProtectionEnabled":true,"ExpiresInMinutes":99999999999})"}) {
    const auto read = put(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().message, "UpdateTaskProtection: failed to decode request") << body;
  }
  for (const char* body : {"{}", R"({"ExpiresInMinutes":5})", R"({"ProtectionEnabled":null})"}) {
    EXPECT_EQ(put(body).error().message,
              "Invalid request: does not contain 'ProtectionEnabled' field")
        << body;
  }
}

TEST(Protection, has_errors_of_its_own_form) {
  EXPECT_EQ(malformed_protection("arn:t", {ErrorCode::validation, "bad"}).body,
            R"({"error":{"Arn":"arn:t","Code":"InvalidParameterException","Message":"bad"}})");
  EXPECT_EQ(unknown_task_for_protection().status, 404);
  EXPECT_EQ(unknown_task_for_protection().body,
            R"({"error":{"Code":"ResourceNotFoundException",)"
            R"("Message":"Failed to find a task for the request"}})");
  EXPECT_EQ(protection_without_role("arn:t").status, 403);
  const auto late = protection_refused("arn:t", {ErrorCode::timed_out, "slow"});
  EXPECT_EQ(late.status, 504);
  EXPECT_NE(late.body.find("Timed out calling ECS Task Protection API"), std::string::npos);
  const auto refused = protection_refused("arn:t", {ErrorCode::client_exception, "no"});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body, R"({"error":{"Arn":"arn:t","Code":"ClientException","Message":"no"}})");
}

TEST(Protection, passes_on_what_ecs_answers) {
  gen::ecs::ProtectedTask task;
  task.task_arn = "arn:t";
  task.protection_enabled = true;
  task.expiration_date = Instant{std::chrono::milliseconds{1767225600000}};
  EXPECT_EQ(protection_answer("arn:t", {task}, {}).body,
            R"({"protection":{"ExpirationDate":"2026-01-01T00:00:00.000Z",)"
            R"("ProtectionEnabled":true,"TaskArn":"arn:t"}})");
  gen::ecs::Failure failure;
  failure.arn = "arn:t";
  failure.reason = "DEPLOYMENT_BLOCKED";
  EXPECT_EQ(protection_answer("arn:t", {}, {failure}).body,
            R"({"failure":{"Arn":"arn:t","Reason":"DEPLOYMENT_BLOCKED"}})");
  EXPECT_EQ(protection_answer("arn:t", {}, {}).status, 500);
}

TEST(Fault, is_refused_by_name) {
  auto task = testing::payload_task({testing::payload_container("web")});
  const Question question{Api::agent, Subject::fault, {}, "e1", "network-latency", "start"};
  auto answer = fault_answer(question, task);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, R"({"Error":"enableFaultInjection is not enabled for task: )" +
                             std::string(testing::task_arn) + R"("})");
  task.enable_fault_injection = true;
  answer = fault_answer(question, task);
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.body, R"({"Error":"Berth cannot inject the fault network-latency yet."})");
  EXPECT_EQ(unknown_task_for_fault(question).status, 404);
}

}  // namespace
}  // namespace berth::agent::inside
