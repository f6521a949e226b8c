#include "client/api_client.hpp"

#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/error_code.hpp"
#include "gen/ecs/service.hpp"
#include "gen/ecs/types.hpp"
#include "gen/elbv2/service.hpp"
#include "wire/json/json.hpp"

namespace berth::client {
namespace {

using boost::asio::awaitable;
using gen::ecs::DiscoverPollEndpointRequest;
using gen::ecs::DiscoverPollEndpointResponse;
using ::testing::StartsWith;

struct StillClock final : ports::Clock {
  Instant now() const override { return Instant{std::chrono::hours{1}}; }
  TimerId call_at(Instant, ports::Task) override { return 0; }
  void cancel(TimerId) override {}
};

struct ScriptedTransport final : ports::Transport {
  awaitable<Result<HttpResponse>> request(std::string endpoint, HttpRequest request,
                                          Duration) override {
    seen_endpoint = std::move(endpoint);
    seen = std::move(request);
    co_return answer;
  }
  awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(std::string, HttpRequest,
                                                               Duration) override {
    co_return fail(ErrorCode::unreachable, "no sockets here");
  }

  Result<HttpResponse> answer = HttpResponse{};
  std::string seen_endpoint;
  HttpRequest seen;
};

struct ApiClientTest : ::testing::Test {
  awaitable<void> discover(const ServiceModel* service) {
    DiscoverPollEndpointRequest request;
    request.cluster = "default";
    outcome = co_await client.call<DiscoverPollEndpointResponse>(*service, "DiscoverPollEndpoint",
                                                                 std::move(request));
  }
  Result<DiscoverPollEndpointResponse> call(const ServiceModel& service = gen::ecs::service()) {
    boost::asio::io_context context;
    boost::asio::co_spawn(context, discover(&service), boost::asio::detached);
    context.run();
    return *outcome;
  }
  Error refusal(int status, std::string body) {
    transport.answer = HttpResponse{.status = status, .body = std::move(body)};
    return call().error();
  }

  StillClock clock;
  ScriptedTransport transport;
  ApiClient client{transport,
                   clock,
                   {.endpoint = "http://127.0.0.1:6420/",
                    .region = "us-east-1",
                    .credentials = {"AKID", Secret("secret"), ""}}};
  std::optional<Result<DiscoverPollEndpointResponse>> outcome;
};

TEST_F(ApiClientTest, ACallIsASignedJsonPost) {
  transport.answer->body = R"({"endpoint":"http://a/acs/","unknown":1})";
  const auto response = call();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->endpoint, "http://a/acs/");
  const auto& sent = transport.seen;
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.headers.find("Host"), "127.0.0.1:6420");
  EXPECT_EQ(sent.headers.find("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(sent.headers.find("X-Amz-Target"),
            "AmazonEC2ContainerServiceV20141113.DiscoverPollEndpoint");
  EXPECT_EQ(sent.body, R"({"cluster":"default"})");
  const wire::Credentials key{"AKID", Secret("secret"), ""};
  EXPECT_TRUE(wire::verify(sent, key, clock.now()));
}

TEST_F(ApiClientTest, ErrorsCarryTheCodeOfTheirNameAndTheServersText) {
  EXPECT_EQ(refusal(400, R"({"__type":"ClusterNotFoundException","message":"Cluster not found."})"),
            (Error{ErrorCode::cluster_not_found, "Cluster not found.", {}}));
  EXPECT_EQ(refusal(400, R"({"__type":"com.amazonaws.ecs#ClientException","Message":"No."})"),
            (Error{ErrorCode::client_exception, "No.", {}}));
  EXPECT_EQ(refusal(500, R"({"__type":"ServerException"})").code, ErrorCode::server_failure);
  EXPECT_EQ(refusal(502, "<html>").message, "HTTP status 502");
  transport.answer = HttpResponse{
      .status = 400, .headers = {{"x-amzn-ErrorType", "ThrottlingException:http://x"}}};
  EXPECT_EQ(call().error().code, ErrorCode::throttling);
}

TEST_F(ApiClientTest, WhatTheTransportSaysIsPassedOn) {
  transport.answer = fail(ErrorCode::unreachable, "connection refused");
  EXPECT_EQ(call().error().code, ErrorCode::unreachable);
}

TEST_F(ApiClientTest, AServiceOfAnotherProtocolIsRefused) {
  EXPECT_EQ(call(gen::elbv2::service()).error().code, ErrorCode::unsupported_operation);
}

TEST(ErrorCode, WhatTheRequestItselfCausesIsNotRetriable) {
  EXPECT_TRUE(is_retriable({ErrorCode::unreachable, "", {}}));
  EXPECT_TRUE(is_retriable({ErrorCode::throttling, "", {}}));
  EXPECT_TRUE(is_retriable({ErrorCode::server_failure, "", {}}));
  EXPECT_FALSE(is_retriable({ErrorCode::invalid_parameter, "", {}}));
  EXPECT_FALSE(is_retriable({ErrorCode::client_exception, "", {}}));
}

TEST(ErrorCode, a_wrong_key_is_nothing_to_wait_for_at_a_terminal) {
  EXPECT_TRUE(is_away({ErrorCode::unreachable, "", {}}));
  EXPECT_TRUE(is_away({ErrorCode::server_failure, "", {}}));
  EXPECT_FALSE(is_away({ErrorCode::unrecognized_client, "", {}}));
  EXPECT_TRUE(is_retriable({ErrorCode::unrecognized_client, "", {}}));
}

}  // namespace
}  // namespace berth::client
