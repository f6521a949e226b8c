#include "cli/services/follow.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/shape.hpp"
#include "cli/services/service_query.hpp"
#include "client/error_code.hpp"
#include "gen/ecs/service.hpp"
#include "ports/sleep.hpp"

namespace berth::cli {

namespace {

using gen::ecs::Service;

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
      if (terminal) screen_.write("\r\x1b[K");
      screen_.write(event->message.value_or("") + "\n");
    }
    auto progress = progress_text(service);
    if (terminal) {
      screen_.write("\r\x1b[K" + progress);
    } else if (progress != progress_) {
      screen_.write(progress + "\n");
    }
    progress_ = std::move(progress);
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

Verdict rollout_of(const Service& service, const std::string& deployment) {
  using State = gen::ecs::DeploymentRolloutState;
  const auto* primary = primary_of(service);
  if (!primary) return {Outcome::failed, "The service was deleted."};
  const auto reason = primary->rollout_state_reason.value_or("");
  if (primary->id != deployment) {
    return {Outcome::failed, fmt::format("Deployment {} failed; the service goes on with {}: {}",
                                         deployment, primary->id.value_or(""), reason)};
  }
  if (primary->rollout_state == State::completed) return {Outcome::reached, {}};
  if (primary->rollout_state != State::failed) return {};
  return {Outcome::failed, fmt::format("Deployment {} failed: {}", deployment, reason)};
}

Verdict counts_of(const Service& service) {
  const bool there =
      service.running_count == service.desired_count && service.pending_count.value_or(0) == 0;
  return {there ? Outcome::reached : Outcome::open, {}};
}

Answer<Verdict> rollback_of(client::ApiClient& client, std::string arn) {
  using Status = gen::ecs::ServiceDeploymentStatus;
  gen::ecs::DescribeServiceDeploymentsRequest request;
  request.service_deployment_arns.push_back(arn);
  auto described = co_await client.call<gen::ecs::DescribeServiceDeploymentsResponse>(
      gen::ecs::service(), "DescribeServiceDeployments", std::move(request));
  if (!described) co_return std::unexpected(described.error());
  Verdict verdict;
  const auto& found = described->service_deployments;
  if (!found || found->empty() || !found->front().status) co_return verdict;
  const auto status = *found->front().status;
  if (status == Status::rollback_successful) verdict.outcome = Outcome::reached;
  const bool lost = status == Status::rollback_failed || status == Status::stopped ||
                    status == Status::successful;
  if (lost) {
    verdict.outcome = Outcome::failed;
    verdict.failure = fmt::format("The rollback ended as {}: {}", text(status),
                                  found->front().status_reason.value_or(""));
  }
  co_return verdict;
}

Answer<Verdict> judge(client::ApiClient& client, const Following& what, const Service& service) {
  if (!what.rolled_back.empty()) {
    auto verdict = co_await rollback_of(client, what.rolled_back);
    co_return verdict;
  }
  co_return what.deployment.empty() ? counts_of(service) : rollout_of(service, what.deployment);
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

/// A server that is away for a moment is asked again.
Done follow(Context context, Screen screen, Following what, Service before) {
  auto& clock = screen.clock;
  const auto deadline = clock.now() + what.timeout;
  Teller teller(screen, before);
  while (true) {
    auto seen = co_await find_service(context.client, what.cluster, what.service);
    if (!seen && !client::is_retriable(seen.error())) {
      teller.end();
      co_return std::unexpected(seen.error());
    }
    if (seen) {
      teller.tell(*seen);
      const auto verdict = co_await judge(context.client, what, *seen);
      if (verdict && verdict->outcome != Outcome::open) teller.end();
      if (verdict && verdict->outcome == Outcome::reached) co_return Result<void>{};
      if (verdict && verdict->outcome == Outcome::failed) {
        co_return fail(ErrorCode::refused, verdict->failure);
      }
    }
    if (clock.now() >= deadline) {
      teller.end();
      co_return fail(ErrorCode::timed_out, "After " + duration_text(what.timeout) +
                                               " it is not done; `berth service " + what.service +
                                               "` tells how it goes on.");
    }
    const auto slept = co_await ports::sleep_for(clock, look_again);
    if (!slept) co_return std::unexpected(slept.error());
  }
}

}  // namespace berth::cli
