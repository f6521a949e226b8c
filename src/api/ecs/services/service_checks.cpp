#include "api/ecs/services/service_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "base/arn.hpp"
#include "rules/new_task.hpp"
#include "rules/placement/constraint.hpp"
#include "rules/placement/strategy.hpp"

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

std::string role_arn(const Stamp& stamp, const std::string& path) {
  return "arn:aws:iam::" + stamp.realm.account + ":role/" + path;
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
  if (given.alarms) service.alarms = given.alarms;
  service.maximum_percent = given.maximum_percent.value_or(service.maximum_percent);
  service.minimum_healthy_percent =
      given.minimum_healthy_percent.value_or(service.minimum_healthy_percent);
  return check_percentages(service);
}

Result<void> check_percentages(const model::Service& service) {
  if (service.minimum_healthy_percent < 0 || service.minimum_healthy_percent > 100) {
    return refused("minimumHealthyPercent must be between 0 and 100.");
  }
  if (is_daemon(service) && service.maximum_percent > 100) {
    return refused(
        "The daemon scheduling strategy does not support values above 100 for maximumPercent on a "
        "deployment configuration. Change the maximumPercent value to 100, and try again");
  }
  if (service.maximum_percent < 100) return refused("maximumPercent must be at least 100.");
  if (service.maximum_percent == 100 && service.minimum_healthy_percent == 100) {
    return refused(
        "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block "
        "deployments.");
  }
  return {};
}

Result<void> check_load_balancers(const View& view,
                                  const std::vector<gen::ecs::LoadBalancer>& load_balancers,
                                  const gen::ecs::TaskDefinition& definition, const Stamp& stamp) {
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
    if (std::ranges::count(load_balancers, entry) > 1) {
      return refused("The load balancer entry of {} for {}:{} stands twice.", arn.text(),
                     entry.container_name.value_or(""), entry.container_port.value_or(0));
    }
    if (!group || model::realm_of(arn.text()) != stamp.realm) {
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

Result<void> read_zone_rebalancing(
    const std::optional<gen::ecs::AvailabilityZoneRebalancing>& asked, model::Service& service) {
  using Rebalancing = gen::ecs::AvailabilityZoneRebalancing;
  service.availability_zone_rebalancing = asked.value_or(service.availability_zone_rebalancing);
  if (service.availability_zone_rebalancing == Rebalancing::disabled) {
    service.zone_balance = model::ZoneBalance::balanced;
    return {};
  }
  const auto why = why_not_rebalanced(service);
  if (why.empty()) return {};
  return refused(
      "availabilityZoneRebalancing ENABLED is not possible {}. Set availabilityZoneRebalancing to "
      "DISABLED.",
      why);
}

std::string_view why_not_rebalanced(const model::Service& service) {
  if (is_daemon(service)) return "with the scheduling strategy DAEMON";
  if (is_external(service)) return "with the deployment controller EXTERNAL";
  if (service.maximum_percent <= 100) return "with a maximumPercent of 100";
  const auto& strategies = service.placement_strategy;
  if (strategies.empty()) return {};
  const bool by_zone = strategies.front().type == gen::ecs::PlacementStrategyType::spread &&
                       strategies.front().field == rules::zone_field;
  return by_zone ? "" : "where the first placement strategy is not a spread over zones";
}

Result<std::optional<std::string>> read_role(const std::optional<std::string>& role,
                                             const model::Service& service,
                                             gen::ecs::NetworkMode network_mode,
                                             const Stamp& stamp) {
  const bool awsvpc = network_mode == gen::ecs::NetworkMode::awsvpc;
  if (!role) {
    if (service.load_balancers.empty() && !awsvpc) return std::nullopt;
    return service_linked_role(stamp);
  }
  if (service.load_balancers.empty()) {
    return refused("role is only permitted for a service with load balancers.");
  }
  if (awsvpc || service.load_balancers.size() > 1) {
    return refused(
        "You cannot specify an IAM role for services that require a service linked role.");
  }
  if (!role->starts_with("arn:")) return role_arn(stamp, *role);
  const auto arn = Arn::parse(*role);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) {
    return refused(
        "Unable to assume role and validate the listeners configured on your load balancer. Please "
        "verify that the ECS service role being passed has the proper permissions.");
  }
  return *role;
}

std::optional<std::string> role_after_update(const model::Service& service,
                                             gen::ecs::NetworkMode network_mode,
                                             const Stamp& stamp) {
  const bool awsvpc = network_mode == gen::ecs::NetworkMode::awsvpc;
  const auto linked = service_linked_role(stamp);
  const bool own = service.role_arn && *service.role_arn != linked;
  if (own && !awsvpc && service.load_balancers.size() == 1) return service.role_arn;
  if (service.load_balancers.empty() && !awsvpc) return std::nullopt;
  return linked;
}

std::string service_linked_role(const Stamp& stamp) {
  return role_arn(stamp, "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
}

Result<void> check_client_token(const std::optional<std::string>& token) {
  const auto is_seen = [](char c) { return c >= 33 && c <= 126; };
  if (!token || (token->size() <= 36 && std::ranges::all_of(*token, is_seen))) return {};
  return refused("clientToken may have up to 36 ASCII characters in the range of 33-126.");
}

Result<void> check_constraint_count(const View& view, const model::Service& service) {
  const auto* definition = view.find_task_definition(service.task_definition_arn);
  if (!definition) return {};
  return rules::check_constraint_count(service.placement_constraints,
                                       definition->body.placement_constraints);
}

Result<std::int32_t> read_grace_period(const std::optional<std::int32_t>& seconds,
                                       const model::Service& service) {
  if (!seconds) return service.health_check_grace_period;
  if (*seconds < 0) return refused("healthCheckGracePeriodSeconds must not be negative.");
  return *seconds;
}

Result<void> check_daemon(const model::Service& service) {
  if (!is_daemon(service)) return {};
  if (service.launch_type != gen::ecs::LaunchType::ec2) {
    return refused("The daemon scheduling strategy does not support the FARGATE launch type.");
  }
  if (!service.placement_strategy.empty()) {
    return refused("The daemon scheduling strategy does not support placement strategies.");
  }
  for (const auto& each : service.placement_constraints) {
    if (each.type == gen::ecs::PlacementConstraintType::distinct_instance) {
      return refused(
          "The daemon scheduling strategy supports placement constraints of type memberOf only.");
    }
  }
  return {};
}

Result<void> check_desired_count(std::int32_t count) {
  if (count < 0 || count > 5000) return refused("desiredCount must be between 0 and 5000.");
  return {};
}

}  // namespace berth::api::ecs
