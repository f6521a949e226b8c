#include <gtest/gtest.h>

#include "api/testing/elbv2_fixture.hpp"

namespace berth::api::elbv2 {
namespace {

using namespace std::chrono_literals;
using gen::elbv2::TargetHealthReasonEnum;
using gen::elbv2::TargetHealthStateEnum;
using model::TargetReason;
using model::TargetState;

class Targets : public testing::Elbv2Fixture {
 protected:
  std::string create_in_use() {
    const auto arn = make_target_group();
    make_listener(make_load_balancer(), arn);
    return arn;
  }
  void add(const std::string& arn, const std::string& id,
           std::optional<std::int32_t> port = std::nullopt) {
    desk_.expect(register_targets,
                 {.target_group_arn = arn, .targets = {{.id = id, .port = port}}});
  }
  void set_health(const std::string& arn, model::TargetHealth health) {
    auto target = group(arn).targets.at(0);
    target.health = health;
    desk_.apply({state::PutTargets{model::TargetGroupArn(arn), {target}}});
  }
  gen::elbv2::TargetHealthDescription only(const std::string& arn) {
    const auto all = desk_.expect(describe_target_health, {.target_group_arn = arn});
    EXPECT_EQ(all.target_health_descriptions->size(), 1U);
    return all.target_health_descriptions->at(0);
  }
};

TEST_F(Targets, AreRegisteredWithThePortOfTheirGroupAndTheZoneOfTheirSubnet) {
  const auto arn = create_in_use();
  add(arn, "172.31.16.20");
  add(arn, "172.31.16.20", 8080);
  add(arn, "172.31.16.20", 8080);
  const auto& targets = group(arn).targets;
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0].key.port, 80);
  EXPECT_EQ(targets[0].address, "172.31.16.20");
  EXPECT_EQ(targets[0].availability_zone, "us-east-1b");
  EXPECT_EQ(targets[0].registered_at, desk_.stamp.now);
  EXPECT_EQ(targets[1].key.port, 8080);
}

TEST_F(Targets, MustBeWhereALoadBalancerReachesThem) {
  const auto arn = create_in_use();
  const auto own = desk_.state.load_balancers().begin()->second.zones[0].address;
  const auto check = [&](std::string id, std::optional<std::string> zone, ErrorCode code) {
    const auto answer =
        desk_.call(register_targets,
                   {.target_group_arn = arn, .targets = {{.id = id, .availability_zone = zone}}});
    ASSERT_FALSE(answer) << id;
    EXPECT_EQ(answer.error().code, code) << id << ": " << answer.error().message;
    EXPECT_NE(answer.error().message.find("'" + id + "'"), std::string::npos);
  };
  check("i-0123", {}, ErrorCode::validation);
  check("8.8.8.8", {}, ErrorCode::invalid_target);
  check("127.0.0.1", {}, ErrorCode::invalid_target);
  check("172.31.200.1", {}, ErrorCode::invalid_target);  // In the VPC, in no subnet.
  check("10.0.0.1", {}, ErrorCode::validation);          // Outside: the zone must be "all".
  check("172.31.0.20", "us-east-1c", ErrorCode::validation);
  check(own, {}, ErrorCode::invalid_target);
  desk_.expect(register_targets, {.target_group_arn = arn,
                                  .targets = {{.id = "10.0.0.1", .availability_zone = "all"}}});
  EXPECT_EQ(group(arn).targets.at(0).availability_zone, "all");
}

TEST_F(Targets, OfTypeInstanceAreContainerInstances) {
  auto request = target_group_request();
  request.target_type = gen::elbv2::TargetTypeEnum::instance;
  const auto arn =
      *desk_.expect(create_target_group, request).target_groups->at(0).target_group_arn;
  const auto refusal = desk_.refusal(
      register_targets, {.target_group_arn = arn, .targets = {{.id = "i-0123", .port = 32768}}});
  EXPECT_EQ(refusal.code, ErrorCode::invalid_target);
  EXPECT_EQ(refusal.message,
            "The following targets are not in a running state and cannot be registered: 'i-0123'");

  model::ContainerInstance instance;
  instance.arn = model::ContainerInstanceArn(
      "arn:aws:ecs:us-east-1:000000000000:container-instance/default/0123");
  instance.ec2_instance_id = "i-0123";
  instance.private_address = "192.168.7.7";
  instance.availability_zone = "us-east-1a";
  desk_.apply({state::CreateContainerInstance{instance}});
  add(arn, "i-0123", 32768);
  EXPECT_EQ(group(arn).targets.at(0).address, "192.168.7.7");
  EXPECT_EQ(group(arn).targets.at(0).availability_zone, "us-east-1a");
}

TEST_F(Targets, DrainForTheDelayAndBeginAnewWhenRegisteredAgain) {
  const auto arn = create_in_use();
  add(arn, "172.31.0.20");
  set_health(arn, {TargetState::healthy, TargetReason::none, 0});
  desk_.expect(deregister_targets, {.target_group_arn = arn, .targets = {{.id = "172.31.0.20"}}});
  const auto drained_at = desk_.stamp.now + 300s;
  EXPECT_EQ(group(arn).targets.at(0).drained_at, drained_at);
  desk_.pass(10s);
  desk_.expect(deregister_targets, {.target_group_arn = arn, .targets = {{.id = "172.31.0.20"}}});
  EXPECT_EQ(group(arn).targets.at(0).drained_at, drained_at);
  EXPECT_EQ(only(arn).target_health->reason,
            TargetHealthReasonEnum::target_deregistration_in_progress);

  add(arn, "172.31.0.20");
  const auto& target = group(arn).targets.at(0);
  EXPECT_EQ(target.health.state, TargetState::initial);
  EXPECT_EQ(target.registered_at, desk_.stamp.now);
  EXPECT_FALSE(target.drained_at);
}

TEST_F(Targets, ThatNobodyKnowsAreDeregisteredWithoutError) {
  const auto arn = create_in_use();
  desk_.expect(deregister_targets, {.target_group_arn = arn, .targets = {{.id = "172.31.0.99"}}});
  EXPECT_TRUE(group(arn).targets.empty());
}

TEST_F(Targets, ShowTheirStateReasonAndDescription) {
  const auto arn = create_in_use();
  add(arn, "172.31.0.20");
  const auto check = [&](model::TargetHealth health, TargetHealthStateEnum state,
                         std::optional<TargetHealthReasonEnum> reason,
                         std::optional<std::string> description) {
    set_health(arn, health);
    const auto shown = *only(arn).target_health;
    EXPECT_EQ(shown.state, state);
    EXPECT_EQ(shown.reason, reason);
    EXPECT_EQ(shown.description, description);
  };
  using Reason = TargetHealthReasonEnum;
  check({}, TargetHealthStateEnum::initial, Reason::elb_registration_in_progress,
        "Target registration is in progress");
  check({TargetState::initial, TargetReason::initial_health_checking, 0},
        TargetHealthStateEnum::initial, Reason::elb_initial_health_checking,
        "Initial health checks in progress");
  check({TargetState::healthy, TargetReason::none, 0}, TargetHealthStateEnum::healthy, {}, {});
  check({TargetState::unhealthy, TargetReason::response_code_mismatch, 503},
        TargetHealthStateEnum::unhealthy, Reason::target_response_code_mismatch,
        "Health checks failed with these codes: [503]");
  check({TargetState::unhealthy, TargetReason::timeout, 0}, TargetHealthStateEnum::unhealthy,
        Reason::target_timeout, "Request timed out");
  check({TargetState::unhealthy, TargetReason::failed_health_checks, 0},
        TargetHealthStateEnum::unhealthy, Reason::target_failed_health_checks,
        "Health checks failed");
  check({TargetState::draining, TargetReason::deregistration_in_progress, 0},
        TargetHealthStateEnum::draining, Reason::target_deregistration_in_progress,
        "Target deregistration is in progress");
}

TEST_F(Targets, AreUnusedWithoutALoadBalancerOrOutsideItsZones) {
  const auto arn = make_target_group();
  add(arn, "172.31.32.20");  // Zone c; the load balancer stands in a and b.
  EXPECT_EQ(only(arn).target_health->state, TargetHealthStateEnum::unused);
  EXPECT_EQ(only(arn).target_health->description,
            "Target group is not configured to receive traffic from the load balancer");
  make_listener(make_load_balancer(), arn);
  EXPECT_EQ(only(arn).target_health->reason, TargetHealthReasonEnum::target_not_in_use);
  EXPECT_EQ(only(arn).target_health->description,
            "Target is in an Availability Zone that is not enabled for the load balancer");
}

TEST_F(Targets, ThatAreAskedForButNotRegisteredAreUnused) {
  const auto arn = create_in_use();
  const auto answer = desk_.expect(describe_target_health,
                                   {.target_group_arn = arn, .targets = {{{.id = "172.31.0.20"}}}});
  const auto& shown = answer.target_health_descriptions->at(0);
  EXPECT_EQ(shown.target->port, 80);
  EXPECT_EQ(shown.target_health->state, TargetHealthStateEnum::unused);
  EXPECT_EQ(shown.target_health->reason, TargetHealthReasonEnum::target_not_registered);
  EXPECT_TRUE(desk_.expect(describe_target_health, {.target_group_arn = arn})
                  .target_health_descriptions->empty());
}

TEST_F(Targets, NameTheirHealthCheckPortAndOverride) {
  const auto arn = create_in_use();
  add(arn, "172.31.0.20", 8080);
  EXPECT_EQ(only(arn).health_check_port, "8080");
  EXPECT_FALSE(only(arn).anomaly_detection);
  EXPECT_EQ(only(arn).administrative_override->description,
            "No override is currently active on target");
  desk_.expect(modify_target_group, {.target_group_arn = arn, .health_check_port = "9000"});
  EXPECT_EQ(only(arn).health_check_port, "9000");
  using Include = gen::elbv2::DescribeTargetHealthInputIncludeEnum;
  const auto all =
      desk_.expect(describe_target_health, {.target_group_arn = arn, .include = {{Include::all}}});
  EXPECT_EQ(all.target_health_descriptions->at(0).anomaly_detection->result,
            gen::elbv2::AnomalyResultEnum::normal);
}

TEST_F(Targets, AreLimitedToAThousand) {
  const auto arn = create_in_use();
  gen::elbv2::RegisterTargetsInput request{.target_group_arn = arn};
  for (int port = 1; port <= 1001; ++port) {
    request.targets.push_back({.id = "172.31.0.20", .port = port});
  }
  EXPECT_EQ(desk_.refusal(register_targets, request).code, ErrorCode::too_many_targets);
  request.targets.pop_back();
  desk_.expect(register_targets, request);
  EXPECT_EQ(group(arn).targets.size(), 1000U);
}

}  // namespace
}  // namespace berth::api::elbv2
