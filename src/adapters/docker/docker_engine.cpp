#include "adapters/docker/docker_engine.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "adapters/docker/docker_events.hpp"
#include "adapters/docker/docker_json.hpp"
#include "adapters/docker/docker_network.hpp"
#include "adapters/docker/docker_pull.hpp"

namespace berth::adapters {

namespace docker = gen::docker;

template <class T>
using Answer = ports::ContainerEngine::Answer<T>;

namespace {

DockerCall get(std::string target) {
  DockerCall call;
  call.target = std::move(target);
  return call;
}

DockerCall post(std::string target, std::string body = {}) {
  DockerCall call;
  call.method = "POST";
  call.target = std::move(target);
  call.body = std::move(body);
  return call;
}

DockerCall remove(std::string target) {
  DockerCall call;
  call.method = "DELETE";
  call.target = std::move(target);
  return call;
}

/// The path of something of one container.
std::string container(const std::string& id, std::string_view rest) {
  return fmt::format("/containers/{}{}", docker_escape(id), rest);
}

}  // namespace

DockerEngine::DockerEngine(ports::Clock& clock, DockerOptions options)
    : client_(clock, std::move(options)), network_turn_(clock, 1) {}

Answer<docker::Version> DockerEngine::version(Duration timeout) {
  const auto body = co_await client_.version_body(timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return from_docker<docker::Version>(*body, "its version");
}

Answer<docker::ImageInspect> DockerEngine::inspect_image(std::string image, Duration timeout) {
  auto call = get(fmt::format("/images/{}/json", docker_escape(image)));
  const auto body = co_await client_.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return from_docker<docker::ImageInspect>(*body, "an image");
}

Answer<void> DockerEngine::pull_image(std::string image, Duration timeout) {
  return pull_docker_image(client_, std::move(image), timeout, pull_silence_max);
}

Answer<void> DockerEngine::load_image(std::string archive, Duration timeout) {
  return load_docker_image(client_, std::move(archive), timeout);
}

Answer<void> DockerEngine::remove_image(std::string image, Duration timeout) {
  return order(remove("/images/" + docker_escape(image)), timeout);
}

Answer<std::string> DockerEngine::create_container(std::string name,
                                                   docker::ContainerCreateBody body,
                                                   Duration timeout) {
  auto call = post("/containers/create?name=" + docker_escape(name), to_docker(body));
  call.conflict = Conflict::already_exists;
  const auto answer = co_await client_.call(std::move(call), timeout);
  if (!answer) co_return std::unexpected(answer.error());
  auto created = from_docker<docker::ContainerCreateAnswer>(*answer, "a new container");
  if (!created) co_return std::unexpected(created.error());
  co_return std::move(created->id);
}

Answer<void> DockerEngine::start_container(std::string id, Duration timeout) {
  return order(post(container(id, "/start")), timeout);
}

Answer<void> DockerEngine::stop_container(std::string id, Duration grace, Duration timeout) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(grace).count();
  auto call = post(container(id, fmt::format("/stop?t={}", seconds)));
  call.pace = Pace::slow;
  return order(std::move(call), timeout);
}

Answer<void> DockerEngine::remove_container(std::string id, Duration timeout) {
  return order(remove(container(id, "?force=1&v=1")), timeout);
}

Answer<docker::ContainerInspect> DockerEngine::inspect_container(std::string id_or_name,
                                                                 Duration timeout) {
  auto call = get(container(id_or_name, "/json"));
  const auto body = co_await client_.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return from_docker<docker::ContainerInspect>(*body, "a container");
}

Answer<std::vector<docker::ContainerSummary>> DockerEngine::list_containers(std::string label,
                                                                            Duration timeout) {
  const std::map<std::string, std::vector<std::string>> filters = {{"label", {label}}};
  auto call = get("/containers/json?all=1&filters=" + docker_escape(to_docker(filters)));
  const auto body = co_await client_.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return from_docker<std::vector<docker::ContainerSummary>>(*body, "containers");
}

Answer<docker::ContainerStats> DockerEngine::container_stats(std::string id, Duration timeout) {
  // One sample at once; without one-shot the engine takes a second one two seconds later.
  auto call = get(container(id, "/stats?stream=0&one-shot=1"));
  const auto body = co_await client_.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return from_docker<docker::ContainerStats>(*body, "a container's statistics");
}

Answer<void> DockerEngine::ensure_network(ports::NetworkSpec spec, Duration timeout) {
  const TimeLeft left(timeout);
  const auto turn = co_await network_turn_.take(left);
  if (!turn) co_return std::unexpected(turn.error());
  auto made = co_await ensure_docker_network(client_, std::move(spec), left);
  co_return made;
}

Answer<void> DockerEngine::remove_network(std::string name, Duration timeout) {
  return remove_docker_network(client_, std::move(name), timeout);
}

Answer<void> DockerEngine::create_volume(docker::VolumeCreateBody body, Duration timeout) {
  return order(post("/volumes/create", to_docker(body)), timeout);
}

Answer<void> DockerEngine::remove_volume(std::string name, Duration timeout) {
  return order(remove("/volumes/" + docker_escape(name)), timeout);
}

Answer<ports::TaskCgroup> DockerEngine::create_task_cgroup(ports::TaskLimits limits,
                                                           Duration timeout) {
  const TimeLeft left(timeout);
  const auto host = co_await cgroup_host(left);
  if (!host) co_return std::unexpected(host.error());
  auto created = co_await adapters::create_task_cgroup(*host, std::move(limits), left);
  co_return created;
}

Answer<void> DockerEngine::remove_task_cgroup(std::string task_id, Duration timeout) {
  const TimeLeft left(timeout);
  const auto host = co_await cgroup_host(left);
  if (!host) co_return std::unexpected(host.error());
  auto removed = co_await adapters::remove_task_cgroup(*host, std::move(task_id), left);
  co_return removed;
}

Answer<std::unique_ptr<ports::EngineEvents>> DockerEngine::events(Instant since, Duration timeout) {
  return watch_docker_events(client_, since, timeout);
}

Answer<void> DockerEngine::order(DockerCall call, Duration timeout) {
  const auto body = co_await client_.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return Result<void>{};
}

Answer<CgroupHost> DockerEngine::cgroup_host(Duration timeout) {
  if (cgroup_host_) co_return *cgroup_host_;
  auto call = get("/info");
  const auto body = co_await client_.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  const auto info = from_docker<docker::Info>(*body, "itself");
  if (!info) co_return std::unexpected(info.error());
  auto host = cgroup_host_of(info->cgroup_driver.value_or(""), info->cgroup_version.value_or(""));
  if (host) cgroup_host_ = *host;
  co_return host;
}

}  // namespace berth::adapters
