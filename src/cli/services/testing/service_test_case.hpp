#pragma once
// A service as a scripted server shows it, and a screen that keeps what it is told.

#include <string>

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli::testing {

struct Shown {
  std::string deployment = "ecs-svc/1", record = "d1", events, counts = "1,1,0";
  std::string status = "ACTIVE", controller = "ECS";
  int failed = 0;
};

/// A service as the server shows it.
inline std::string service(const Shown& shown) {
  const auto& counts = shown.counts;
  const auto told = R"("desiredCount":)" + counts.substr(0, 1) + R"(,"runningCount":)" +
                    counts.substr(2, 1) + R"(,"pendingCount":)" + counts.substr(4, 1);
  return R"({"serviceName":"web","status":")" + shown.status +
         R"(","taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1","deploymentController":)"
         R"({"type":")" +
         shown.controller + R"("},)" + told + R"(,"currentServiceDeployment":")" + shown.record +
         R"(","deployments":[{"id":")" + shown.deployment + R"(","status":"PRIMARY",)" + told +
         R"(,"failedTasks":)" + std::to_string(shown.failed) +
         R"(,"rolloutState":"COMPLETED"}],"events":[)" + shown.events + "]}";
}

inline const Shown before, after{.deployment = "ecs-svc/2", .record = "d2"};

inline std::string event(const std::string& id) {
  return R"({"id":")" + id + R"(","message":"(service web) did )" + id + R"("})";
}

struct ServiceTest : ::testing::Test {
  void shown(const Shown& shown) {
    api.answer("DescribeServices", R"({"services":[)" + service(shown) + "]}");
  }
  /// How the service deployment d2 goes on.
  void record(const std::string& status, const std::string& reason = "") {
    api.answer("DescribeServiceDeployments",
               R"({"serviceDeployments":[{"serviceDeploymentArn":"d2","status":")" + status +
                   R"(","statusReason":")" + reason + R"("}]})");
  }

  Screen screen() {
    return {api.clock, [this](std::string_view text) { told += text; }, progress,
            [this](std::string_view text) { warned += text; }, [this] { return extent; }};
  }

  std::string last_call(const std::string& operation) const {
    for (auto call = api.seen.rbegin(); call != api.seen.rend(); ++call) {
      if (call->starts_with(operation + " ")) return *call;
    }
    return "";
  }

  ApiScript api;
  Progress progress = Progress::lines;
  Extent extent;
  std::string told, warned;
};

}  // namespace berth::cli::testing
