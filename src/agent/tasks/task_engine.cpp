#include "agent/tasks/task_engine.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "agent/host/host_ports.hpp"
#include "agent/plan/accept_task.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;
using gen::agent_protocol::Task;
using gen::docker::ContainerSummary;

namespace {

constexpr const char* unknown_task_reason =
    "TaskStateError: Agent could not progress task's state to stopped";
/// So many failed tasks keep their containers for longer than others.
constexpr std::size_t failures_kept_max = 20;
/// An answer about an unknown task is forgotten as soon as the server has it.
constexpr plan::CleanupTimes answer_times{.wait = Duration{0}};

host::HostSize size_of(const ports::Host& host) { return {host.cpu, host.memory}; }

/// Whether the listing contradicts what is known, so that a closer look is due.
bool differs(const ContainerRecord& known, const ContainerSummary* listed) {
  const bool runs = listed != nullptr && (listed->state == "running" || listed->state == "paused" ||
                                          listed->state == "restarting");
  switch (known.known) {
    case ContainerStatus::none:
    case ContainerStatus::pulled: return false;
    case ContainerStatus::created: return listed == nullptr || listed->state != "created";
    case ContainerStatus::running: return !runs || known.health.has_value();
    case ContainerStatus::stopped: return runs;
  }
  return false;
}

/// Health checks run inside containers make a flood of exec events that mean nothing to us.
bool is_relevant(const std::string& action) {
  return action == "die" || action == "oom" || action == "start" || action == "destroy" ||
         action.starts_with("health_status");
}

}  // namespace

TaskEngine::TaskEngine(Tools tools)
    : tools_(tools),
      watch_(tools.engine, tools.clock, tools.entropy, tools.options, tools.log),
      images_(tools.engine, tools.clock, tools.entropy, tools.options, tools.log),
      image_janitor_({images_, tools.clock, tools.options, tools.store, tools.log,
                      [this] { return images_in_use(); }}),
      container_janitor_({tools.engine, tools.clock, tools.options, tools.log,
                          [this](const std::string& arn) { return tasks_.contains(arn); }}),
      reporter_(tools.api, tools.clock, tools.entropy, tools.scope, tools.options.cluster,
                tools.log),
      host_(size_of(tools.options.host)),
      shared_{tools.options, tools.engine, tools.clock,     tools.entropy,  tools.host,
              tools.log,     tools.scope,  tools.store,     images_,        watch_,
              reporter_,     *this,        health_changed_, container_seen_},
      task_gone_(tools.clock),
      health_changed_(tools.clock),
      container_seen_(tools.clock) {
  images_.tell([this](const std::string& image) { image_janitor_.fetched(image); });
  reporter_.use([this](const std::string& arn) -> ReportSource* {
    const auto found = tasks_.find(arn);
    return found == tasks_.end() ? nullptr : found->second.get();
  });
}

void TaskEngine::start(TaskStore::Contents stored, std::string instance_id) {
  shared_.instance_id = instance_id;
  image_janitor_.start(std::move(stored.images));
  tools_.scope.spawn(image_janitor_.run());
  for (auto& task : stored.tasks) adopt(std::move(task));
  tools_.scope.spawn(container_janitor_.run(std::move(instance_id)));
  admit();
  watch_.start(tools_.scope, *this);
}

void TaskEngine::adopt(StoredTask task) {
  last_arrival_ = std::max(last_arrival_, task.record.arrival);
  const auto& run = begin(std::move(task), Origin::store);
  const auto& record = run.record();
  if (record.known == TaskStatus::stopped) return;
  if (record.admission == Admission::admitted)
    host_.adopt(record);
  else
    host_.enqueue(record);
  tools_.log.info("task adopted",
                  {{"task", record.arn}, {"status", std::string(text(record.known))}});
}

TaskRun& TaskEngine::begin(StoredTask task, Origin origin) {
  auto arn = task.record.arn;
  auto run = std::make_unique<TaskRun>(shared_, std::move(task), origin);
  auto& begun = *run;
  if (begun.record().containers.empty()) begun.keep_for(answer_times);
  tasks_.insert_or_assign(arn, std::move(run));
  tools_.scope.spawn(drive(std::move(arn)));
  return begun;
}

asio::awaitable<void> TaskEngine::drive(std::string arn) {
  const auto found = tasks_.find(arn);
  if (found == tasks_.end()) co_return;
  co_await found->second->run();
  host_.release(found->second->record());
  const auto ended = tasks_.extract(arn);
  for (const auto& container : ended.mapped()->record().containers) {
    image_janitor_.wanted(container.image);
  }
  tools_.log.debug("task removed", {{"task", arn}});
  removed_(arn);
  task_gone_.notify();
  admit();
}

Taken TaskEngine::take(Task task, const std::string& cluster_arn) {
  if (task.task_cluster_arn.value_or("").empty()) task.task_cluster_arn = cluster_arn;
  const bool stop = task.desired_status == "STOPPED";
  if (const auto known = tasks_.find(task.arn); known != tasks_.end()) {
    if (stop) known->second->want_stopped("");
    return Taken::safely;
  }
  if (!stop) return take_new(std::move(task));
  auto record = plan::unknown_task(task.arn, *task.task_cluster_arn, unknown_task_reason);
  return answer_only(std::move(record), Taken::safely);
}

Taken TaskEngine::take_new(Task task) {
  const auto arn = task.arn;
  const auto cluster = *task.task_cluster_arn;
  auto accepted = plan::accept_task(std::move(task), tools_.options.pause.name, ++last_arrival_,
                                    tools_.entropy);
  if (!accepted) {
    tools_.log.error("task refused", {{"task", arn}, {"cause", accepted.error().message}});
    auto record = plan::unknown_task(arn, cluster, plan::unreadable_reason(accepted.error()));
    return answer_only(std::move(record), Taken::unreadable);
  }
  StoredTask stored{std::move(accepted->record), std::move(accepted->payload)};
  auto done = remember_network(stored.payload);
  if (done) done = tools_.store.add(stored);
  if (!done) {
    tools_.log.error("task not stored", {{"task", arn}, {"cause", done.error().message}});
    return Taken::not_stored;
  }
  tools_.log.info("task accepted", {{"task", arn}});
  host_.enqueue(begin(std::move(stored), Origin::order).record());
  admit();
  return Taken::safely;
}

Taken TaskEngine::answer_only(TaskRecord record, Taken taken) {
  StoredTask stored{std::move(record), {}};
  if (!tools_.store.add(stored)) return Taken::not_stored;
  begin(std::move(stored), Origin::order);
  return taken;
}

/// A network outlives its tasks, and is removed with this host's agent.
Result<void> TaskEngine::remember_network(const Task& payload) {
  if (payload.network_mode != "awsvpc" || !payload.elastic_network_interfaces) return {};
  return tools_.store.add_network(payload.elastic_network_interfaces->front().name.value_or(""));
}

void TaskEngine::want_stopped(const std::string& arn) {
  const auto found = tasks_.find(arn);
  if (found != tasks_.end()) found->second->want_stopped("");
}

const TaskRun* TaskEngine::find(const std::string& arn) const {
  const auto found = tasks_.find(arn);
  return found == tasks_.end() ? nullptr : found->second.get();
}

std::vector<const TaskRun*> TaskEngine::all() const {
  std::vector<const TaskRun*> list;
  for (const auto& [arn, task] : tasks_) list.push_back(task.get());
  return list;
}

asio::awaitable<Result<void>> TaskEngine::remove_all(Instant deadline) {
  constexpr plan::CleanupTimes at_once{.wait = Duration{0},
                                       .unreported_wait = std::chrono::seconds{5}};
  for (const auto& [arn, task] : tasks_) {
    task->want_stopped("");
    task->keep_for(at_once);
  }
  while (!tasks_.empty() && tools_.clock.now() < deadline) {
    co_await task_gone_.wait_until(deadline);
  }
  if (tasks_.empty()) co_return Result<void>{};
  std::string left;
  for (const auto& [arn, task] : tasks_) left += " " + arn;
  co_return fail(ErrorCode::timed_out,
                 "Docker did not remove all containers in time. They are still there of:" + left);
}

void TaskEngine::on_presence(plan::EnginePresence) {
  for (const auto& [arn, task] : tasks_) task->wake();
}

void TaskEngine::on_event(const ports::EngineEvent& event) {
  if (!is_relevant(event.action)) return;
  for (const auto& [arn, task] : tasks_) {
    const auto& containers = task->record().containers;
    const auto found =
        std::ranges::find(containers, event.container_id, &ContainerRecord::docker_id);
    if (found == containers.end()) continue;
    const auto index = static_cast<std::size_t>(found - containers.begin());
    if (event.action == "oom")
      task->note_out_of_memory(index);
    else if (event.action == "die" && event.exit_code)
      task->note_end(index, *event.exit_code, event.at);
    else
      task->doubt(index, event.exit_code);
    return;
  }
}

void TaskEngine::on_listing(const std::vector<ContainerSummary>& containers) {
  std::map<std::string, const ContainerSummary*> by_id;
  for (const auto& container : containers) by_id[container.id] = &container;
  for (const auto& [arn, task] : tasks_) {
    const auto& records = task->record().containers;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto found = by_id.find(records[i].docker_id);
      const auto* listed = found == by_id.end() ? nullptr : found->second;
      if (differs(records[i], listed)) task->doubt(i, std::nullopt);
    }
  }
}

void TaskEngine::release(const TaskRecord& task) {
  host_.release(task);
  admit();
  keep_newest_failures();
}

std::set<std::string> TaskEngine::images_in_use() const {
  std::set<std::string> images;
  for (const auto& [arn, task] : tasks_) {
    for (const auto& container : task->record().containers) images.insert(container.image);
  }
  return images;
}

/// A service that fails again and again must not fill the disk with its remains.
void TaskEngine::keep_newest_failures() {
  std::vector<std::pair<Instant, TaskRun*>> failures;
  for (const auto& [arn, task] : tasks_) {
    const auto& record = task->record();
    if (record.stopped_at && plan::ended_badly(record)) {
      failures.emplace_back(*record.stopped_at, task.get());
    }
  }
  std::ranges::sort(failures, std::greater{}, &std::pair<Instant, TaskRun*>::first);
  for (std::size_t i = failures_kept_max; i < failures.size(); ++i) {
    auto times = tools_.options.times.cleanup;
    times.failed_wait = {};
    failures[i].second->keep_for(times);
  }
}

bool TaskEngine::is_let(ports::HostPort port) const {
  return std::ranges::any_of(
      tasks_, [&](const auto& entry) { return host::holds_port(entry.second->record(), port); });
}

void TaskEngine::admit() {
  for (const auto& arn : host_.admit()) {
    if (const auto found = tasks_.find(arn); found != tasks_.end()) found->second->admit();
  }
}

}  // namespace berth::agent::tasks
