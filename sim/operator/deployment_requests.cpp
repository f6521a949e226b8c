// The part of Clients that deals with deployments: many at once, broken ones, their percentages
// and circuit breakers, and their end on request.

#include <fmt/format.h>

#include "sim/operator/clients.hpp"

namespace berth::sim {

namespace {

constexpr std::string_view cluster = "default";

constexpr std::string_view bad_images[] = {"missing", "broken", "crashing", "greedy"};

std::string name_of(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

}  // namespace

Clients::Work Clients::storm_of_deployments() {
  const std::string arn = draw_service();
  const auto times = 2 + entropy_.below(4);
  for (std::uint64_t i = 0; i < times && !arn.empty(); ++i) {
    if (entropy_.chance(400)) {
      ServiceChange change;
      change.body = R"("forceNewDeployment":true)";
      co_await update_service(arn, std::move(change));
    } else if (const Revision* revision = draw_revision_for(arn)) {
      co_await deploy(arn, *revision);
    }
  }
}

Clients::Work Clients::storm_of_scaling() {
  const std::string arn = draw_service();
  if (arn.empty() || promises_.services[arn].is_daemon) co_return;
  const auto times = 2 + entropy_.below(4);
  for (std::uint64_t i = 0; i < times; ++i) {
    ServiceChange change;
    change.desired_count = static_cast<std::int32_t>(entropy_.below(8));
    change.body = fmt::format(R"("desiredCount":{})", *change.desired_count);
    co_await update_service(arn, std::move(change));
  }
}

Clients::Work Clients::deploy_broken() {
  const std::string arn = entropy_.chance(600) ? draw_guarded_service() : draw_service();
  if (arn.empty()) co_return;
  const Family family = draw_family_for(arn);
  const std::string image(bad_images[entropy_.below(std::size(bad_images))]);
  const auto revision = co_await register_revision(family, image);
  if (revision) co_await deploy(arn, *revision);
}

Clients::Work Clients::tune_service() {
  const std::string arn = draw_service();
  if (arn.empty()) co_return;
  auto& service = promises_.services[arn];
  ServiceChange change;
  std::string breaker;
  if (!service.is_daemon) change.percents = draw_percents(entropy_);
  if (entropy_.chance(500)) {
    const auto undo = entropy_.chance(500) ? Undo::rollback : Undo::none;
    breaker = draw_breaker(entropy_, undo);
    if (undo == Undo::rollback) service.may_roll_back = true;
  }
  change.body = deployment_configuration(change.percents, breaker);
  if (change.body.empty()) co_return;
  co_await update_service(arn, std::move(change));
}

Clients::Work Clients::stop_deployment() {
  const std::string service = draw_service();
  if (service.empty()) co_return;
  std::string body = fmt::format(
      R"({{"cluster":"{}","service":"{}","status":["PENDING","IN_PROGRESS"]}})", cluster, service);
  ApiAnswer answer = co_await api_.ecs("ListServiceDeployments", body);
  tell("ListServiceDeployments", answer);
  const auto rows = answer.list("serviceDeployments");
  if (rows.empty()) co_return;
  const std::string arn = ApiAnswer::text(rows.front(), "serviceDeploymentArn");
  const bool undo = entropy_.chance(600);
  if (undo) promises_.services[service].may_roll_back = true;
  body = fmt::format(R"({{"serviceDeploymentArn":"{}","stopType":"{}"}})", arn,
                     undo ? "ROLLBACK" : "ABORT");
  answer = co_await api_.ecs("StopServiceDeployment", body);
  tell("StopServiceDeployment " + name_of(service) + (undo ? " ROLLBACK" : " ABORT"), answer);
}

Clients::Work Clients::roll_back_service() {
  const std::string service = draw_service();
  if (service.empty()) co_return;
  promises_.services[service].may_roll_back = true;
  std::string body = fmt::format(R"({{"cluster":"{}","service":"{}"}})", cluster, service);
  const ApiAnswer answer = co_await api_.explain("RollBackService", std::move(body));
  tell("RollBackService " + name_of(service), answer);
}

}  // namespace berth::sim
