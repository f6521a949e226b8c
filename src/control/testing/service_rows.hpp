#pragma once
// Rows of a cluster `default` with one instance and a service `web`, for tests of the loops that
// keep services.

#include <string>
#include <utility>
#include <vector>

#include "rules/task_definition.hpp"
#include "state/commands.hpp"

namespace berth::control::testing {

inline const std::string ecs_arn = "arn:aws:ecs:us-east-1:000000000000:";
inline const model::ClusterArn cluster_arn{ecs_arn + "cluster/default"};
inline const model::ServiceArn service_arn{ecs_arn + "service/default/web"};
inline const model::ContainerInstanceArn instance_arn{ecs_arn + "container-instance/default/1"};

/// 4096 CPU units and MiB, its agent connected.
inline model::ContainerInstance container_instance(
    const model::ContainerInstanceArn& arn = instance_arn) {
  model::ContainerInstance instance;
  instance.arn = arn;
  instance.cluster_arn = cluster_arn;
  instance.agent_connected = true;
  instance.availability_zone = "us-east-1a";
  instance.registered = {4096, 4096, {}};
  instance.attributes = {{"com.amazonaws.ecs.capability.docker-remote-api.1.17", {}}};
  return instance;
}

inline model::TaskDefinitionArn definition_arn(std::int32_t revision) {
  return model::TaskDefinitionArn{ecs_arn + "task-definition/web:" + std::to_string(revision)};
}

/// In bridge mode, with one container of so many MiB.
inline state::Command define(std::int32_t revision, std::int32_t memory) {
  gen::ecs::RegisterTaskDefinitionRequest request;
  request.family = "web";
  auto& container = request.container_definitions.emplace_back();
  container.name = "app";
  container.image = "app:1";
  container.memory = memory;
  model::TaskDefinition row;
  row.body = *rules::define_task(request);
  row.family = "web";
  row.revision = revision;
  row.arn = definition_arn(revision);
  return state::RegisterTaskDefinition{row};
}

/// Puts a deployment ecs-svc/ID of what the service wants in front; answers its revision and its
/// record.
inline std::vector<state::Command> deploy(model::Service& service, const std::string& id) {
  model::ServiceRevision revision;
  revision.arn = model::ServiceRevisionArn{id};
  revision.service_arn = service.arn;
  revision.task_definition_arn = service.task_definition_arn;
  revision.load_balancers = service.load_balancers;
  model::ServiceDeployment record;
  record.arn = model::ServiceDeploymentArn{id};
  record.service_arn = service.arn;
  record.target_revision = revision.arn;
  for (auto& old : service.deployments) old.status = model::DeploymentStatus::active;
  model::Deployment deployment;
  deployment.id = model::DeploymentId{"ecs-svc/" + id};
  deployment.service_revision_arn = revision.arn;
  deployment.service_deployment_arn = record.arn;
  deployment.desired_count = service.desired_count;
  service.deployments.insert(service.deployments.begin(), deployment);
  return {state::CreateServiceRevision{revision}, state::CreateServiceDeployment{record}};
}

/// Of so many tasks of the first revision; it has no deployment yet.
inline model::Service web_service(std::int32_t desired) {
  model::Service service;
  service.arn = service_arn;
  service.name = "web";
  service.cluster_arn = cluster_arn;
  service.desired_count = desired;
  service.launch_type = gen::ecs::LaunchType::ec2;
  service.task_definition_arn = definition_arn(1);
  return service;
}

/// With the deployment ecs-svc/ID.
inline std::vector<state::Command> create_service(model::Service service,
                                                  const std::string& id = "1") {
  auto commands = deploy(service, id);
  commands.push_back(state::CreateService{std::move(service)});
  return commands;
}

inline std::vector<state::Command> create_service(std::int32_t desired) {
  return create_service(web_service(desired));
}

}  // namespace berth::control::testing
