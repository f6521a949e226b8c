#pragma once
// A desk with the cluster `default`, which may use FARGATE, and an instance of 4096 CPU units and
// MiB; task definitions are made with one call. For tests.

#include <string>
#include <utility>

#include "api/network.hpp"
#include "api/testing/desk.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::testing {

class EcsFixture : public ::testing::Test {
 protected:
  EcsFixture() {
    gen::ecs::CreateClusterRequest request;
    request.cluster_name = "default";
    request.capacity_providers = {{"FARGATE"}};
    const auto created = desk_.expect(ecs::create_cluster, request);
    model::ContainerInstance instance;
    instance.arn =
        model::ContainerInstanceArn{desk_.stamp.arn("ecs", "container-instance/default/1")};
    instance.cluster_arn = model::ClusterArn{*created.cluster->cluster_arn};
    instance.agent_connected = true;
    instance.registered = {4096, 4096, {}};
    instance.attributes = {{"com.amazonaws.ecs.capability.docker-remote-api.1.17", {}}};
    desk_.apply({state::CreateContainerInstance{instance}});
  }

  /// A container "app" of 64 MiB in bridge mode.
  static gen::ecs::RegisterTaskDefinitionRequest definition(const std::string& family) {
    gen::ecs::RegisterTaskDefinitionRequest request;
    request.family = family;
    auto& container = request.container_definitions.emplace_back();
    container.name = "app";
    container.image = "app:1";
    container.memory = 64;
    return request;
  }

  /// One that runs on FARGATE too.
  static gen::ecs::RegisterTaskDefinitionRequest fargate_definition(const std::string& family) {
    auto request = definition(family);
    request.network_mode = gen::ecs::NetworkMode::awsvpc;
    request.cpu = "256";
    request.memory = "512";
    return request;
  }

  void define(const gen::ecs::RegisterTaskDefinitionRequest& request) {
    desk_.expect(ecs::register_task_definition, request);
  }

  /// In a subnet of the default network.
  gen::ecs::NetworkConfiguration any_subnet() {
    const auto network = default_network(desk_.state, desk_.stamp.realm);
    gen::ecs::NetworkConfiguration configuration;
    configuration.awsvpc_configuration.emplace().subnets = {network->subnets[0].id.text()};
    return configuration;
  }

  Desk desk_;
};

}  // namespace berth::api::testing
