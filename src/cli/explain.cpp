// `berth explain`: why a service's next task would go where, why a task is where it is.
#include "cli/command.hpp"
#include "cli/screen/table.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "gen/explain/service.hpp"
#include "gen/explain/types.hpp"
#include "wire/json/json.hpp"

namespace berth::cli {

namespace {

using gen::explain::ExplainServiceRequest;
using gen::explain::ExplainServiceResponse;
using gen::explain::ExplainTaskRequest;
using gen::explain::ExplainTaskResponse;
using gen::explain::InstanceVerdict;
using Verdicts = std::optional<std::vector<InstanceVerdict>>;

std::string verdicts(const Verdicts& instances) {
  if (!instances || instances->empty()) return "No instances.\n";
  Rows rows = {{"", "INSTANCE", "ZONE", "VERDICT", "BECAUSE"}};
  for (const auto& each : *instances) {
    rows.push_back({each.chosen.value_or(false) ? "*" : "",
                    after_slash(each.container_instance_arn), each.availability_zone.value_or(""),
                    each.verdict.value_or(""), each.detail.value_or("")});
  }
  return table(rows);
}

std::string show(const ExplainServiceResponse& told) {
  std::string text;
  if (told.service) {
    const auto& service = *told.service;
    text += facts(
        {{"Service", after_slash(service.service_arn)},
         {"Tasks", counts_text(service.running_count, service.desired_count)},
         {"Deployment", service.deployment_id.value_or("")},
         {"Rollout", service.rollout_state_reason.value_or("")},
         {"Starts again at", service.starts_again_at ? iso8601(*service.starts_again_at) : ""}});
    for (const auto& each : service.standing_events.value_or(std::vector<std::string>{})) {
      text += "Now: " + each + "\n";
    }
  }
  return text + "\nOne more task would find (* takes it):\n" + verdicts(told.next_task);
}

std::string show(const ExplainTaskResponse& told) {
  std::string text;
  if (told.task) {
    const auto& task = *told.task;
    text += facts({{"Task", after_slash(task.task_arn)},
                   {"Status", task.last_status.value_or("")},
                   {"Instance", after_slash(task.container_instance_arn)},
                   {"Zone", task.availability_zone.value_or("")},
                   {"Placed there because", task.placement_reason.value_or("")},
                   {"Stopped because", task.stopped_reason.value_or("")}});
  }
  text += "\nAnother one like it would find now (* takes it):\n" + verdicts(told.another_task);
  if (told.task && !told.task->service_arn) {
    text += "Placement constraints and subnets that it was run with are not considered.\n";
  }
  return text;
}

template <class Response>
void print(Context context, const Response& told, ExplainFormat format) {
  context.out += format == ExplainFormat::json ? wire::json::encode(told) + "\n" : show(told);
}

}  // namespace

Done explain_service(Context context, std::string cluster, std::string service,
                     ExplainFormat format) {
  ExplainServiceRequest request;
  request.cluster = std::move(cluster);
  request.service = std::move(service);
  const auto told = co_await context.client.call<ExplainServiceResponse>(
      gen::explain::service(), "ExplainService", std::move(request));
  if (!told) co_return std::unexpected(told.error());
  print(context, *told, format);
  co_return Result<void>{};
}

Done explain_task(Context context, std::string cluster, std::string id, ExplainFormat format) {
  const auto task = co_await find_task(context.client, cluster, std::move(id));
  if (!task) co_return std::unexpected(task.error());
  ExplainTaskRequest request;
  request.cluster = std::move(cluster);
  request.task = task->task_arn.value_or("");
  const auto told = co_await context.client.call<ExplainTaskResponse>(
      gen::explain::service(), "ExplainTask", std::move(request));
  if (!told) co_return std::unexpected(told.error());
  print(context, *told, format);
  co_return Result<void>{};
}

}  // namespace berth::cli
