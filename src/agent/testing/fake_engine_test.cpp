#include "agent/testing/fake_engine.hpp"

#include <algorithm>
#include <utility>

#include "ports/sleep.hpp"

namespace berth::agent::testing {

template <class T>
using Answer = ports::ContainerEngine::Answer<T>;
using boost::asio::awaitable;

namespace {

std::string label(const FakeContainer& container) {
  if (!container.body.labels) return container.name;
  const auto found = container.body.labels->find("com.amazonaws.ecs.container-name");
  return found == container.body.labels->end() ? container.name : found->second;
}

/// "key" or "key=value".
bool has_label(const FakeContainer& container, const std::string& wanted) {
  if (!container.body.labels) return false;
  const auto key = wanted.substr(0, wanted.find('='));
  const auto found = container.body.labels->find(key);
  if (found == container.body.labels->end()) return false;
  return key == wanted || found->second == wanted.substr(key.size() + 1);
}

gen::docker::ContainerInspect inspected(const FakeContainer& container) {
  gen::docker::ContainerInspect answer;
  answer.id = container.id;
  answer.name = "/" + container.name;
  answer.created = container.created;
  answer.state.status = container.status;
  answer.state.running = container.status == "running";
  answer.state.exit_code = container.exit_code;
  answer.state.oom_killed = container.oom_killed;
  answer.state.started_at = container.started;
  answer.state.finished_at = container.finished;
  if (!container.health.empty()) answer.state.health.emplace().status = container.health;
  if (!container.body.host_config || !container.body.host_config->port_bindings) return answer;
  auto& ports = answer.network_settings.emplace().ports.emplace();
  for (const auto& [port, bindings] : *container.body.host_config->port_bindings) {
    for (const auto& binding : bindings) {
      const auto given = binding.host_port.value_or("");
      const auto host_port = given.empty() ? std::string("32768") : given;
      ports[port].push_back({.host_ip = "0.0.0.0", .host_port = host_port});
      ports[port].push_back({.host_ip = "::", .host_port = host_port});
    }
  }
  return answer;
}

std::unexpected<Error> no_container() { return fail(ErrorCode::not_found, "No such container"); }

}  // namespace

class FakeEngine::Events final : public ports::EngineEvents {
 public:
  Events(std::shared_ptr<Stream> stream, ports::Clock& clock)
      : stream_(std::move(stream)), clock_(clock) {}

  awaitable<Result<ports::EngineEvent>> next() override {
    while (stream_->queue.empty()) {
      if (!stream_->open) co_return fail(ErrorCode::closed, "stream ended");
      const Instant deadline = clock_.now() + std::chrono::hours{1};
      co_await stream_->arrived.wait_until(deadline);
    }
    auto event = std::move(stream_->queue.front());
    stream_->queue.pop_front();
    co_return event;
  }

 private:
  std::shared_ptr<Stream> stream_;
  ports::Clock& clock_;
};

FakeEngine::FakeEngine(ports::Clock& clock) : clock_(clock) {
  images["berth/pause:1"].id = "sha256:pause";
}

void FakeEngine::exit(const std::string& name, std::int32_t code) {
  auto& container = *by_name(name);
  container.status = "exited";
  container.exit_code = code;
  container.finished = clock_.now();
  tell("die", container, code);
}

void FakeEngine::run_out_of_memory(const std::string& name) {
  by_name(name)->oom_killed = true;
  tell("oom", *by_name(name), std::nullopt);
}

void FakeEngine::turn_health(const std::string& name, const std::string& health) {
  by_name(name)->health = health;
  tell("health_status: " + health, *by_name(name), std::nullopt);
}

void FakeEngine::remove_by_hand(const std::string& name) {
  const auto container = *by_name(name);
  containers.erase(container.id);
  tell("destroy", container, std::nullopt);
}

void FakeEngine::go_away() {
  away = true;
  end_stream();
}

void FakeEngine::end_stream() {
  const auto stream = stream_.lock();
  if (!stream) return;
  stream->open = false;
  stream->arrived.notify();
}

void FakeEngine::fail_next(const std::string& call, Error error) {
  failures_[call].push_back(std::move(error));
}

FakeContainer* FakeEngine::by_name(const std::string& name) {
  for (auto& [id, container] : containers) {
    if (label(container) == name || container.name == name) return &container;
  }
  return nullptr;
}

std::vector<std::string> FakeEngine::asked() { return std::exchange(asked_, {}); }

Answer<gen::docker::Version> FakeEngine::version(Duration timeout) {
  if (const auto refused = refusal("version", timeout)) co_return std::unexpected(*refused);
  gen::docker::Version answer;
  answer.version = "20.10.24";
  answer.api_version = "1.41";
  answer.min_api_version = "1.12";
  co_return answer;
}

Answer<gen::docker::ImageInspect> FakeEngine::inspect_image(std::string image, Duration timeout) {
  if (const auto refused = refusal("inspect image", timeout)) co_return std::unexpected(*refused);
  if (!images.contains(image)) co_return fail(ErrorCode::not_found, "No such image");
  co_return images[image];
}

Answer<void> FakeEngine::pull_image(std::string image, Duration timeout) {
  asked_.push_back("pull " + image);
  co_await delay("pull");
  if (const auto refused = refusal("pull", timeout)) co_return std::unexpected(*refused);
  const bool tagged = image.ends_with(":latest");
  images[tagged ? image.substr(0, image.size() - 7) : image].id = "sha256:pulled";
  co_return Result<void>{};
}

Answer<void> FakeEngine::load_image(std::string, Duration timeout) {
  asked_.push_back("load");
  if (const auto refused = refusal("load", timeout)) co_return std::unexpected(*refused);
  images["berth/pause:1"].id = "sha256:pause";
  co_return Result<void>{};
}

Answer<std::string> FakeEngine::create_container(std::string name,
                                                 gen::docker::ContainerCreateBody body,
                                                 Duration timeout) {
  FakeContainer made;
  made.name = std::move(name);
  made.body = std::move(body);
  asked_.push_back("create " + label(made));
  co_await delay("create");
  if (const auto refused = refusal("create", timeout)) co_return std::unexpected(*refused);
  if (find(made.name) != nullptr) co_return fail(ErrorCode::already_exists, "in use");
  const auto id = "id" + std::to_string(++last_id_);
  made.id = id;
  made.created = clock_.now();
  containers.emplace(id, std::move(made));
  if (const auto lost = refusal("create answer")) co_return std::unexpected(*lost);
  co_return id;
}

Answer<void> FakeEngine::start_container(std::string id, Duration timeout) {
  note("start", id);
  co_await delay("start");
  if (const auto refused = refusal("start", timeout)) co_return std::unexpected(*refused);
  const auto found = containers.find(id);
  if (found == containers.end()) co_return no_container();
  auto& container = found->second;
  container.status = "running";
  container.started = clock_.now();
  if (container.body.healthcheck && container.body.healthcheck->interval) {
    container.health = "starting";
  }
  tell("start", container, std::nullopt);
  if (exits_at_once) exit(container.name, *exits_at_once);
  if (const auto lost = refusal("start answer")) co_return std::unexpected(*lost);
  co_return Result<void>{};
}

Answer<void> FakeEngine::stop_container(std::string id, Duration grace, Duration timeout) {
  note("stop", id);
  if (const auto refused = refusal("stop", timeout)) co_return std::unexpected(*refused);
  const auto found = containers.find(id);
  if (found == containers.end()) co_return no_container();
  if (found->second.status != "running") co_return Result<void>{};
  if (ignores_term) co_await ports::sleep_for(clock_, grace);
  exit(found->second.name, ignores_term ? 137 : 143);
  co_return Result<void>{};
}

Answer<void> FakeEngine::remove_container(std::string id, Duration timeout) {
  note("remove", id);
  if (const auto refused = refusal("remove", timeout)) co_return std::unexpected(*refused);
  const auto* container = find(id);
  if (container == nullptr) co_return no_container();
  const auto key = container->id;
  containers.erase(key);
  co_return Result<void>{};
}

Answer<gen::docker::ContainerInspect> FakeEngine::inspect_container(std::string id,
                                                                    Duration timeout) {
  ++inspections;
  if (const auto refused = refusal("inspect", timeout)) co_return std::unexpected(*refused);
  const auto* container = find(id);
  if (container == nullptr) co_return no_container();
  co_return inspected(*container);
}

Answer<std::vector<gen::docker::ContainerSummary>> FakeEngine::list_containers(std::string label,
                                                                               Duration timeout) {
  if (const auto refused = refusal("list", timeout)) co_return std::unexpected(*refused);
  std::vector<gen::docker::ContainerSummary> list;
  for (const auto& [id, container] : containers) {
    if (!has_label(container, label)) continue;
    gen::docker::ContainerSummary summary;
    summary.id = id;
    summary.labels = container.body.labels;
    summary.names = {"/" + container.name};
    summary.state = container.status;
    list.push_back(std::move(summary));
  }
  co_return list;
}

/// One of two processors is half busy, in 64 MiB.
Answer<gen::docker::ContainerStats> FakeEngine::container_stats(std::string, Duration timeout) {
  if (const auto refused = refusal("stats", timeout)) co_return std::unexpected(*refused);
  gen::docker::ContainerStats stats;
  stats.read = clock_.now();
  auto& cpu = stats.cpu_stats.emplace();
  cpu.online_cpus = 2;
  cpu.cpu_usage.emplace().total_usage = clock_.now().time_since_epoch().count() * 1000000 / 2;
  stats.memory_stats.emplace().usage = 64 << 20;
  // A byte a millisecond each way.
  auto& network = stats.networks.emplace()["eth0"];
  network.rx_bytes = network.tx_bytes = clock_.now().time_since_epoch().count();
  co_return stats;
}

Answer<void> FakeEngine::ensure_network(ports::NetworkSpec spec, Duration timeout) {
  asked_.push_back("network " + spec.name);
  if (const auto refused = refusal("network", timeout)) co_return std::unexpected(*refused);
  networks.try_emplace(spec.name, spec);
  co_return Result<void>{};
}

Answer<void> FakeEngine::remove_network(std::string name, Duration timeout) {
  if (const auto refused = refusal("remove network", timeout)) co_return std::unexpected(*refused);
  networks.erase(name);
  co_return Result<void>{};
}

Answer<void> FakeEngine::create_volume(gen::docker::VolumeCreateBody body, Duration timeout) {
  if (const auto refused = refusal("volume", timeout)) co_return std::unexpected(*refused);
  volumes.insert(*body.name);
  co_return Result<void>{};
}

Answer<void> FakeEngine::remove_image(std::string image, Duration timeout) {
  asked_.push_back("rmi " + image);
  co_await delay("rmi");
  if (const auto refused = refusal("rmi", timeout)) co_return std::unexpected(*refused);
  images.erase(image);
  co_return Result<void>{};
}

Answer<void> FakeEngine::remove_volume(std::string name, Duration timeout) {
  if (const auto refused = refusal("remove volume", timeout)) co_return std::unexpected(*refused);
  volumes.erase(name);
  co_return Result<void>{};
}

Answer<ports::TaskCgroup> FakeEngine::create_task_cgroup(ports::TaskLimits limits,
                                                         Duration timeout) {
  if (const auto refused = refusal("cgroup", timeout)) co_return std::unexpected(*refused);
  if (cgroups_refused) co_return fail(ErrorCode::refused, "not permitted");
  cgroups.insert(limits.task_id);
  if (const auto lost = refusal("cgroup answer")) co_return std::unexpected(*lost);
  co_return ports::TaskCgroup{"/ecs/" + limits.task_id};
}

Answer<void> FakeEngine::remove_task_cgroup(std::string task_id, Duration timeout) {
  if (const auto refused = refusal("remove cgroup", timeout)) co_return std::unexpected(*refused);
  cgroups.erase(task_id);
  co_return Result<void>{};
}

Answer<std::unique_ptr<ports::EngineEvents>> FakeEngine::events(Instant, Duration timeout) {
  if (const auto refused = refusal("events", timeout)) co_return std::unexpected(*refused);
  auto stream = std::make_shared<Stream>(clock_);
  stream_ = stream;
  std::unique_ptr<ports::EngineEvents> answer = std::make_unique<Events>(std::move(stream), clock_);
  co_return answer;
}

const FakeContainer* FakeEngine::find(const std::string& id_or_name) const {
  for (const auto& [id, container] : containers) {
    if (id == id_or_name || container.name == id_or_name) return &container;
  }
  return nullptr;
}

void FakeEngine::note(const std::string& what, const std::string& id) {
  const auto* container = find(id);
  if (container != nullptr) asked_.push_back(what + " " + label(*container));
}

std::optional<Error> FakeEngine::refusal(const std::string& call, Duration timeout) {
  deadlines[call] = timeout;
  return refusal(call);
}

std::optional<Error> FakeEngine::refusal(const std::string& call) {
  if (away) return Error{ErrorCode::unreachable, "no engine", {}};
  auto& queue = failures_[call];
  if (queue.empty()) return std::nullopt;
  auto error = std::move(queue.front());
  queue.pop_front();
  return error;
}

awaitable<void> FakeEngine::delay(std::string call) {
  const auto found = delays.find(call);
  if (found == delays.end()) co_return;
  const Duration time = found->second;
  co_await ports::sleep_for(clock_, time);
}

void FakeEngine::tell(const std::string& action, const FakeContainer& container,
                      std::optional<std::int32_t> exit_code) {
  const auto stream = stream_.lock();
  if (!events_on || !stream) return;
  stream->queue.push_back({action, container.id, clock_.now(), exit_code});
  stream->arrived.notify();
}

}  // namespace berth::agent::testing
