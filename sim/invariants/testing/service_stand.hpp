#pragma once
// The stand of stand.hpp with one service.

#include <string>
#include <string_view>

#include "rules/deployments/deployment_record.hpp"
#include "sim/invariants/testing/stand.hpp"

namespace berth::sim {

/// One service with one deployment, whose rows a test changes by hand.
struct ServicesTest : InvariantTest {
  ServicesTest() {
    service.arn = model::ServiceArn("arn:s");
    service.name = "web";
    service.cluster_arn = model::ClusterArn("arn:c");
    service.desired_count = 2;
  }

  void begin(Make make) {
    watch(make);
    auto row = instance(1000);
    row.agent_connected = true;
    row.availability_zone = "us-east-1a";
    apply(state::CreateContainerInstance{row});
    deploy("ecs-svc/1");
    apply(state::CreateService{service});
  }

  /// A deployment with its revision and its record, newest first.
  void deploy(const std::string& id, const std::string& task_definition = "") {
    model::ServiceRevision revision;
    revision.arn = model::ServiceRevisionArn("arn:r/" + id);
    revision.service_arn = service.arn;
    revision.task_definition_arn = model::TaskDefinitionArn(task_definition);
    model::ServiceDeployment record;
    record.arn = model::ServiceDeploymentArn("arn:d/" + id);
    record.service_arn = service.arn;
    apply(state::CreateServiceRevision{revision});
    for (auto& each : service.deployments) {
      each.status = model::DeploymentStatus::active;
      auto old = server->state().service_deployments().at(each.service_deployment_arn);
      if (!is_over(old.status)) rules::end_replaced(old, "", Instant{});
      apply(state::UpdateServiceDeployment{old});
    }
    model::Deployment deployment;
    deployment.id = model::DeploymentId(id);
    deployment.service_revision_arn = revision.arn;
    deployment.service_deployment_arn = record.arn;
    service.deployments.insert(service.deployments.begin(), deployment);
    apply(state::CreateServiceDeployment{record});
  }

  void update() { apply(state::UpdateService{service}); }

  model::Task of_service(const std::string& arn, const std::string& deployment) {
    auto row = task(arn.c_str(), 1);
    row.service_arn = service.arn;
    row.started_by = deployment;
    row.availability_zone = "us-east-1a";
    return row;
  }
  void start(const std::string& arn, const std::string& deployment = "ecs-svc/1") {
    apply(state::CreateTask{of_service(arn, deployment)});
  }
  model::Task row_of(const std::string& arn) {
    auto row = server->state().tasks().at(model::TaskArn(arn));
    ++row.version;
    return row;
  }
  void serve(const std::string& arn) {
    auto row = row_of(arn);
    row.last_status = model::TaskStatus::running;
    apply(state::UpdateTask{row});
    world.scheduler().run_for(41s);
    ++row.version;
    row.healthy_at = world.scheduler().now();
    apply(state::UpdateTask{row});
  }
  void stop(const std::string& arn, const std::string& reason = "Scaling activity initiated") {
    auto row = row_of(arn);
    row.desired_status = model::DesiredStatus::stopped;
    row.stop_code = gen::ecs::TaskStopCode::service_scheduler_initiated;
    row.stopped_reason = reason;
    row.stopping_at = world.scheduler().now();
    apply(state::UpdateTask{row});
  }
  void fail(const std::string& arn) {
    auto row = row_of(arn);
    row.last_status = model::TaskStatus::stopped;
    row.desired_status = model::DesiredStatus::stopped;
    row.stop_code = gen::ecs::TaskStopCode::task_failed_to_start;
    row.accounted = true;
    apply(state::UpdateTask{row});
  }
  void look_for(int seconds) {
    for (int second = 0; second < seconds; ++second) {
      invariant->look();
      world.scheduler().run_for(1s);
    }
  }
  bool reports(std::string_view words) const {
    return violation().find(words) != std::string::npos;
  }

  model::Service service;
};

}  // namespace berth::sim
