// Berth's own operations: ExplainTask, ReadEvents, RollBackService.
#include <gtest/gtest.h>

#include "api/testing/ecs_fixture.hpp"
#include "gen/explain/operations.hpp"

namespace berth::api::explain {
namespace {

using model::ServiceDeploymentStatus;

struct ExplainFixture : testing::EcsFixture {
  void create(const std::string& definition) {
    gen::ecs::CreateServiceRequest request;
    request.service_name = "web";
    request.task_definition = definition;
    request.desired_count = 1;
    desk_.expect(ecs::create_service, request);
  }

  const model::Service& service() { return desk_.state.services().begin()->second; }
  const model::Deployment& primary() { return service().deployments.front(); }
  const model::ServiceDeployment& record() {
    return desk_.state.service_deployments().at(primary().service_deployment_arn);
  }
};

struct RollBackServiceTest : ExplainFixture {
  void SetUp() override {
    define(definition("web"));
    auto second = definition("web");
    second.network_mode = gen::ecs::NetworkMode::awsvpc;
    define(second);
    create("web:1");
    complete("sha256:aaa");
  }

  /// As the scheduler ends a deployment well.
  void complete(const std::string& digest) {
    auto revision = desk_.state.revision_of(primary());
    revision.image_digests["app"] = digest;
    auto done = record();
    done.status = ServiceDeploymentStatus::successful;
    auto row = service();
    row.deployments.resize(1);
    row.deployments.front().rollout_state = model::RolloutState::completed;
    row.last_completed = revision.arn;
    desk_.apply({state::UpdateServiceRevision{revision}, state::UpdateServiceDeployment{done},
                 state::UpdateService{row}});
    desk_.pass(std::chrono::minutes{1});
  }

  void update(gen::ecs::UpdateServiceRequest request) {
    request.service = "web";
    request.force_new_deployment = true;
    desk_.expect(ecs::update_service, request);
  }

  gen::explain::RollBackServiceResponse roll_back() {
    return desk_.expect(roll_back_service, {.service = "web"});
  }
};

TEST_F(RollBackServiceTest, runs_the_images_that_ran_before) {
  const auto before = primary().service_revision_arn;
  update({});
  complete("sha256:bbb");
  const auto told = roll_back();
  EXPECT_EQ(told.service_revision_arn, before.text());
  EXPECT_EQ(told.service_deployment_arn, primary().service_deployment_arn.text());
  EXPECT_EQ(primary().service_revision_arn, before);
  EXPECT_EQ(desk_.state.revision_of(primary()).image_digests.at("app"), "sha256:aaa");
  EXPECT_EQ(primary().rollout_state, model::RolloutState::in_progress);
  EXPECT_EQ(primary().desired_count, 1);
  EXPECT_EQ(record().target_revision, before);
  EXPECT_EQ(record().status, ServiceDeploymentStatus::pending);
}

TEST_F(RollBackServiceTest, goes_back_from_awsvpc_to_bridge) {
  update({.task_definition = "web:2", .network_configuration = any_subnet()});
  ASSERT_TRUE(service().network_configuration);
  complete("sha256:bbb");
  EXPECT_EQ(*roll_back().task_definition, desk_.stamp.arn("ecs", "task-definition/web:1"));
  EXPECT_FALSE(service().network_configuration);
  EXPECT_EQ(service().task_definition_arn.text(), desk_.stamp.arn("ecs", "task-definition/web:1"));
}

TEST_F(RollBackServiceTest, undoes_a_deployment_under_way_and_asks_once) {
  update({});
  const auto under_way = primary().service_deployment_arn;
  for (int times = 0; times < 2; ++times) {
    const auto told = roll_back();
    EXPECT_EQ(told.service_deployment_arn, under_way.text());
    EXPECT_FALSE(told.service_revision_arn);
    EXPECT_EQ(record().status, ServiceDeploymentStatus::rollback_requested);
  }
  auto going_on = record();
  going_on.status = ServiceDeploymentStatus::rollback_in_progress;
  desk_.apply({state::UpdateServiceDeployment{going_on}});
  EXPECT_EQ(roll_back().service_deployment_arn, under_way.text());
  EXPECT_EQ(primary().service_deployment_arn, under_way);
}

TEST_F(RollBackServiceTest, does_not_deploy_what_runs_already) {
  const auto nothing = "The service web has run nothing else before that could be deployed again.";
  EXPECT_EQ(desk_.refusal(roll_back_service, {.service = "web"}).message, nothing);
  update({});
  complete("sha256:bbb");
  roll_back();
  complete("sha256:aaa");
  EXPECT_EQ(desk_.refusal(roll_back_service, {.service = "web"}).message, nothing);
}

TEST_F(RollBackServiceTest, refuses_what_has_no_deployments) {
  EXPECT_EQ(desk_.refusal(roll_back_service, {.service = "no"}).code, ErrorCode::service_not_found);
  auto row = service();
  row.deployment_controller = gen::ecs::DeploymentControllerType::external;
  row.deployments.clear();
  desk_.apply({state::UpdateService{row}});
  EXPECT_EQ(desk_.refusal(roll_back_service, {.service = "web"}).code,
            ErrorCode::invalid_parameter);
}

struct ExplainTaskTest : ExplainFixture {
  /// A task of the service where it has one, as it stands on the only instance.
  std::string verdict_of_another(const model::Task& task) {
    const auto told = desk_.expect(explain_task, {.task = task.arn.text()});
    return told.another_task->at(0).verdict.value_or("");
  }
};

TEST_F(ExplainTaskTest, considers_the_constraints_of_a_service) {
  define(definition("web"));
  create("web");
  auto row = service();
  row.placement_constraints.emplace_back();
  row.placement_constraints[0].type = gen::ecs::PlacementConstraintType::distinct_instance;
  desk_.apply({state::UpdateService{row}});
  gen::ecs::RunTaskRequest run;
  run.task_definition = "web";
  const auto tasks = *desk_.expect(ecs::run_task, run).tasks;
  auto task = desk_.state.tasks().at(model::TaskArn{*tasks.at(0).task_arn});
  EXPECT_EQ(verdict_of_another(task), "FITS");
  task.arn = model::TaskArn{task.arn.text() + "0"};
  task.service_arn = row.arn;
  task.group = "service:web";
  task.started_by = primary().id.text();
  desk_.apply({state::CreateTask{task}});
  EXPECT_NE(verdict_of_another(task), "FITS");
}

struct ReadEventsTest : ExplainFixture {
  std::optional<bool> known(const std::string& service) {
    return desk_.expect(read_events, {.service = service}).known;
  }
};

TEST_F(ReadEventsTest, refuses_a_cluster_that_does_not_exist) {
  EXPECT_EQ(desk_.refusal(read_events, {.cluster = "nope"}).code, ErrorCode::cluster_not_found);
  desk_.expect(read_events, {.cluster = "default"});
}

TEST_F(ReadEventsTest, tells_whether_the_names_are_known) {
  define(definition("web"));
  create("web");
  EXPECT_EQ(known("web"), true);
  EXPECT_EQ(known("nosuch"), false);
  EXPECT_EQ(desk_.expect(read_events, {.task = "ff"}).known, false);
  EXPECT_FALSE(desk_.expect(read_events, {.after = 1, .service = "nosuch"}).known);
}

}  // namespace
}  // namespace berth::api::explain
