#include "cli/run.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/task_query.hpp"
#include "client/error_code.hpp"
#include "gen/ecs/service.hpp"
#include "ports/sleep.hpp"

namespace berth::cli {

namespace {

using gen::ecs::RunTaskRequest;
using gen::ecs::RunTaskResponse;
using gen::ecs::Task;
using Tasks = std::vector<Task>;

constexpr Duration look_again = std::chrono::milliseconds{200};

Result<RunTaskRequest> run_request(const RunWish& wish) {
  RunTaskRequest request;
  request.cluster = wish.cluster;
  request.task_definition = wish.task_definition;
  request.count = wish.count;
  request.launch_type = wish.launch_type;
  if (!wish.subnets.empty()) {
    auto& network = request.network_configuration.emplace();
    network.awsvpc_configuration.emplace().subnets = wish.subnets;
  }
  std::vector<gen::ecs::ContainerOverride> overrides;
  for (const auto& each : wish.overrides) {
    const auto halves = cut(each, '=');
    if (!halves || halves->before.empty()) {
      return fail(
          ErrorCode::invalid_parameter,
          "--override is CONTAINER=COMMAND, as in --override 'web=sleep 60', not '" + each + "'.");
    }
    gen::ecs::ContainerOverride container;
    container.name = std::string(halves->before);
    container.command = TRY(command_words(halves->after));
    overrides.push_back(std::move(container));
  }
  if (!overrides.empty()) request.overrides.emplace().container_overrides = std::move(overrides);
  return request;
}

bool is_stopped(const Task& task) { return task.last_status == "STOPPED"; }

bool is_settled(const Task& task, Until until) {
  return is_stopped(task) || (until == Until::started && task.last_status == "RUNNING");
}

/// Tells each state once: the whole of it on one line, or what is new of each task.
class Teller {
 public:
  explicit Teller(Screen screen) : screen_(std::move(screen)), begun_(screen_.clock.now()) {}

  void tell(const Tasks& tasks) {
    if (screen_.progress == Progress::terminal) return tell_all(tasks);
    for (const auto& task : tasks) {
      auto& told = told_[after_slash(task.task_arn)];
      if (told == task.last_status.value_or("")) continue;
      told = task.last_status.value_or("");
      screen_.write(fmt::format("{} {} after {}\n", after_slash(task.task_arn), told, spent()));
    }
  }

  /// Frees the line for what comes after, and names the tasks where that line did not.
  void end(const Tasks& tasks) {
    if (screen_.progress != Progress::terminal) return;
    screen_.write("\n");
    for (const auto& task : tasks) {
      screen_.write(after_slash(task.task_arn) + " " + task.last_status.value_or("") + "\n");
    }
  }

 private:
  void tell_all(const Tasks& tasks) {
    std::map<std::string, int> counts;
    for (const auto& task : tasks) ++counts[task.last_status.value_or("")];
    std::vector<std::string> parts;
    for (const auto& [status, count] : counts) parts.push_back(fmt::format("{} {}", count, status));
    screen_.write("\r\x1b[K" + join(parts, ", ") + " after " + spent());
  }
  std::string spent() const { return duration_text(screen_.clock.now() - begun_); }

  Screen screen_;
  Instant begun_;
  std::map<std::string, std::string> told_;
};

/// Why the task counts as failed, or nothing.
std::optional<std::string> failure(const Task& task) {
  if (!is_stopped(task)) return std::nullopt;
  const auto name = "Task " + after_slash(task.task_arn);
  if (!task.started_at) return name + " did not start: " + task.stopped_reason.value_or("");
  for (const auto& container : containers_of(task)) {
    if (!container.exit_code || *container.exit_code == 0) continue;
    auto text = fmt::format("{} failed: container {} exited with {}", name,
                            container.name.value_or(""), *container.exit_code);
    if (container.reason) text += " (" + *container.reason + ")";
    return text;
  }
  return std::nullopt;
}

/// RunTask's failures in its own words, one reason once.
std::vector<std::string> refusals(const RunTaskResponse& answer) {
  std::vector<std::string> texts;
  for (const auto& each : answer.failures.value_or(std::vector<gen::ecs::Failure>{})) {
    auto text = "RunTask: " + each.reason.value_or("");
    if (each.detail) text += ", " + *each.detail;
    if (each.arn) text += " (" + *each.arn + ")";
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
  }
  return texts;
}

/// Looks at the tasks until all are settled. A server that is away for a moment is asked again.
Answer<Tasks> follow(Context context, Screen screen, RunWish wish, Tasks tasks) {
  std::vector<std::string> arns;
  for (const auto& task : tasks) arns.push_back(task.task_arn.value_or(""));
  const auto deadline = screen.clock.now() + wish.timeout;
  auto& clock = screen.clock;
  Teller teller(screen);
  teller.tell(tasks);
  const auto settled = [&](const Task& task) { return is_settled(task, wish.until); };
  while (!std::ranges::all_of(tasks, settled)) {
    if (clock.now() >= deadline) {
      teller.end(tasks);
      co_return fail(ErrorCode::timed_out, "After " + duration_text(wish.timeout) +
                                               " not every task is so far; `berth tasks` tells "
                                               "how they go on.");
    }
    const auto slept = co_await ports::sleep_for(clock, look_again);
    if (!slept) co_return std::unexpected(slept.error());
    auto ask = arns;
    auto seen = co_await describe_tasks(context.client, wish.cluster, std::move(ask));
    if (!seen && client::is_retriable(seen.error())) continue;
    if (!seen) co_return std::unexpected(seen.error());
    tasks = std::move(*seen);
    teller.tell(tasks);
  }
  teller.end(tasks);
  co_return tasks;
}

}  // namespace

Done run_tasks(Context context, Screen screen, RunWish wish) {
  auto request = run_request(wish);
  if (!request) co_return std::unexpected(request.error());
  auto placed = co_await context.client.call<RunTaskResponse>(gen::ecs::service(), "RunTask",
                                                              std::move(*request));
  if (!placed) co_return std::unexpected(placed.error());
  auto problems = refusals(*placed);
  if (placed->tasks && !placed->tasks->empty()) {
    const auto tasks = co_await follow(context, screen, wish, std::move(*placed->tasks));
    if (!tasks) problems.push_back(tasks.error().message);
    for (const auto& task : tasks.value_or(Tasks{})) {
      if (auto problem = failure(task)) problems.push_back(std::move(*problem));
    }
  }
  if (problems.empty()) co_return Result<void>{};
  co_return fail(ErrorCode::refused, join(problems, "; "));
}

}  // namespace berth::cli
