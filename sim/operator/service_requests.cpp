// The part of Clients that makes, scales, updates and deletes services.

#include <fmt/format.h>

#include "sim/operator/clients.hpp"
#include "sim/operator/constraints.hpp"

namespace berth::sim {

namespace {

constexpr std::string_view cluster = "default";
/// More would only compete for room with each other.
constexpr std::size_t services_max = 12;

}  // namespace

Clients::Work Clients::create_service() {
  const Revision* revision = draw_revision();
  if (!revision || promises_.services.size() >= services_max) co_return;
  NewService wanted = draw_new_service(*revision);
  co_await create(std::move(wanted));
}

Clients::NewService Clients::draw_new_service(const Revision& revision) {
  NewService wanted;
  wanted.name = fmt::format("service-{}", ++names_);
  wanted.task_definition = revision.arn;
  wanted.family = revision.family;
  wanted.desired_count = static_cast<std::int32_t>(entropy_.below(5));
  wanted.rest = network_configuration(revision.family, draw_subnet());
  wanted.rest += draw_balancing(revision.family);
  switch (world_.options().service_kinds.pick(entropy_)) {
    case ServiceKind::guarded:
      wanted.rolls_back = entropy_.chance(500);
      wanted.breaker = draw_breaker(entropy_, wanted.rolls_back ? Undo::rollback : Undo::none);
      break;
    case ServiceKind::tuned: wanted.percents = draw_percents(entropy_); break;
    case ServiceKind::constrained: wanted.constraint = draw_constraint(entropy_); break;
    case ServiceKind::packed: wanted.rest += draw_strategy(entropy_); break;
    default: break;
  }
  return wanted;
}

Clients::Work Clients::create_daemon() {
  const Revision* revision = draw_revision();
  if (!revision || promises_.services.size() >= services_max) co_return;
  NewService wanted;
  wanted.name = fmt::format("daemon-{}", ++names_);
  wanted.task_definition = revision->arn;
  wanted.family = revision->family;
  wanted.rest = R"(,"schedulingStrategy":"DAEMON")";
  wanted.rest += network_configuration(revision->family, draw_subnet());
  if (entropy_.chance(300)) wanted.constraint = draw_member_of(entropy_);
  if (entropy_.chance(300)) wanted.percents = entropy_.chance(500) ? "50/100" : "0/100";
  if (entropy_.chance(300)) {
    wanted.rolls_back = entropy_.chance(500);
    wanted.breaker = draw_breaker(entropy_, wanted.rolls_back ? Undo::rollback : Undo::none);
  }
  co_await create(std::move(wanted));
}

Clients::Work Clients::create(NewService wanted) {
  const bool forgets = world_.options().mutant == Mutant::forget_constraints;
  std::string more = wanted.rest + (forgets ? "" : placement_constraints(wanted.constraint));
  if (wanted.desired_count) more += fmt::format(R"(,"desiredCount":{})", *wanted.desired_count);
  const std::string configuration = deployment_configuration(wanted.percents, wanted.breaker);
  if (!configuration.empty()) more += "," + configuration;
  const std::string body = fmt::format(
      R"({{"cluster":"{}","serviceName":"{}","taskDefinition":"{}","launchType":"EC2"{}}})",
      cluster, wanted.name, wanted.task_definition, more);
  const Instant sent_at = clock_.now();
  const ApiAnswer answer = co_await api_.ecs("CreateService", body);
  tell("CreateService " + wanted.name, answer);
  // A service that was made without an answer is left alone: nobody knows its name was taken.
  if (!answer.ok()) co_return;
  const std::string arn = answer.text({"service", "serviceArn"});
  family_of_[arn] = wanted.family;
  auto& service = promises_.services[arn];
  const Instant now = clock_.now();
  const auto promise = [&](auto& history, auto value) {
    history.answered(history.sent(std::move(value), sent_at), now);
  };
  promise(service.existence, Existence::present);
  if (wanted.desired_count) promise(service.desired_count, *wanted.desired_count);
  promise(service.task_definition, wanted.task_definition);
  const std::string usual = wanted.desired_count ? "100/200" : "0/100";
  promise(service.percents, wanted.percents.value_or(usual));
  service.constraint = wanted.constraint;
  service.is_daemon = !wanted.desired_count;
  service.may_roll_back = wanted.rolls_back;
}

Clients::Work Clients::scale_service() {
  const std::string arn = draw_service();
  if (arn.empty()) co_return;
  ServiceChange change;
  change.desired_count = static_cast<std::int32_t>(entropy_.below(6));
  change.body = fmt::format(R"("desiredCount":{})", *change.desired_count);
  co_await update_service(arn, std::move(change));
}

Clients::Work Clients::deploy_service() {
  const std::string arn = draw_service();
  const Revision* revision = draw_revision_for(arn);
  if (arn.empty() || !revision) co_return;
  co_await deploy(arn, *revision);
}

Clients::Work Clients::deploy(std::string arn, Revision revision) {
  ServiceChange change;
  change.task_definition = revision.arn;
  change.body = fmt::format(R"("taskDefinition":"{}"{})", revision.arn,
                            network_configuration(revision.family, draw_subnet()));
  co_await update_service(std::move(arn), std::move(change));
}

Clients::Work Clients::update_service(std::string arn, ServiceChange change) {
  auto& service = promises_.services[arn];
  std::size_t count_write = 0;
  std::size_t definition_write = 0;
  std::size_t percents_write = 0;
  const Instant sent_at = clock_.now();
  if (change.desired_count) {
    count_write = service.desired_count.sent(*change.desired_count, sent_at);
  }
  if (change.task_definition) {
    definition_write = service.task_definition.sent(*change.task_definition, sent_at);
  }
  if (change.percents) percents_write = service.percents.sent(*change.percents, sent_at);
  const std::string body =
      fmt::format(R"({{"cluster":"{}","service":"{}",{}}})", cluster, arn, change.body);
  const ApiAnswer answer = co_await api_.ecs("UpdateService", body);
  tell("UpdateService " + arn.substr(arn.rfind('/') + 1) + " " + change.body.substr(0, 60), answer);
  const Instant now = clock_.now();
  if (change.desired_count) close(service.desired_count, count_write, answer, now);
  if (change.task_definition) close(service.task_definition, definition_write, answer, now);
  if (change.percents) close(service.percents, percents_write, answer, now);
}

Clients::Work Clients::delete_service() {
  const std::string arn = draw_service();
  if (arn.empty()) co_return;
  auto& existence = promises_.services[arn].existence;
  const auto write = existence.sent(Existence::absent, clock_.now());
  const std::string body =
      fmt::format(R"({{"cluster":"{}","service":"{}","force":true}})", cluster, arn);
  const ApiAnswer answer = co_await api_.ecs("DeleteService", body);
  tell("DeleteService " + arn.substr(arn.rfind('/') + 1), answer);
  close(existence, write, answer, clock_.now());
}

const Clients::Revision* Clients::draw_revision_for(const std::string& service) {
  std::vector<const Revision*> fitting;
  const auto family = family_of_.find(service);
  for (const auto& each : revisions_) {
    if (family != family_of_.end() && each.family.name == family->second.name) {
      fitting.push_back(&each);
    }
  }
  if (fitting.empty() || entropy_.chance(150)) return draw_revision();
  return fitting[entropy_.below(fitting.size())];
}

Family Clients::draw_family_for(const std::string& service) {
  const auto family = family_of_.find(service);
  const Family& other = families_[entropy_.below(families_.size())];
  return family == family_of_.end() || entropy_.chance(100) ? other : family->second;
}

std::string Clients::draw_service() {
  const bool any = entropy_.chance(50);
  std::vector<std::string> arns;
  for (const auto& [arn, service] : promises_.services) {
    if (any || service.existence.newest() != Existence::absent) arns.push_back(arn);
  }
  return arns.empty() ? std::string() : arns[entropy_.below(arns.size())];
}

std::string Clients::draw_guarded_service() {
  std::vector<std::string> arns;
  for (const auto& [arn, service] : promises_.services) {
    const bool lives = service.existence.newest() != Existence::absent;
    if (lives && service.may_roll_back) arns.push_back(arn);
  }
  return arns.empty() ? draw_service() : arns[entropy_.below(arns.size())];
}

}  // namespace berth::sim
