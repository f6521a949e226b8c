#include "sim/operator/clients.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "base/check.hpp"
#include "ports/sleep.hpp"
#include "sim/kernel/executor.hpp"
#include "sim/world/constants.hpp"
#include "sim/world/saboteur.hpp"

namespace berth::sim {

namespace asio = boost::asio;

namespace {

constexpr std::string_view cluster = "default";

void must_not_throw(std::exception_ptr thrown) { check(!thrown, "a client's coroutine threw"); }

}  // namespace

Clients::Clients(World& world, Promises& promises)
    : world_(world),
      promises_(promises),
      entropy_(world.options().seed, "clients"),
      process_(world.scheduler().spawn("clients")),
      clock_(world.scheduler(), process_),
      transport_(sabotage(
          world.options().mutant, clock_,
          world.network().transport(Place{process_, std::string(operator_site), &clock_}))),
      api_(*transport_, clock_),
      families_(draw_families(entropy_)) {}

void Clients::start() {
  const Options& options = world_.options();
  running_ = options.clients;
  for (unsigned i = 0; i < options.clients; ++i) {
    const unsigned share = options.requests / options.clients + 1;
    asio::co_spawn(Executor(world_.scheduler(), process_), run(*this, share), must_not_throw);
  }
  asio::co_spawn(Executor(world_.scheduler(), process_), set_up(*this), must_not_throw);
}

Clients::Work Clients::set_up(Clients& self) {
  co_await self.learn_network();
  if (self.world_.options().balancing == Balancing::present) co_await self.make_balancing();
}

Clients::Work Clients::run(Clients& self, unsigned requests) {
  std::string name(cluster);
  co_await self.create_cluster(std::move(name));
  for (unsigned sent = 0; sent < requests; ++sent) {
    const Duration pause{self.entropy_.exponential(self.world_.options().pause_mean.count())};
    co_await ports::sleep_for(self.clock_, pause);
    const Operation operation = self.world_.options().operations.pick(self.entropy_);
    co_await self.perform(operation);
  }
  --self.running_;
}

Clients::Work Clients::perform(Operation operation) {
  switch (operation) {
    case Operation::create_cluster: return create_cluster(fmt::format("cluster-{}", ++names_));
    case Operation::register_task_definition: return register_task_definition();
    case Operation::deregister_task_definition: return deregister_task_definition();
    case Operation::run_task: return run_task();
    case Operation::run_task_again: return run_task_again();
    case Operation::stop_task: return stop_task();
    case Operation::create_service: return create_service();
    case Operation::scale_service: return scale_service();
    case Operation::deploy_service: return deploy_service();
    case Operation::delete_service: return delete_service();
    case Operation::describe_tasks: return describe_tasks();
    case Operation::storm_of_deployments: return storm_of_deployments();
    case Operation::storm_of_scaling: return storm_of_scaling();
    case Operation::deploy_broken: return deploy_broken();
    case Operation::tune_service: return tune_service();
    case Operation::stop_deployment: return stop_deployment();
    case Operation::roll_back_service: return roll_back_service();
    case Operation::create_daemon: return create_daemon();
    case Operation::drain_instance: return set_instance_status("DRAINING");
    case Operation::activate_instance: return set_instance_status("ACTIVE");
    case Operation::protect_tasks: return protect_tasks();
    case Operation::put_attribute: return put_attribute();
    case Operation::delete_attribute: return delete_attribute();
    case Operation::count: break;
  }
  check(false, "the weights pick an operation");
  std::terminate();
}

Clients::Work Clients::create_cluster(std::string name) {
  const std::string body = fmt::format(R"({{"clusterName":"{}"}})", name);
  const ApiAnswer answer = co_await api_.ecs("CreateCluster", body);
  tell("CreateCluster", answer);
  if (answer.ok()) promises_.clusters.insert(name);
}

Clients::Work Clients::register_task_definition() {
  const Family family = families_[entropy_.below(families_.size())];
  const std::string image = draw_image(entropy_);
  const auto made = co_await register_revision(family, image);
  (void)made;
}

boost::asio::awaitable<std::optional<Clients::Revision>> Clients::register_revision(
    Family family, std::string image) {
  const std::string body = register_task_definition_body(family, image);
  const Instant sent_at = clock_.now();
  const ApiAnswer answer = co_await api_.ecs("RegisterTaskDefinition", body);
  tell("RegisterTaskDefinition " + family.name + " " + image, answer);
  if (!answer.ok()) co_return std::nullopt;
  const Revision revision{answer.text({"taskDefinition", "taskDefinitionArn"}), family};
  revisions_.push_back(revision);
  auto& existence = promises_.task_definitions[revision.arn];
  existence.answered(existence.sent(Existence::present, sent_at), clock_.now());
  co_return revision;
}

Clients::Work Clients::deregister_task_definition() {
  const Revision* revision = draw_revision();
  if (!revision) co_return;
  const std::string arn = revision->arn;
  auto& existence = promises_.task_definitions[arn];
  const auto write = existence.sent(Existence::absent, clock_.now());
  const std::string body = fmt::format(R"({{"taskDefinition":"{}"}})", arn);
  const ApiAnswer answer = co_await api_.ecs("DeregisterTaskDefinition", body);
  tell("DeregisterTaskDefinition", answer);
  close(existence, write, answer, clock_.now());
  if (answer.ok()) std::erase_if(revisions_, [&](const Revision& row) { return row.arn == arn; });
}

Clients::Work Clients::run_task() {
  const Revision* revision = draw_revision();
  if (!revision) co_return;
  const std::string token = entropy_.uuid();
  const std::string body =
      fmt::format(R"({{"cluster":"{}","taskDefinition":"{}","count":{},"clientToken":"{}",)"
                  R"("launchType":"EC2"{}}})",
                  cluster, revision->arn, 1 + entropy_.below(3), token,
                  network_configuration(revision->family, draw_subnet()));
  promises_.tokens[token].body = body;
  const ApiAnswer answer = co_await api_.ecs("RunTask", body);
  tell("RunTask", answer);
  note_run(answer, token);
}

Clients::Work Clients::run_task_again() {
  if (promises_.tokens.empty()) co_return;
  const auto at = std::next(promises_.tokens.begin(),
                            static_cast<std::ptrdiff_t>(entropy_.below(promises_.tokens.size())));
  const std::string token = at->first;
  std::string body = at->second.body;
  if (world_.options().mutant == Mutant::forget_client_token) {
    body.replace(body.find(token), token.size(), entropy_.uuid());
  }
  const ApiAnswer answer = co_await api_.ecs("RunTask", body);
  tell("RunTask again", answer);
  note_run(answer, token);
}

Clients::Work Clients::stop_task() {
  if (promises_.tasks.empty()) co_return;
  const auto at = std::next(promises_.tasks.begin(),
                            static_cast<std::ptrdiff_t>(entropy_.below(promises_.tasks.size())));
  const std::string arn = at->first;
  const std::string body = fmt::format(R"({{"cluster":"{}","task":"{}"}})", cluster, arn);
  const ApiAnswer answer = co_await api_.ecs("StopTask", body);
  tell("StopTask", answer);
  if (answer.ok()) promises_.tasks[arn].desired_status = model::DesiredStatus::stopped;
}

Clients::Work Clients::describe_tasks() {
  if (promises_.tasks.empty()) co_return;
  std::string list;
  std::map<std::string, PromisedTask> before;
  for (const auto& [arn, task] : promises_.tasks) {
    if (before.size() == 100) break;
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ",", arn);
    before[arn] = task;
  }
  const std::string body = fmt::format(R"({{"cluster":"{}","tasks":[{}]}})", cluster, list);
  const ApiAnswer answer = co_await api_.ecs("DescribeTasks", body);
  tell("DescribeTasks", answer);
  if (answer.ok()) note_tasks(answer, before);
}

const Clients::Revision* Clients::draw_revision() {
  return revisions_.empty() ? nullptr : &revisions_[entropy_.below(revisions_.size())];
}

std::string Clients::draw_subnet() {
  return subnets_.empty() ? "subnet-unknown" : subnets_[entropy_.below(subnets_.size())];
}

void Clients::note_run(const ApiAnswer& answer, const std::string& token) {
  if (!answer.ok()) return;
  std::set<std::string> arns;
  for (const auto& task : answer.list("tasks")) arns.insert(ApiAnswer::text(task, "taskArn"));
  note_tasks(answer, {});
  if (arns.empty()) return;
  auto& use = promises_.tokens[token];
  if (use.tasks.empty()) use.tasks = arns;
  if (use.tasks != arns) {
    world_.report("idempotence", fmt::format("clientToken {} was answered {} tasks, then {} others",
                                             token, use.tasks.size(), arns.size()));
  }
}

/// `before` is what had been shown when the request was sent.
void Clients::note_tasks(const ApiAnswer& answer,
                         const std::map<std::string, PromisedTask>& before) {
  for (const auto& row : answer.list("tasks")) {
    const std::string arn = ApiAnswer::text(row, "taskArn");
    const auto last = parse_task_status(ApiAnswer::text(row, "lastStatus"));
    const auto desired = ApiAnswer::text(row, "desiredStatus") == "STOPPED"
                             ? model::DesiredStatus::stopped
                             : model::DesiredStatus::running;
    const auto known = before.find(arn);
    if (known != before.end() &&
        (last < known->second.last_status || desired < known->second.desired_status)) {
      world_.report("status order", fmt::format("{} was shown as {} after a later status", arn,
                                                ApiAnswer::text(row, "lastStatus")));
    }
    auto [task, fresh] = promises_.tasks.try_emplace(arn);
    if (fresh) task->second.answered_at = clock_.now();
    task->second.last_status = std::max(task->second.last_status, last);
    task->second.desired_status = std::max(task->second.desired_status, desired);
  }
}

void Clients::tell(const std::string& operation, const ApiAnswer& answer) {
  if (!world_.story().wants(Detail::brief)) return;
  const std::string how = answer.ok() ? "" : " " + answer.error.substr(0, 120);
  world_.story().tell(Detail::brief, "client", operation + (answer.ok() ? " answered" : how));
}

}  // namespace berth::sim
