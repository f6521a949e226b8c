#include "agent/inside/introspection.hpp"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "agent/inside/metadata.hpp"
#include "agent/inside/responses.hpp"
#include "agent/status_text.hpp"
#include "gen/license.hpp"
#include "gen/version.hpp"

namespace berth::agent::inside {

namespace asio = boost::asio;
namespace json = boost::json;
using steps::TaskView;

namespace {

/// An id that is not longer is the beginning of one.
constexpr std::size_t short_id_longest = 12;

json::object container_json(const TaskView& task, const ContainerRecord& record) {
  json::object told{{"DockerId", record.docker_id},
                    {"DockerName", record.docker_name},
                    {"Name", record.name},
                    {"Image", record.image},
                    {"ImageID", record.image_id}};
  if (record.created_at) told["CreatedAt"] = iso8601(*record.created_at);
  if (record.started_at) told["StartedAt"] = iso8601(*record.started_at);
  auto ports = ports_json(record.engine.ports, Api::v1);
  if (!ports.empty()) told["Ports"] = std::move(ports);
  if (const auto* eni = own_interface(task.payload)) {
    json::array addresses;
    for (const auto& each : *eni->ipv4_addresses) {
      addresses.emplace_back(each.private_address.value_or(""));
    }
    told["Networks"] = json::array{
        json::object{{"NetworkMode", "awsvpc"}, {"IPv4Addresses", std::move(addresses)}}};
  }
  auto volumes = volumes_json(record.engine.volumes);
  if (!volumes.empty()) told["Volumes"] = std::move(volumes);
  if (record.restarts) told["RestartCount"] = record.restarts->count;
  return told;
}

json::object task_json(const TaskView& task) {
  const auto& record = task.record;
  json::object told{{"Arn", record.arn}};
  const bool wants_end = record.desired == DesiredStatus::stopped;
  if (wants_end || record.known != TaskStatus::stopped) {
    told["DesiredStatus"] = text(record.desired);
  }
  told["KnownStatus"] = text(record.known);
  told["Family"] = record.family;
  told["Version"] = record.revision;
  json::array containers;
  for (const auto& each : record.containers) {
    if (each.kind == ContainerKind::normal) containers.push_back(container_json(task, each));
  }
  told["Containers"] = std::move(containers);
  return told;
}

/// A task of zero values, which stands for none.
HttpResponse no_task(int status) {
  const json::object none{
      {"Arn", ""}, {"KnownStatus", ""}, {"Family", ""}, {"Version", ""}, {"Containers", nullptr}};
  return json_response(status, none);
}

bool has_container(const TaskView& task, const std::string& docker_id) {
  const bool is_short = docker_id.size() <= short_id_longest;
  return std::ranges::any_of(task.record.containers, [&](const ContainerRecord& each) {
    if (each.kind != ContainerKind::normal) return false;
    return is_short ? each.docker_id.starts_with(docker_id) : each.docker_id == docker_id;
  });
}

HttpResponse one_task(const std::vector<TaskView>& tasks, auto fits) {
  const auto found = std::ranges::find_if(tasks, fits);
  if (found == tasks.end()) return no_task(404);
  // Two tasks whose containers' ids begin alike.
  if (std::find_if(std::next(found), tasks.end(), fits) != tasks.end()) return no_task(400);
  return json_response(200, task_json(*found));
}

HttpResponse tasks_answer(const InstanceView& instance, const HttpRequest& request) {
  const auto pairs = parse_query(request.query(), PlusSign::blank);
  const auto arn = query_value(pairs, "taskarn").value_or("");
  const auto docker_id = query_value(pairs, "dockerid").value_or("");
  if (!arn.empty() && !docker_id.empty()) return no_task(400);
  if (!arn.empty()) {
    return one_task(instance.tasks, [&](const TaskView& each) { return each.record.arn == arn; });
  }
  if (!docker_id.empty()) {
    return one_task(instance.tasks,
                    [&](const TaskView& each) { return has_container(each, docker_id); });
  }
  json::array all;
  for (const auto& each : instance.tasks) all.push_back(task_json(each));
  return json_response(200, json::object{{"Tasks", std::move(all)}});
}

HttpResponse metadata_answer(const InstanceView& instance) {
  json::object told{{"Cluster", instance.cluster}, {"ContainerInstanceArn", nullptr}};
  if (!instance.container_instance_arn.empty()) {
    told["ContainerInstanceArn"] = instance.container_instance_arn;
  }
  told["Version"] = "Berth agent - v" + std::string(gen::version);
  return json_response(200, told);
}

}  // namespace

HttpResponse introspect(const InstanceView& instance, const HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") return wrong_method();
  const auto path = request.path();
  if (path == "/v1/metadata") return metadata_answer(instance);
  if (path == "/v1/tasks") return tasks_answer(instance, request);
  if (path == "/license") return text_response(200, std::string(gen::license));
  const json::array commands{"/v1/metadata", "/v1/tasks", "/license"};
  return json_response(200, json::object{{"AvailableCommands", commands}});
}

asio::awaitable<HttpResponse> Introspection::answer(HttpRequest request) {
  InstanceView instance{.cluster = home_.options.cluster,
                        .container_instance_arn = home_.identity.record().container_instance_arn};
  for (const auto* task : home_.tasks.all()) {
    instance.tasks.push_back({task->record(), task->payload(), home_.options});
  }
  co_return introspect(instance, request);
}

asio::awaitable<std::optional<HttpResponse>> Introspection::admit(const HttpRequest&) {
  co_return no_such_page();
}

asio::awaitable<void> Introspection::serve(HttpRequest, std::unique_ptr<ports::WebSocket>) {
  co_return;
}

}  // namespace berth::agent::inside
