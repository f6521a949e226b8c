#include "cli/services/follow.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cli/screen/fit.hpp"
#include "cli/screen/poll.hpp"
#include "cli/screen/table.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "gen/ecs/service.hpp"

namespace berth::cli {

namespace {

using gen::ecs::Service;
using gen::ecs::ServiceDeployment;

constexpr Duration look_again = std::chrono::milliseconds{200};
constexpr std::int32_t bar_width = 20;

std::int32_t running_of(const gen::ecs::Deployment& deployment) {
  return deployment.running_count.value_or(0);
}

std::string bar(std::int32_t done, std::int32_t all) {
  const auto filled = all <= 0 ? bar_width : std::min(bar_width, done * bar_width / all);
  const auto count = static_cast<std::size_t>(filled);
  return "[" + std::string(count, '#') + std::string(bar_width - count, '-') + "]";
}

/// Tells what the service tells, and how far it is: in a terminal in one line that stays, elsewhere
/// in a line for each change.
class Teller {
 public:
  Teller(Screen screen, const Service& before)
      : screen_(std::move(screen)), progress_(progress_text(before)) {
    for (const auto& each : events_of(before)) told_.insert(each.id.value_or(""));
  }

  void tell(const Service& service) {
    const bool terminal = screen_.progress == Progress::terminal;
    const auto events = events_of(service);
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
      if (!told_.insert(event->id.value_or("")).second) continue;
      say(event->message.value_or(""));
    }
    auto progress = progress_text(service);
    if (terminal) {
      screen_.write("\r\x1b[K" + cut_line(progress, screen_.extent().columns - 1));
    } else if (progress != progress_) {
      screen_.write(progress + "\n");
    }
    progress_ = std::move(progress);
  }

  void say(const std::string& line) {
    if (screen_.progress == Progress::terminal) screen_.write("\r\x1b[K");
    screen_.write(printable(line) + "\n");
  }

  /// Frees the line for what comes after.
  void end() {
    if (screen_.progress == Progress::terminal) screen_.write("\r\x1b[K");
  }

 private:
  static std::vector<gen::ecs::ServiceEvent> events_of(const Service& service) {
    return service.events.value_or(std::vector<gen::ecs::ServiceEvent>{});
  }

  Screen screen_;
  std::set<std::string> told_;
  std::string progress_;
};

enum class Outcome : std::uint8_t { open, reached, failed };

struct Verdict {
  Outcome outcome = Outcome::open;
  std::string failure;
};

Verdict failed(std::string why) { return {Outcome::failed, std::move(why)}; }

Verdict count_verdict(const Following& what, const Service& service) {
  if (service.status != "ACTIVE") return failed("The service was deleted.");
  if (service.desired_count != what.desired_count) {
    return failed(fmt::format("Another client set the desired count to {}.",
                              service.desired_count.value_or(0)));
  }
  const bool there =
      service.running_count == what.desired_count && service.pending_count.value_or(0) == 0;
  return {there ? Outcome::reached : Outcome::open, {}};
}

/// How a service deployment that is STOPPED came to it; `service` was seen after that.
std::string stop_text(const Service& service, const ServiceDeployment& record) {
  const auto reason = record.status_reason.value_or("");
  const auto* primary = primary_of(service);
  if (service.status != "ACTIVE" || !primary) return "The service was deleted.";
  if (service.current_service_deployment != record.service_deployment_arn) {
    return fmt::format("The deployment was replaced by {}: {}", primary->id.value_or(""), reason);
  }
  return "The deployment failed: " + reason;
}

Verdict deployment_verdict(Goal goal, const Service& service, const ServiceDeployment& record) {
  using Status = gen::ecs::ServiceDeploymentStatus;
  const auto wanted = goal == Goal::deployed ? Status::successful : Status::rollback_successful;
  const auto status = record.status.value_or(Status::pending);
  const auto reason = record.status_reason.value_or("");
  if (status == wanted) return {Outcome::reached, {}};
  switch (status) {
    case Status::successful: return failed("The deployment completed before it was rolled back.");
    case Status::rollback_successful: return failed("The deployment was rolled back: " + reason);
    case Status::rollback_failed:
      return failed("The deployment failed, and rolling it back failed, too: " + reason);
    case Status::stopped: return failed(stop_text(service, record));
    default: return {};
  }
}

Answer<ServiceDeployment> find_deployment(client::ApiClient& client, std::string arn) {
  gen::ecs::DescribeServiceDeploymentsRequest request;
  request.service_deployment_arns.push_back(arn);
  auto described = co_await client.call<gen::ecs::DescribeServiceDeploymentsResponse>(
      gen::ecs::service(), "DescribeServiceDeployments", std::move(request));
  if (!described) co_return std::unexpected(described.error());
  if (!described->service_deployments || described->service_deployments->empty()) {
    co_return fail(ErrorCode::not_found,
                   "The service deployment " + arn + " is not known any more.");
  }
  co_return std::move(described->service_deployments->front());
}

struct Followed {
  Context context;
  Following what;
  Teller teller;
  Verdict verdict;
  /// The PRIMARY deployment, how many of its tasks have failed, and why the last one did.
  std::string deployment;
  std::int32_t failed_tasks = 0;
  std::string last_failure;
};

/// ECS's word for what is no failure.
bool was_scaled_in(const gen::ecs::Task& task) {
  return task.stopped_reason.value_or("").starts_with("Scaling activity");
}

/// Tells why the newest task of the deployment that failed did, unless that was told.
Done tell_failure(Followed& followed) {
  gen::ecs::ListTasksRequest request;
  request.cluster = followed.what.cluster;
  request.started_by = followed.deployment;
  const auto tasks = co_await stopped_tasks(followed.context.client, std::move(request));
  if (!tasks) co_return std::unexpected(tasks.error());
  const auto newest = std::ranges::find_if_not(*tasks, was_scaled_in);
  if (newest == tasks->end()) co_return Result<void>{};
  auto reason = stop_words(*newest);
  if (reason == followed.last_failure) co_return Result<void>{};
  followed.last_failure = std::move(reason);
  followed.teller.say("Task " + after_slash(newest->task_arn) +
                      " stopped: " + followed.last_failure);
  co_return Result<void>{};
}

/// Looks for the reason whenever more tasks have failed. A deployment that is rolled back may have
/// had failures that were not seen while it was PRIMARY.
Done note_failures(Followed& followed, const Service& service) {
  const auto* primary = primary_of(service);
  if (!primary) co_return Result<void>{};
  const auto id = primary->id.value_or("");
  const auto count = primary->failed_tasks.value_or(0);
  const bool other = followed.deployment != id;
  const auto& id_of_wish = followed.what.deployment;
  if (other && !id_of_wish.empty() && followed.deployment == id_of_wish) {
    const auto told = co_await tell_failure(followed);
    if (!told) co_return std::unexpected(told.error());
  }
  const bool more = !other && count > followed.failed_tasks;
  followed.deployment = id;
  if (other) followed.failed_tasks = 0;
  if (!more && !(other && count > 0)) co_return Result<void>{};
  followed.failed_tasks = count;
  const auto told = co_await tell_failure(followed);
  co_return told;
}

/// The record comes first: what the service shows then is at least as new.
Answer<Look> look_at(Followed& followed) {
  auto& client = followed.context.client;
  const auto& what = followed.what;
  ServiceDeployment record;
  if (what.goal != Goal::scaled) {
    auto found = co_await find_deployment(client, what.service_deployment);
    if (!found) co_return std::unexpected(found.error());
    record = std::move(*found);
  }
  const auto service = co_await find_service(client, what.cluster, what.service);
  if (!service) co_return std::unexpected(service.error());
  followed.teller.tell(*service);
  const auto noted = co_await note_failures(followed, *service);
  if (!noted) co_return std::unexpected(noted.error());
  followed.verdict = what.goal == Goal::scaled ? count_verdict(what, *service)
                                               : deployment_verdict(what.goal, *service, record);
  co_return followed.verdict.outcome == Outcome::open ? Look::again : Look::last;
}

}  // namespace

std::string progress_text(const Service& service) {
  const auto* primary = primary_of(service);
  if (!primary) return counts_text(service);
  const auto desired = primary->desired_count.value_or(0);
  auto progress = fmt::format("{}  {}  {} of {} run", service.service_name.value_or(""),
                              bar(running_of(*primary), desired), running_of(*primary), desired);
  if (primary->pending_count.value_or(0) > 0) {
    progress += fmt::format(", {} pending", *primary->pending_count);
  }
  const auto old = service.running_count.value_or(0) - running_of(*primary);
  if (old > 0) progress += fmt::format(", {} old", old);
  if (primary->failed_tasks.value_or(0) > 0) {
    progress += fmt::format(", {} failed", *primary->failed_tasks);
  }
  return progress;
}

namespace {

Followed begin(Context context, const Screen& screen, const Following& what,
               const Service& before) {
  Followed followed{context, what, Teller(screen, before), {}, what.deployment, 0, {}};
  const auto* primary = primary_of(before);
  if (!primary) return followed;
  if (what.deployment.empty()) followed.deployment = primary->id.value_or("");
  if (primary->id == followed.deployment) {
    followed.failed_tasks = primary->failed_tasks.value_or(0);
  }
  return followed;
}

std::string timeout_text(const Followed& followed) {
  auto text = "After " + duration_text(followed.what.timeout) + " it is not done; ";
  if (followed.failed_tasks > 0) {
    text += fmt::format("{} tasks failed, the last one: {}; ", followed.failed_tasks,
                        followed.last_failure);
  }
  return text + "`berth service " + followed.what.service + "` tells how it goes on.";
}

std::string failure_text(const Followed& followed) {
  const auto& text = followed.verdict.failure;
  return followed.last_failure.empty()
             ? text
             : text + " The last task that failed: " + followed.last_failure;
}

}  // namespace

Done follow(Context context, Screen screen, Following what, Service before) {
  auto followed = begin(context, screen, what, before);
  const Patience patience{look_again, what.timeout, Heard::before};
  std::function<Answer<Look>()> look = [&] { return look_at(followed); };
  const auto waited = co_await poll(screen, patience, std::move(look));
  followed.teller.end();
  if (!waited) co_return std::unexpected(waited.error());
  if (*waited == Waited::timed_out) co_return fail(ErrorCode::timed_out, timeout_text(followed));
  if (followed.verdict.outcome == Outcome::failed) {
    co_return fail(ErrorCode::refused, failure_text(followed));
  }
  co_return Result<void>{};
}

}  // namespace berth::cli
