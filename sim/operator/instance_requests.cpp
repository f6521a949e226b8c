// The part of Clients that deals with container instances, and with tasks that shall be left
// alone: draining, attributes, protection.

#include <fmt/format.h>

#include "sim/operator/clients.hpp"

namespace berth::sim {

namespace {

constexpr std::string_view cluster = "default";
constexpr std::string_view stacks[] = {"blue", "green"};

std::string name_of(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

/// ApiAnswer::list() of texts.
std::vector<std::string> texts(const ApiAnswer& answer, const std::string& member) {
  std::vector<std::string> found;
  for (const auto& each : answer.list(member)) {
    if (each.is_string()) found.emplace_back(each.as_string());
  }
  return found;
}

}  // namespace

boost::asio::awaitable<std::vector<std::string>> Clients::list(std::string operation,
                                                               std::string body,
                                                               std::string member) {
  const ApiAnswer answer = co_await api_.ecs(operation, body);
  tell(operation, answer);
  co_return texts(answer, member);
}

boost::asio::awaitable<std::string> Clients::find_instance() {
  const std::string body = fmt::format(R"({{"cluster":"{}"}})", cluster);
  const auto arns = co_await list("ListContainerInstances", body, "containerInstanceArns");
  if (arns.empty()) co_return std::string();
  co_return arns[entropy_.below(arns.size())];
}

Clients::Work Clients::set_instance_status(std::string status) {
  const std::string arn = co_await find_instance();
  if (arn.empty()) co_return;
  auto& history = promises_.instances[arn];
  const auto write = history.sent(status, clock_.now());
  const std::string body = fmt::format(
      R"({{"cluster":"{}","containerInstances":["{}"],"status":"{}"}})", cluster, arn, status);
  ApiAnswer answer = co_await api_.ecs("UpdateContainerInstancesState", body);
  tell("UpdateContainerInstancesState " + name_of(arn).substr(0, 8) + " " + status, answer);
  if (answer.ok() && answer.list("containerInstances").empty()) {
    answer.outcome = ApiAnswer::Outcome::refused;
  }
  close(history, write, answer, clock_.now());
}

Clients::Work Clients::put_attribute() {
  const std::string arn = co_await find_instance();
  if (arn.empty()) co_return;
  const std::string value(stacks[entropy_.below(std::size(stacks))]);
  auto& history = promises_.stacks[arn];
  const auto write = history.sent(value, clock_.now());
  const std::string body = fmt::format(
      R"({{"cluster":"{}","attributes":[{{"name":"stack","value":"{}","targetId":"{}"}}]}})",
      cluster, value, arn);
  const ApiAnswer answer = co_await api_.ecs("PutAttributes", body);
  tell("PutAttributes " + name_of(arn).substr(0, 8) + " " + value, answer);
  close(history, write, answer, clock_.now());
}

Clients::Work Clients::delete_attribute() {
  const std::string arn = co_await find_instance();
  if (arn.empty()) co_return;
  auto& history = promises_.stacks[arn];
  const auto write = history.sent("", clock_.now());
  const std::string body = fmt::format(
      R"({{"cluster":"{}","attributes":[{{"name":"stack","targetId":"{}"}}]}})", cluster, arn);
  const ApiAnswer answer = co_await api_.ecs("DeleteAttributes", body);
  tell("DeleteAttributes " + name_of(arn).substr(0, 8), answer);
  close(history, write, answer, clock_.now());
}

Clients::Work Clients::protect_tasks() {
  const std::string service = draw_service();
  if (service.empty()) co_return;
  std::string body =
      fmt::format(R"({{"cluster":"{}","serviceName":"{}"}})", cluster, name_of(service));
  const auto arns = co_await list("ListTasks", body, "taskArns");
  if (arns.empty()) co_return;
  const std::string arn = arns[entropy_.below(arns.size())];
  const bool wanted = entropy_.chance(750);
  auto& history = promises_.protections[arn];
  const auto write = history.sent(wanted ? Existence::present : Existence::absent, clock_.now());
  // Not for long: what is protected keeps a healed world from coming to rest.
  body = fmt::format(
      R"({{"cluster":"{}","tasks":["{}"],"protectionEnabled":{},"expiresInMinutes":{}}})", cluster,
      arn, wanted, 1 + entropy_.below(8));
  ApiAnswer answer = co_await api_.ecs("UpdateTaskProtection", body);
  tell("UpdateTaskProtection " + name_of(arn).substr(0, 8) + (wanted ? " on" : " off"), answer);
  if (answer.ok() && answer.list("protectedTasks").empty()) {
    answer.outcome = ApiAnswer::Outcome::refused;
  }
  close(history, write, answer, clock_.now());
}

}  // namespace berth::sim
