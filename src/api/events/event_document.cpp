#include "api/events/event_document.hpp"

#include <utility>

#include <fmt/format.h>

#include "api/ecs/instances/instance_view.hpp"
#include "api/ecs/task_view.hpp"
#include "base/text.hpp"
#include "model/realm.hpp"
#include "rules/services/service_actions.hpp"
#include "wire/json/json.hpp"

namespace berth::api::events {

namespace {

/// Without fractions, as the envelope has it.
std::string whole_seconds(Instant instant) {
  auto text = iso8601(std::chrono::floor<std::chrono::seconds>(instant));
  if (const auto dot = text.find('.'); dot != std::string::npos) text.replace(dot, 4, "");
  return text;
}

/// The same for the same event, whoever is told about it and how often.
std::string id_of(const model::Event& event) {
  const auto what = fmt::format("{}\n{}\n{}", event.sequence, event.at.time_since_epoch().count(),
                                subject_of(event));
  const auto high = stable_hash(what), low = stable_hash("event\n" + what);
  return fmt::format("{:08x}-{:04x}-5{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                     high & 0xfff, 0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffff);
}

/// JSON objects written member by member.
class Members {
 public:
  void text(std::string_view name, std::string_view value) {
    begin(name);
    wire::json::append_string(out_, value);
  }
  void raw(std::string_view name, std::string_view value) {
    begin(name);
    out_ += value;
  }
  std::string take() { return std::move(out_) + "}"; }

 private:
  void begin(std::string_view name) {
    out_ += out_.empty() ? '{' : ',';
    wire::json::append_string(out_, name);
    out_ += ':';
  }

  std::string out_;
};

/// What the API does not answer stands before what it does.
template <class Shown>
std::string detail_with(Members more, Shown shown) {
  shown.tags.reset();
  auto head = more.take();
  head.back() = ',';
  return head + wire::json::encode(shown, TimestampFormat::date_time).substr(1);
}

std::string task_detail(const state::State& view, const model::Event& event) {
  Members more;
  more.text("updatedAt", iso8601(event.at));
  return detail_with(std::move(more), ecs::show_task(view, *event.task, ecs::ShowTags::no));
}

std::string instance_detail(const state::State& view, const model::Event& event) {
  auto standing = *event.container_instance;
  const auto* row = view.container_instances().find(standing.instance.arn);
  if (row) standing.instance.attributes = row->attributes;
  Members more;
  more.text("clusterArn", standing.instance.cluster_arn.text());
  more.text("updatedAt", iso8601(event.at));
  return detail_with(std::move(more), ecs::show_container_instance(standing));
}

std::string action_detail(const model::Event& event) {
  const auto& action = *event.service_action;
  const bool deployment = !action.deployment_id.empty();
  Members detail;
  detail.text("eventType", rules::event_type_of(action.name));
  detail.text("eventName", action.name);
  if (!deployment) detail.text("clusterArn", action.cluster_arn.text());
  if (deployment) detail.text("deploymentId", action.deployment_id);
  detail.text(deployment ? "updatedAt" : "createdAt", iso8601(event.at));
  if (!action.reason.empty()) detail.text("reason", action.reason);
  if (!action.task_set_arn.empty()) {
    std::string list = "[";
    wire::json::append_string(list, action.task_set_arn);
    detail.raw("taskSetArns", list + "]");
  }
  return detail.take();
}

std::string detail_of(const state::State& view, const model::Event& event) {
  if (event.task) return task_detail(view, event);
  if (event.container_instance) return instance_detail(view, event);
  return action_detail(event);
}

}  // namespace

std::string_view detail_type_of(const model::Event& event) {
  if (event.task) return "ECS Task State Change";
  if (event.container_instance) return "ECS Container Instance State Change";
  if (!event.service_action->deployment_id.empty()) return "ECS Deployment State Change";
  return "ECS Service Action";
}

std::string event_document(const state::State& view, const model::Event& event) {
  const auto& subject = subject_of(event);
  const auto realm = model::realm_of(subject);
  std::string resources = "[";
  wire::json::append_string(resources, subject);
  Members envelope;
  envelope.text("version", "0");
  envelope.text("id", id_of(event));
  envelope.text("detail-type", detail_type_of(event));
  envelope.text("source", "aws.ecs");
  envelope.text("account", realm.account);
  envelope.text("time", whole_seconds(event.at));
  envelope.text("region", realm.region);
  envelope.raw("resources", resources + "]");
  envelope.raw("detail", detail_of(view, event));
  return envelope.take();
}

}  // namespace berth::api::events
