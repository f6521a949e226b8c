// The way of reports to the server, seen from the server.

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent::tasks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;
using ::testing::SizeIs;

struct ReporterTest : ::testing::Test, testing::AgentWorld {
  void SetUp() override { start(); }

  void send_many(int count) {
    std::vector<testing::PayloadTask> tasks;
    for (int i = 0; i < count; ++i) {
      tasks.push_back(payload_task({payload_container("web")}, "arn:" + std::to_string(i)));
    }
    send(std::move(tasks));
  }
};

TEST_F(ReporterTest, TenReportsTravelAtATime) {
  server.answer_time = 1s;
  send_many(25);
  run_for(900ms);
  EXPECT_EQ(server.calls_now, 10);
  run_for(10s);
  EXPECT_THAT(server.reports, SizeIs(25));
  EXPECT_EQ(server.calls_most, 10);
}

TEST_F(ReporterTest, TheReportsOfOneTaskAreSentOneAfterAnother) {
  server.answer_time = 5s;
  send({payload_task({payload_container("web")})});
  run_for(1s);
  engine.exit("web", 0);
  run_for(3s);
  EXPECT_EQ(server.calls_most, 1);
  run_for(10s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING", "STOPPED web=STOPPED(0)"));
}

TEST_F(ReporterTest, AFailureIsRepeatedAndARefusalIsNot) {
  auto& refusals = server.refusals["SubmitTaskStateChange"];
  for (int i = 0; i < 3; ++i) refusals.push_back(testing::refusal(500, "ServerException", "x"));
  send({payload_task({payload_container("web")})});
  run_for(1s);
  EXPECT_THAT(server.told(), IsEmpty());
  run_for(30s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  refusals.push_back(testing::refusal(400, "InvalidParameterException", "x"));
  engine.exit("web", 0);
  run_for(10min);
  EXPECT_THAT(server.told(), IsEmpty()) << "the report was dropped";
}

TEST_F(ReporterTest, AHelpersEndIsToldWithinSecondsWhileTheTaskRuns) {
  auto log = payload_container("log");
  log.essential = false;
  send({payload_task({payload_container("web"), log})});
  run_for(5s);
  server.told();
  engine.exit("log", 2);
  run_for(3s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING log=STOPPED(2)"));
}

TEST_F(ReporterTest, LongReasonsAreCut) {
  engine.fail_next("create", {ErrorCode::refused, std::string(5000, 'x'), {}});
  send({payload_task({payload_container("web")})});
  run_for(1s);
  ASSERT_THAT(server.reports, SizeIs(1));
  EXPECT_EQ(server.reports[0].containers->front().reason->size(), 1024u);
}

}  // namespace
}  // namespace berth::agent::tasks
