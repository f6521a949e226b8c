#include "cli/services/deploy.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/services/follow.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "gen/ecs/service.hpp"

namespace berth::cli {

namespace {

using gen::ecs::Service;
using gen::ecs::TaskDefinition;

/// What RegisterTaskDefinition takes of a definition as DescribeTaskDefinition shows it.
gen::ecs::RegisterTaskDefinitionRequest registration_of(const TaskDefinition& shown) {
  gen::ecs::RegisterTaskDefinitionRequest request;
  request.family = shown.family.value_or("");
  request.task_role_arn = shown.task_role_arn;
  request.execution_role_arn = shown.execution_role_arn;
  request.network_mode = shown.network_mode;
  request.container_definitions = *shown.container_definitions;
  request.volumes = shown.volumes;
  request.placement_constraints = shown.placement_constraints;
  request.requires_compatibilities = shown.requires_compatibilities;
  request.cpu = shown.cpu;
  request.memory = shown.memory;
  request.pid_mode = shown.pid_mode;
  request.ipc_mode = shown.ipc_mode;
  request.runtime_platform = shown.runtime_platform;
  return request;
}

/// Puts the images into the containers that they name.
Result<void> set_images(std::vector<gen::ecs::ContainerDefinition>& containers,
                        const std::vector<std::string>& images) {
  for (const auto& each : images) {
    const auto halves = cut(each, '=');
    if (!halves && containers.size() > 1) {
      return fail(ErrorCode::invalid_parameter,
                  "--image is CONTAINER=IMAGE where there are several containers, as in --image " +
                      containers.front().name.value_or("") + "=" + each + ".");
    }
    const auto name = halves ? std::string(halves->before) : containers.front().name.value_or("");
    const auto found =
        std::ranges::find(containers, std::optional(name), &gen::ecs::ContainerDefinition::name);
    if (found == containers.end()) {
      return fail(ErrorCode::invalid_parameter,
                  "The task definition has no container '" + name + "'.");
    }
    found->image = halves ? std::string(halves->after) : each;
  }
  return {};
}

/// The ARN of a new revision with other images.
Answer<std::string> register_with_images(client::ApiClient& client, std::string name,
                                         std::vector<std::string> images) {
  gen::ecs::DescribeTaskDefinitionRequest describe;
  describe.task_definition = std::move(name);
  describe.include.emplace().push_back(gen::ecs::TaskDefinitionField::tags);
  auto described = co_await client.call<gen::ecs::DescribeTaskDefinitionResponse>(
      gen::ecs::service(), "DescribeTaskDefinition", std::move(describe));
  if (!described) co_return std::unexpected(described.error());
  auto request = registration_of(*described->task_definition);
  const auto set = set_images(request.container_definitions, images);
  if (!set) co_return std::unexpected(set.error());
  request.tags = described->tags;
  if (request.tags && request.tags->empty()) request.tags.reset();
  auto registered = co_await client.call<gen::ecs::RegisterTaskDefinitionResponse>(
      gen::ecs::service(), "RegisterTaskDefinition", std::move(request));
  if (!registered) co_return std::unexpected(registered.error());
  co_return registered->task_definition->task_definition_arn.value_or("");
}

/// What is followed of the wish.
template <class Wish>
Following following(Goal goal, const Wish& wish) {
  Following what;
  what.cluster = wish.cluster;
  what.service = wish.service;
  what.goal = goal;
  what.timeout = wish.timeout;
  return what;
}

/// Asks for the change of a service that was like `before`, and follows it.
Done update(Context context, Screen screen, gen::ecs::UpdateServiceRequest request, Following what,
            Service before) {
  const auto updated = co_await context.client.call<gen::ecs::UpdateServiceResponse>(
      gen::ecs::service(), "UpdateService", std::move(request));
  if (!updated) co_return std::unexpected(updated.error());
  if (updated->service) {
    const auto& service = *updated->service;
    what.service_deployment = service.current_service_deployment.value_or("");
    if (const auto* primary = primary_of(service)) what.deployment = primary->id.value_or("");
  }
  const auto done = co_await follow(context, screen, std::move(what), std::move(before));
  co_return done;
}

/// Before anything is registered for it.
Result<void> check_deployable(const Service& service, const std::string& name) {
  if (service.status != "ACTIVE") {
    return fail(ErrorCode::service_not_active, "The service " + name + " was deleted.");
  }
  if (is_external(service)) {
    return fail(ErrorCode::invalid_parameter,
                "The service " + name +
                    " has an EXTERNAL deployment controller: its task sets say what it runs.");
  }
  return {};
}

}  // namespace

Done deploy_service(Context context, Screen screen, DeployWish wish) {
  auto service = co_await find_service(context.client, wish.cluster, wish.service);
  if (!service) co_return std::unexpected(service.error());
  const auto deployable = check_deployable(*service, wish.service);
  if (!deployable) co_return std::unexpected(deployable.error());
  gen::ecs::UpdateServiceRequest request;
  request.cluster = wish.cluster;
  request.service = wish.service;
  request.force_new_deployment = true;
  request.task_definition = wish.task_definition;
  if (!wish.images.empty()) {
    auto name = wish.task_definition.value_or(service->task_definition.value_or(""));
    auto revision =
        co_await register_with_images(context.client, std::move(name), std::move(wish.images));
    if (!revision) co_return std::unexpected(revision.error());
    screen.write("Registered " + after_slash(*revision) + ".\n");
    request.task_definition = std::move(*revision);
  }
  auto what = following(Goal::deployed, wish);
  const auto done =
      co_await update(context, screen, std::move(request), std::move(what), std::move(*service));
  if (!done) co_return std::unexpected(done.error());
  context.out += "Service " + wish.service + " runs the new deployment.\n";
  co_return Result<void>{};
}

Done scale_service(Context context, Screen screen, ScaleWish wish) {
  auto service = co_await find_service(context.client, wish.cluster, wish.service);
  if (!service) co_return std::unexpected(service.error());
  gen::ecs::UpdateServiceRequest request;
  request.cluster = wish.cluster;
  request.service = wish.service;
  request.desired_count = wish.desired_count;
  if (is_external(*service)) {
    const auto updated = co_await context.client.call<gen::ecs::UpdateServiceResponse>(
        gen::ecs::service(), "UpdateService", std::move(request));
    if (!updated) co_return std::unexpected(updated.error());
    context.out +=
        fmt::format("Service {} wants {} tasks; its task sets decide how many of them run.\n",
                    wish.service, wish.desired_count);
    co_return Result<void>{};
  }
  auto what = following(Goal::scaled, wish);
  what.desired_count = wish.desired_count;
  const auto done =
      co_await update(context, screen, std::move(request), std::move(what), std::move(*service));
  if (!done) co_return std::unexpected(done.error());
  context.out += fmt::format("Service {} runs {} tasks.\n", wish.service, wish.desired_count);
  co_return Result<void>{};
}

}  // namespace berth::cli
