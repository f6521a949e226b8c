#include "agent/tasks/reporter.hpp"

#include <utility>

#include "agent/backoff.hpp"
#include "client/error_code.hpp"
#include "gen/ecs/service.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;
using gen::ecs::SubmitTaskStateChangeRequest;
using gen::ecs::SubmitTaskStateChangeResponse;

namespace {

constexpr int sending_max = 10;
constexpr std::size_t reason_longest = 1024, id_longest = 255;
constexpr Duration look_again = std::chrono::minutes{1};
constexpr BackoffLimits between_tries{.first = std::chrono::seconds{1},
                                      .longest = std::chrono::seconds{30},
                                      .factor = 1.3,
                                      .jitter = 0.2};

void cut_to(std::optional<std::string>& text, std::size_t longest) {
  if (text && text->size() > longest) text->resize(longest);
}

SubmitTaskStateChangeRequest trimmed(SubmitTaskStateChangeRequest report) {
  cut_to(report.reason, reason_longest);
  if (!report.containers) return report;
  for (auto& container : *report.containers) {
    cut_to(container.reason, reason_longest);
    cut_to(container.runtime_id, id_longest);
    cut_to(container.image_digest, id_longest);
  }
  return report;
}

}  // namespace

Reporter::Reporter(client::ApiClient& api, ports::Clock& clock, ports::Entropy& entropy,
                   Scope& scope, std::string cluster, const Log& log)
    : api_(api),
      clock_(clock),
      entropy_(entropy),
      scope_(scope),
      cluster_(std::move(cluster)),
      log_(log),
      turn_(clock),
      retry_(clock) {}

void Reporter::submit(const std::string& arn) {
  if (!served_.insert(arn).second) return;
  scope_.spawn(serve(arn));
}

asio::awaitable<void> Reporter::serve(std::string arn) {
  Backoff backoff(between_tries, entropy_);
  while (true) {
    const auto* source = find_(arn);
    if (source == nullptr || source->next_report() == nullptr) break;
    co_await take_turn();
    const Delivery delivery = co_await deliver(arn);
    end_turn();
    if (delivery == Delivery::done) {
      backoff.reset();
      continue;
    }
    const Instant deadline = clock_.now() + backoff.next();
    co_await retry_.wait_until(deadline);
  }
  served_.erase(arn);
}

asio::awaitable<Reporter::Delivery> Reporter::deliver(std::string arn) {
  auto* source = find_(arn);
  if (source == nullptr || source->next_report() == nullptr) co_return Delivery::done;
  auto report = trimmed(*source->next_report());
  report.cluster = cluster_;
  const auto status = report.status.value_or("");
  const auto taken = co_await api_.call<SubmitTaskStateChangeResponse>(
      gen::ecs::service(), "SubmitTaskStateChange", std::move(report));
  if (!taken && client::is_retriable(taken.error())) {
    log_.warn("report delayed", {{"task", arn}, {"cause", taken.error().message}});
    co_return Delivery::failed;
  }
  if (taken)
    log_.info("task reported", {{"task", arn}, {"status", status}});
  else
    log_.warn("report refused", {{"task", arn}, {"cause", taken.error().message}});
  source = find_(arn);
  if (source != nullptr) source->report_done();
  co_return Delivery::done;
}

asio::awaitable<void> Reporter::take_turn() {
  while (sending_ >= sending_max) {
    const Instant deadline = clock_.now() + look_again;
    co_await turn_.wait_until(deadline);
  }
  ++sending_;
}

void Reporter::end_turn() {
  --sending_;
  turn_.notify();
}

}  // namespace berth::agent::tasks
