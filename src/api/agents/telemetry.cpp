#include "api/agents/telemetry.hpp"

#include "gen/agent_protocol/types.hpp"
#include "rules/task_lifecycle.hpp"
#include "wire/json/json.hpp"

namespace berth::api::agents {

namespace {

namespace message = gen::agent_protocol;

std::string acknowledge(std::string_view type) {
  message::AckPublish ack;
  ack.message = "";
  return write_frame(ack, type);
}

std::vector<state::Command> read_health(const state::State& view, const std::string& text) {
  std::vector<state::Command> commands;
  const auto told = wire::json::decode<message::PublishHealthRequest>(text, wire::json::tolerant);
  if (!told || !told->tasks) return commands;
  for (const auto& each : *told->tasks) {
    const auto* task = view.tasks().find(model::TaskArn{each.task_arn});
    if (!task) continue;
    std::vector<rules::ContainerHealth> containers;
    for (const auto& container : each.containers) {
      const auto status = model::parse_health_status(container.health_status);
      if (status) containers.push_back({container.container_name, *status});
    }
    auto next = rules::health_reported(*task, containers);
    if (next) commands.push_back(state::UpdateTask{std::move(*next)});
  }
  return commands;
}

}  // namespace

Telemetry read_telemetry(const state::State& view, const Frame& frame) {
  if (frame.type == "PublishMetricsRequest") return {{}, acknowledge("AckPublishMetric")};
  if (frame.type == "PublishInstanceStatusRequest") {
    return {{}, acknowledge("AckPublishInstanceStatus")};
  }
  if (frame.type == "PublishHealthRequest") {
    return {read_health(view, frame.message), acknowledge("AckPublishHealth")};
  }
  return {};
}

}  // namespace berth::api::agents
