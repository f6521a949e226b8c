#pragma once
// What a service was asked to run at one time: a record that its deployments point at and that a
// rollback goes back to. Only the digests of its images are learnt later (behaviour §1.8).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/time.hpp"
#include "gen/ecs/types.hpp"
#include "model/capacity_provider_strategy.hpp"
#include "model/ids.hpp"

namespace berth::model {

struct ServiceRevision {
  ServiceRevisionArn arn;
  ServiceArn service_arn;
  ClusterArn cluster_arn;
  TaskDefinitionArn task_definition_arn;
  /// Of its tasks, also where a strategy names their capacity providers.
  gen::ecs::LaunchType launch_type{};
  /// Empty where the launch type was given.
  CapacityProviderStrategy capacity_provider_strategy;
  std::optional<std::string> platform_version;
  std::optional<gen::ecs::NetworkConfiguration> network_configuration;
  std::vector<gen::ecs::LoadBalancer> load_balancers;
  /// Container name → digest of its image, as the first task told it.
  std::map<std::string, std::string> image_digests;
  Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(ServiceRevision, (),
                      (arn, service_arn, cluster_arn, task_definition_arn, launch_type,
                       capacity_provider_strategy, platform_version, network_configuration,
                       load_balancers, image_digests, created_at))

}  // namespace berth::model
