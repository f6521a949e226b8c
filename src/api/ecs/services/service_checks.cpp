#include "api/ecs/services/service_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "rules/new_task.hpp"

namespace berth::api::ecs {

namespace {

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

Result<void> check_container_port(const gen::ecs::LoadBalancer& entry,
                                  const gen::ecs::TaskDefinition& definition) {
  const auto name = entry.container_name.value_or("");
  const auto port = entry.container_port.value_or(0);
  const auto container = std::ranges::find(*definition.container_definitions, entry.container_name,
                                           &gen::ecs::ContainerDefinition::name);
  if (container == definition.container_definitions->end()) {
    return refused("The container name {} does not exist in the task definition.", name);
  }
  const auto mapped = [&](const gen::ecs::PortMapping& mapping) {
    return mapping.container_port == port;
  };
  if (std::ranges::none_of(*container->port_mappings, mapped)) {
    return refused("The container {} did not have a container port {} defined.", name, port);
  }
  return {};
}

/// What is not given has its default, whatever the service had before.
Result<model::CircuitBreaker> read_circuit_breaker(
    const gen::ecs::DeploymentCircuitBreaker& given) {
  model::CircuitBreaker breaker;
  breaker.enable = given.enable;
  breaker.rollback = given.rollback;
  breaker.reset_on_healthy_task = given.reset_on_healthy_task.value_or(true);
  if (!given.threshold_configuration) return breaker;
  const auto& threshold = *given.threshold_configuration;
  breaker.threshold_type = threshold.type;
  breaker.threshold_value = threshold.value;
  const bool bounded = threshold.type == gen::ecs::ThresholdType::bounded_percent;
  if (threshold.value < 1 || (bounded && threshold.value > 100)) {
    return refused("The threshold value {} of the deployment circuit breaker must be {}.",
                   threshold.value, bounded ? "between 1 and 100" : "greater than 0");
  }
  return breaker;
}

}  // namespace

Result<void> read_deployment_configuration(
    const std::optional<gen::ecs::DeploymentConfiguration>& configuration,
    model::Service& service) {
  if (!configuration) return {};
  const auto& given = *configuration;
  TRY_VOID(refuse(
      {{"deploymentConfiguration.alarms", given.alarms && given.alarms->enable},
       {"deploymentConfiguration.strategy other than ROLLING",
        given.strategy.value_or(gen::ecs::DeploymentStrategy::rolling) !=
            gen::ecs::DeploymentStrategy::rolling},
       {"deploymentConfiguration.bakeTimeInMinutes", given.bake_time_in_minutes.value_or(0) != 0},
       {"deploymentConfiguration.lifecycleHooks", filled(given.lifecycle_hooks)},
       {"deploymentConfiguration.linearConfiguration", given.linear_configuration.has_value()},
       {"deploymentConfiguration.canaryConfiguration", given.canary_configuration.has_value()}}));
  if (given.deployment_circuit_breaker) {
    service.circuit_breaker = TRY(read_circuit_breaker(*given.deployment_circuit_breaker));
  }
  service.maximum_percent = given.maximum_percent.value_or(service.maximum_percent);
  service.minimum_healthy_percent =
      given.minimum_healthy_percent.value_or(service.minimum_healthy_percent);
  if (service.minimum_healthy_percent < 0 || service.minimum_healthy_percent > 100) {
    return refused("minimumHealthyPercent must be between 0 and 100.");
  }
  if (service.maximum_percent < 100 || service.maximum_percent > 200) {
    return refused("maximumPercent must be between 100 and 200.");
  }
  if (service.maximum_percent == 100 && service.minimum_healthy_percent == 100) {
    return refused(
        "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block "
        "deployments.");
  }
  return {};
}

Result<void> check_load_balancers(const View& view,
                                  const std::vector<gen::ecs::LoadBalancer>& load_balancers,
                                  const gen::ecs::TaskDefinition& definition) {
  if (load_balancers.size() > 5) {
    return refused("load balancers can have at most 5 items.");
  }
  const bool awsvpc = rules::network_mode(definition) == gen::ecs::NetworkMode::awsvpc;
  for (const auto& entry : load_balancers) {
    TRY_VOID(refuse(
        {{"loadBalancers.loadBalancerName", entry.load_balancer_name.has_value()},
         {"loadBalancers.advancedConfiguration", entry.advanced_configuration.has_value()}}));
    const model::TargetGroupArn arn{entry.target_group_arn.value_or("")};
    const auto* group = view.target_groups().find(arn);
    if (!group) {
      return refused(
          "Unable to assume role and validate the specified targetGroupArn. Please "
          "verify that the ECS service role being passed has the proper permissions.");
    }
    if (view.listeners_to(arn).empty()) {
      return refused(
          "The target group with targetGroupArn {} does not have an associated load "
          "balancer.",
          arn.text());
    }
    TRY_VOID(check_container_port(entry, definition));
    if (awsvpc && group->target_type != model::TargetType::ip) {
      return refused(
          "The provided target group {} has target type instance, which is incompatible "
          "with the awsvpc network mode specified in the task definition.",
          arn.text());
    }
    if (!awsvpc && group->target_type != model::TargetType::instance) {
      return refused(
          "The provided target group {} has target type ip, which is incompatible with "
          "the {} network mode specified in the task definition.",
          arn.text(), text(rules::network_mode(definition)));
    }
  }
  return {};
}

Result<void> check_desired_count(std::int32_t count) {
  if (count < 0 || count > 5000) return refused("desiredCount must be between 0 and 5000.");
  return {};
}

Result<void> check_launch_type(gen::ecs::LaunchType launch_type,
                               const model::TaskDefinition& definition) {
  using gen::ecs::Compatibility;
  using gen::ecs::LaunchType;
  if (launch_type != LaunchType::ec2 && launch_type != LaunchType::fargate) {
    return fail(ErrorCode::unsupported_operation,
                fmt::format("Berth does not support the launch type {}.", text(launch_type)));
  }
  const auto& list = definition.body.compatibilities;
  const bool on_fargate = list && std::ranges::find(*list, Compatibility::fargate) != list->end();
  if (launch_type == LaunchType::fargate && !on_fargate) {
    return refused("Task definition does not support launch_type FARGATE.");
  }
  return {};
}

void start_deployment(model::Service& service, const Stamp& stamp) {
  for (auto& deployment : service.deployments) {
    deployment.status = model::DeploymentStatus::active;
  }
  model::Deployment deployment;
  deployment.id = model::DeploymentId{"ecs-svc/" + stamp.entropy.decimal(19)};
  deployment.task_definition_arn = service.task_definition_arn;
  deployment.desired_count = service.desired_count;
  deployment.network_configuration = service.network_configuration;
  deployment.load_balancers = service.load_balancers;
  deployment.rollout_state_reason =
      fmt::format("ECS deployment {} in progress.", deployment.id.text());
  deployment.created_at = stamp.now;
  deployment.updated_at = stamp.now;
  service.deployments.insert(service.deployments.begin(), std::move(deployment));
}

}  // namespace berth::api::ecs
