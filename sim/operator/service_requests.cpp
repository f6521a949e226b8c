// The part of Clients that deals with services.

#include <fmt/format.h>

#include "sim/operator/clients.hpp"

namespace berth::sim {

namespace {

constexpr std::string_view cluster = "default";
/// More would only compete for room with each other.
constexpr std::size_t services_max = 12;

}  // namespace

Clients::Work Clients::create_service() {
  const Revision* revision = draw_revision();
  if (!revision || promises_.services.size() >= services_max) co_return;
  const std::string task_definition = revision->arn;
  const auto desired = static_cast<std::int32_t>(entropy_.below(5));
  const std::string name = fmt::format("service-{}", ++names_);
  const std::string body = fmt::format(
      R"({{"cluster":"{}","serviceName":"{}","taskDefinition":"{}","desiredCount":{},)"
      R"("launchType":"EC2"{}{}}})",
      cluster, name, task_definition, desired,
      network_configuration(revision->family, draw_subnet()), draw_balancing(revision->family));
  const Instant sent_at = clock_.now();
  const ApiAnswer answer = co_await api_.ecs("CreateService", body);
  tell("CreateService " + name, answer);
  // A service that was made without an answer is left alone: nobody knows its name was taken.
  if (!answer.ok()) co_return;
  auto& service = promises_.services[answer.text({"service", "serviceArn"})];
  const Instant now = clock_.now();
  service.existence.answered(service.existence.sent(Existence::present, sent_at), now);
  service.desired_count.answered(service.desired_count.sent(desired, sent_at), now);
  service.task_definition.answered(service.task_definition.sent(task_definition, sent_at), now);
}

Clients::Work Clients::scale_service() {
  const std::string arn = draw_service();
  if (arn.empty()) co_return;
  const auto desired = static_cast<std::int32_t>(entropy_.below(6));
  const std::string change = fmt::format(R"("desiredCount":{})", desired);
  co_await update_service(arn, change, desired, std::nullopt);
}

Clients::Work Clients::deploy_service() {
  const std::string arn = draw_service();
  const Revision* revision = draw_revision();
  if (arn.empty() || !revision) co_return;
  const std::string task_definition = revision->arn;
  const std::string change = fmt::format(R"("taskDefinition":"{}"{})", task_definition,
                                         network_configuration(revision->family, draw_subnet()));
  co_await update_service(arn, change, std::nullopt, task_definition);
}

Clients::Work Clients::update_service(std::string arn, std::string change,
                                      std::optional<std::int32_t> desired_count,
                                      std::optional<std::string> task_definition) {
  auto& service = promises_.services[arn];
  std::size_t count_write = 0;
  std::size_t definition_write = 0;
  if (desired_count) count_write = service.desired_count.sent(*desired_count, clock_.now());
  if (task_definition) {
    definition_write = service.task_definition.sent(*task_definition, clock_.now());
  }
  const std::string body =
      fmt::format(R"({{"cluster":"{}","service":"{}",{}}})", cluster, arn, change);
  const ApiAnswer answer = co_await api_.ecs("UpdateService", body);
  tell("UpdateService", answer);
  if (desired_count) close(service.desired_count, count_write, answer, clock_.now());
  if (task_definition) close(service.task_definition, definition_write, answer, clock_.now());
}

Clients::Work Clients::delete_service() {
  const std::string arn = draw_service();
  if (arn.empty()) co_return;
  auto& existence = promises_.services[arn].existence;
  const auto write = existence.sent(Existence::absent, clock_.now());
  const std::string body =
      fmt::format(R"({{"cluster":"{}","service":"{}","force":true}})", cluster, arn);
  const ApiAnswer answer = co_await api_.ecs("DeleteService", body);
  tell("DeleteService", answer);
  close(existence, write, answer, clock_.now());
}

std::string Clients::draw_service() {
  if (promises_.services.empty()) return {};
  const auto at = std::next(promises_.services.begin(),
                            static_cast<std::ptrdiff_t>(entropy_.below(promises_.services.size())));
  return at->first;
}

}  // namespace berth::sim
