// SubmitTaskStateChange, SubmitContainerStateChange, SubmitAttachmentStateChanges: what agents
// report (agent protocol §2.5). Reports are facts: repeated, late and unknown ones are acknowledged
// and change nothing.
#include "api/ecs/names.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::api::ecs {

namespace {

rules::ContainerReport read(const gen::ecs::ContainerStateChange& change) {
  rules::ContainerReport report;
  report.name = change.container_name.value_or("");
  report.status = model::parse_container_status(change.status.value_or(""));
  report.runtime_id = change.runtime_id;
  report.image_digest = change.image_digest;
  report.exit_code = change.exit_code;
  report.network_bindings = change.network_bindings;
  if (!change.reason.value_or("").empty()) report.reason = change.reason;
  return report;
}

/// Agents know RUNNING and STOPPED; anything else means PENDING.
model::TaskStatus read_status(const std::optional<std::string>& status) {
  if (status == "RUNNING") return model::TaskStatus::running;
  if (status == "STOPPED") return model::TaskStatus::stopped;
  return model::TaskStatus::pending;
}

/// Tasks on hidden capacity belong to other clusters than their agent, so the ARN alone counts.
const model::Task* reported_task(const View& view, const std::optional<std::string>& arn) {
  return view.tasks().find(model::TaskArn{arn.value_or("")});
}

void report(const View& view, const std::optional<std::string>& arn,
            const rules::TaskReport& report, const Stamp& stamp, std::vector<Command>& commands) {
  const auto* task = reported_task(view, arn);
  if (!task) return;
  auto next = rules::reported(*task, report, stamp.now);
  if (next) commands.push_back(state::UpdateTask{std::move(*next)});
}

}  // namespace

Result<Change<gen::ecs::SubmitTaskStateChangeResponse>> submit_task_state_change(
    const View& view, const gen::ecs::SubmitTaskStateChangeRequest& request, const Stamp& stamp) {
  rules::TaskReport told;
  told.status = read_status(request.status);
  told.reason = request.reason.value_or("");
  told.pull_started_at = request.pull_started_at;
  told.pull_stopped_at = request.pull_stopped_at;
  told.execution_stopped_at = request.execution_stopped_at;
  for (const auto& change :
       request.containers.value_or(std::vector<gen::ecs::ContainerStateChange>{})) {
    told.containers.push_back(read(change));
  }
  Change<gen::ecs::SubmitTaskStateChangeResponse> change;
  change.response.acknowledgment = "ACCEPT";
  report(view, request.task, told, stamp, change.commands);
  return change;
}

Result<Change<gen::ecs::SubmitContainerStateChangeResponse>> submit_container_state_change(
    const View& view, const gen::ecs::SubmitContainerStateChangeRequest& request,
    const Stamp& stamp) {
  gen::ecs::ContainerStateChange container;
  container.container_name = request.container_name;
  container.status = request.status;
  container.runtime_id = request.runtime_id;
  container.exit_code = request.exit_code;
  container.reason = request.reason;
  container.network_bindings = request.network_bindings;
  rules::TaskReport told;
  told.containers.push_back(read(container));
  Change<gen::ecs::SubmitContainerStateChangeResponse> change;
  change.response.acknowledgment = "ACCEPT";
  report(view, request.task, told, stamp, change.commands);
  return change;
}

Result<Change<gen::ecs::SubmitAttachmentStateChangesResponse>> submit_attachment_state_changes(
    const View&, const gen::ecs::SubmitAttachmentStateChangesRequest&, const Stamp&) {
  // Berth sends no instance attachments, so there is nothing that such a report could change.
  Change<gen::ecs::SubmitAttachmentStateChangesResponse> change;
  change.response.acknowledgment = "ACCEPT";
  return change;
}

}  // namespace berth::api::ecs
