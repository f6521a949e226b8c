#include "sim/invariants/testing/service_stand.hpp"
#include "sim/operator/constraints.hpp"

namespace berth::sim {
namespace {

using model::TaskStatus;

TEST_F(ServicesTest, DeploymentAllowsWhatThePercentagesAllow) {
  begin(invariants::deployment);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) start(arn);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) serve(arn);
  deploy("ecs-svc/2");
  update();
  for (const auto* arn : {"arn:t/3", "arn:t/4"}) start(arn, "ecs-svc/2");
  for (const auto* arn : {"arn:t/3", "arn:t/4"}) serve(arn);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) stop(arn);
  EXPECT_EQ(violation(), "");
}

TEST_F(ServicesTest, DeploymentNoticesATaskAboveTheMaximum) {
  begin(invariants::deployment);
  for (const auto* arn : {"arn:t/1", "arn:t/2", "arn:t/3", "arn:t/4"}) start(arn);
  EXPECT_EQ(violation(), "");
  start("arn:t/5");
  EXPECT_TRUE(reports("5 tasks after 1 were started, at most 4 may be there")) << violation();
}

TEST_F(ServicesTest, DeploymentNoticesAHealthyTaskStoppedBelowTheMinimum) {
  begin(invariants::deployment);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) start(arn);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) serve(arn);
  deploy("ecs-svc/2");
  update();
  start("arn:t/3", "ecs-svc/2");
  stop("arn:t/1");
  EXPECT_TRUE(reports("only 1 healthy tasks are left of 2, 2 must be")) << violation();
}

TEST_F(ServicesTest, DeploymentNoticesAScaleInThatGoesTooFar) {
  begin(invariants::deployment);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) start(arn);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) serve(arn);
  stop("arn:t/2");
  EXPECT_TRUE(reports("scale-in left 1 of 2 tasks")) << violation();
}

TEST_F(ServicesTest, DeploymentNoticesATaskThatIsHealthyTooEarly) {
  begin(invariants::deployment);
  start("arn:t/1");
  auto row = row_of("arn:t/1");
  row.last_status = TaskStatus::running;
  apply(state::UpdateTask{row});
  world.scheduler().run_for(20s);
  ++row.version;
  row.healthy_at = world.scheduler().now();
  apply(state::UpdateTask{row});
  EXPECT_TRUE(reports("counts as healthy 20")) << violation();
}

TEST_F(ServicesTest, DeploymentNoticesTwoPrimaries) {
  begin(invariants::deployment);
  deploy("ecs-svc/2");
  service.deployments[1].status = model::DeploymentStatus::primary;
  update();
  EXPECT_TRUE(reports("service web has 2 PRIMARY deployments")) << violation();
}

TEST_F(ServicesTest, CircuitBreakerAllowsItsThreshold) {
  service.circuit_breaker.enable = true;
  begin(invariants::circuit_breaker);
  for (const auto* arn : {"arn:t/1", "arn:t/2", "arn:t/3"}) {
    start(arn);
    fail(arn);
  }
  auto& primary = service.deployments.front();
  primary.failure_count = 3;
  primary.rollout_state = model::RolloutState::failed;
  primary.rollout_state_reason = rules::circuit_breaker_reason;
  update();
  EXPECT_EQ(violation(), "");
}

TEST_F(ServicesTest, CircuitBreakerNoticesOneThatBreaksEarly) {
  service.circuit_breaker.enable = true;
  begin(invariants::circuit_breaker);
  for (const auto* arn : {"arn:t/1", "arn:t/2"}) {
    start(arn);
    fail(arn);
  }
  auto& primary = service.deployments.front();
  primary.failure_count = 2;
  primary.rollout_state = model::RolloutState::failed;
  primary.rollout_state_reason = rules::circuit_breaker_reason;
  update();
  EXPECT_TRUE(reports("was given up after 2 failures, not 3")) << violation();
}

TEST_F(ServicesTest, CircuitBreakerNoticesAFailureThatNoTaskHad) {
  begin(invariants::circuit_breaker);
  service.deployments.front().failure_count = 1;
  update();
  EXPECT_TRUE(reports("counts 1 failures of service web, 0 tasks failed")) << violation();
}

TEST_F(ServicesTest, CircuitBreakerNoticesOneThatDoesNotBreak) {
  service.circuit_breaker.enable = true;
  begin(invariants::circuit_breaker);
  for (const auto* arn : {"arn:t/1", "arn:t/2", "arn:t/3"}) {
    start(arn);
    fail(arn);
  }
  service.deployments.front().failure_count = 3;
  update();
  look_for(62);
  EXPECT_TRUE(reports("goes on after 3 failures")) << violation();
}

TEST_F(ServicesTest, RecordsNoticesASecondOneUnderWay) {
  begin(invariants::records);
  auto record =
      server->state().service_deployments().at(service.deployments.front().service_deployment_arn);
  record.arn = model::ServiceDeploymentArn("arn:d/another");
  EXPECT_EQ(violation(), "");
  apply(state::CreateServiceDeployment{record});
  EXPECT_TRUE(reports("service web has 2 deployments under way")) << violation();
}

TEST_F(ServicesTest, RecordsNoticesOneThatIsNotItsDeployments) {
  begin(invariants::records);
  service.deployments.front().rollout_state = model::RolloutState::completed;
  update();
  EXPECT_TRUE(reports("ecs-svc/1 of service web is over, and 1 records are under way"))
      << violation();
}

TEST_F(ServicesTest, RecordsNoticesARevisionThatChanges) {
  begin(invariants::records);
  auto revision = server->state().revision_of(service.deployments.front());
  revision.image_digests["app"] = "sha256:1";
  apply(state::UpdateServiceRevision{revision});
  look_for(10);
  EXPECT_EQ(violation(), "");
  revision.image_digests["app"] = "sha256:2";
  apply(state::UpdateServiceRevision{revision});
  look_for(10);
  EXPECT_TRUE(reports("has changed")) << violation();
}

TEST_F(ServicesTest, DaemonNoticesASecondTaskOnAnInstance) {
  service.scheduling_strategy = gen::ecs::SchedulingStrategy::daemon;
  begin(invariants::daemon);
  start("arn:t/1");
  EXPECT_EQ(violation(), "");
  start("arn:t/2");
  EXPECT_EQ(violation(), "daemon: service web has two tasks on arn:i");
}

TEST_F(ServicesTest, ProtectionNoticesAScaleInOfAProtectedTask) {
  begin(invariants::protection);
  start("arn:t/1");
  auto row = row_of("arn:t/1");
  row.protected_until = world.scheduler().now() + 1min;
  apply(state::UpdateTask{row});
  stop("arn:t/1");
  EXPECT_TRUE(reports("was protected and is stopped: Scaling activity")) << violation();
}

TEST_F(ServicesTest, ProtectionAllowsWhatEndsItself) {
  begin(invariants::protection);
  start("arn:t/1");
  auto row = row_of("arn:t/1");
  row.protected_until = world.scheduler().now() + 1min;
  apply(state::UpdateTask{row});
  stop("arn:t/1", "Task failed container health checks");
  EXPECT_EQ(violation(), "");
}

TEST_F(ServicesTest, PlacementNoticesAConstraintThatDoesNotHold) {
  promises.services["arn:s"].constraint = "attribute:stack == blue";
  begin(invariants::placement);
  start("arn:t/1");
  EXPECT_TRUE(reports("does not meet attribute:stack == blue")) << violation();
}

TEST_F(ServicesTest, PlacementNoticesASecondTaskWhereEachShallBeAlone) {
  promises.services["arn:s"].constraint = distinct_instance;
  begin(invariants::placement);
  start("arn:t/1");
  EXPECT_EQ(violation(), "");
  start("arn:t/2");
  EXPECT_TRUE(reports("has another task of it")) << violation();
}

TEST_F(ServicesTest, PlacementNoticesADrainingInstance) {
  begin(invariants::placement);
  auto row = server->state().container_instances().at(model::ContainerInstanceArn("arn:i"));
  row.status = model::ContainerInstanceStatus::draining;
  ++row.version;
  apply(state::UpdateContainerInstance{row});
  start("arn:t/1");
  EXPECT_TRUE(reports("is not ACTIVE")) << violation();
}

TEST_F(InvariantTest, DurabilityNoticesADrainThatWasForgotten) {
  state::Changes ignored;
  first_state.apply(state::CreateContainerInstance{instance(1000)}, ignored);
  auto& status = promises.instances["arn:i"];
  const Instant now = world.scheduler().now();
  status.answered(status.sent("DRAINING", now), now);
  watch(invariants::durability);
  EXPECT_EQ(violation(), "durability: arn:i is ACTIVE");
}

}  // namespace
}  // namespace berth::sim
