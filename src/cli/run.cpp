#include "cli/run.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/screen/fit.hpp"
#include "cli/screen/poll.hpp"
#include "cli/task_query.hpp"
#include "gen/ecs/service.hpp"

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
    const auto line = join(parts, ", ") + " after " + spent();
    screen_.write("\r\x1b[K" + cut_line(line, screen_.extent().columns - 1));
  }
  std::string spent() const { return duration_text(screen_.clock.now() - begun_); }

  Screen screen_;
  Instant begun_;
  std::map<std::string, std::string> told_;
};

/// Names of the containers whose end is that of the task.
using Essential = std::set<std::string>;

Essential essential_of(const gen::ecs::TaskDefinition& definition) {
  Essential names;
  if (!definition.container_definitions) return names;
  for (const auto& each : *definition.container_definitions) {
    if (each.essential.value_or(true)) names.insert(each.name.value_or(""));
  }
  return names;
}

/// How an essential container ended, unless it ended well.
std::optional<std::string> failure(const gen::ecs::Container& container, const Task& task) {
  const auto name = container.name.value_or("");
  const auto reason = container.reason ? " (" + *container.reason + ")" : "";
  if (!container.exit_code) {
    return fmt::format("container {} has no exit code{}: {}", name, reason,
                       task.stopped_reason.value_or(""));
  }
  if (*container.exit_code == 0) return std::nullopt;
  return fmt::format("container {} exited with {}{}", name, *container.exit_code, reason);
}

/// Why the task counts as failed, or nothing.
std::optional<std::string> failure(const Task& task, const Essential& essential) {
  if (!is_stopped(task)) return std::nullopt;
  const auto name = "Task " + after_slash(task.task_arn);
  if (!task.started_at) return name + " did not start: " + task.stopped_reason.value_or("");
  std::size_t judged = 0;
  for (const auto& container : containers_of(task)) {
    if (!essential.contains(container.name.value_or(""))) continue;
    ++judged;
    if (auto text = failure(container, task)) return name + " failed: " + *text;
  }
  if (judged == essential.size()) return std::nullopt;
  return name + " failed: not all of its containers are known: " + task.stopped_reason.value_or("");
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

/// What is followed, as it was seen last.
struct Followed {
  Context context;
  RunWish wish;
  Teller teller;
  Tasks tasks;
  /// Of those that the server told of once and does not know any more.
  std::vector<std::string> gone;
};

bool are_settled(const Followed& followed) {
  return std::ranges::all_of(
      followed.tasks, [&](const Task& task) { return is_settled(task, followed.wish.until); });
}

Answer<Look> look_at(Followed& followed) {
  std::vector<std::string> arns;
  for (const auto& task : followed.tasks) arns.push_back(task.task_arn.value_or(""));
  auto ask = arns;
  auto seen =
      co_await describe_tasks(followed.context.client, followed.wish.cluster, std::move(ask));
  if (!seen) co_return std::unexpected(seen.error());
  for (const auto& arn : arns) {
    const auto known = std::ranges::find(*seen, std::optional(arn), &Task::task_arn);
    if (known == seen->end()) followed.gone.push_back(arn);
  }
  followed.tasks = std::move(*seen);
  followed.teller.tell(followed.tasks);
  co_return are_settled(followed) ? Look::last : Look::again;
}

/// Looks at the tasks until all are settled. Answers what went wrong meanwhile.
Answer<std::vector<std::string>> follow(Screen screen, Followed& followed) {
  std::vector<std::string> problems;
  followed.teller.tell(followed.tasks);
  if (!are_settled(followed)) {
    const Patience patience{look_again, followed.wish.timeout, Heard::before};
    std::function<Answer<Look>()> look = [&] { return look_at(followed); };
    const auto waited = co_await poll(screen, patience, std::move(look));
    if (!waited) co_return std::unexpected(waited.error());
    if (*waited == Waited::timed_out) {
      problems.push_back("After " + duration_text(followed.wish.timeout) +
                         " not every task is so far; `berth tasks` tells how they go on.");
    }
  }
  followed.teller.end(followed.tasks);
  for (const auto& arn : followed.gone) {
    problems.push_back("Task " + after_slash(arn) + " is not known any more");
  }
  co_return problems;
}

/// How those that ended did; what they were defined to be says which containers count.
Answer<std::vector<std::string>> judge(client::ApiClient& client, const Tasks& tasks) {
  std::vector<std::string> problems;
  const auto ended = std::ranges::find_if(tasks, is_stopped);
  if (ended == tasks.end()) co_return problems;
  gen::ecs::DescribeTaskDefinitionRequest request;
  request.task_definition = ended->task_definition_arn.value_or("");
  auto described = co_await client.call<gen::ecs::DescribeTaskDefinitionResponse>(
      gen::ecs::service(), "DescribeTaskDefinition", std::move(request));
  if (!described) co_return std::unexpected(described.error());
  const auto essential =
      essential_of(described->task_definition.value_or(gen::ecs::TaskDefinition{}));
  for (const auto& task : tasks) {
    if (auto problem = failure(task, essential)) problems.push_back(std::move(*problem));
  }
  co_return problems;
}

void note(const Result<std::vector<std::string>>& found, std::vector<std::string>& problems) {
  if (found) problems.insert(problems.end(), found->begin(), found->end());
  if (!found) problems.push_back(found.error().message);
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
    Followed followed{context, wish, Teller(screen), std::move(*placed->tasks), {}};
    const auto lost = co_await follow(screen, followed);
    note(lost, problems);
    const auto failed = co_await judge(context.client, followed.tasks);
    note(failed, problems);
  }
  if (problems.empty()) co_return Result<void>{};
  co_return fail(ErrorCode::refused, join(problems, "; "));
}

}  // namespace berth::cli
