#include "agent/tasks/engine_watch.hpp"

#include <algorithm>
#include <utility>

#include "agent/backoff.hpp"
#include "agent/steps/container_body.hpp"
#include "ports/sleep.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;
using plan::EnginePresence;

namespace {

constexpr BackoffLimits between_probes{.first = std::chrono::milliseconds{100},
                                       .longest = std::chrono::seconds{10},
                                       .factor = 2.0,
                                       .jitter = 0.2};
constexpr Duration probe_timeout = std::chrono::seconds{10};
/// A stream that lived at least this long ended by accident, not because something is wrong.
constexpr Duration stream_proven = std::chrono::seconds{10};
constexpr Duration look_again = std::chrono::minutes{1};

}  // namespace

EngineWatch::EngineWatch(ports::ContainerEngine& engine, ports::Clock& clock,
                         ports::Entropy& entropy, const AgentOptions& options, const Log& log)
    : engine_(engine),
      clock_(clock),
      entropy_(entropy),
      options_(options),
      log_(log),
      doubted_(clock),
      present_(clock) {}

void EngineWatch::start(Scope& scope, EngineListener& listener) {
  listener_ = &listener;
  last_event_ = clock_.now();
  scope.spawn(probe());
  scope.spawn(watch());
}

void EngineWatch::doubt() {
  if (presence_ == EnginePresence::absent) return;
  set_presence(EnginePresence::absent);
  doubted_.notify();
}

asio::awaitable<void> EngineWatch::wait_until_present() {
  while (presence_ == EnginePresence::absent) {
    const Instant deadline = clock_.now() + look_again;
    co_await present_.wait_until(deadline);
  }
}

void EngineWatch::set_presence(EnginePresence presence) {
  if (std::exchange(presence_, presence) == presence) return;
  if (presence == EnginePresence::present) {
    log_.info("container engine found", {{"version", version_.version}});
    present_.notify();
  } else {
    log_.warn("container engine lost");
  }
  listener_->on_presence(presence);
}

asio::awaitable<void> EngineWatch::probe() {
  Backoff backoff(between_probes, entropy_);
  while (true) {
    if (presence_ == EnginePresence::present) {
      backoff.reset();
      const Instant deadline = clock_.now() + look_again;
      co_await doubted_.wait_until(deadline);
      continue;
    }
    auto answer = co_await engine_.version(probe_timeout);
    if (answer) {
      version_ = std::move(*answer);
      set_presence(EnginePresence::present);
      continue;
    }
    if (backoff.tries() == 0) {
      log_.error("container engine not answering", {{"cause", answer.error().message}});
    }
    const Duration delay = backoff.next();
    co_await ports::sleep_for(clock_, delay);
  }
}

asio::awaitable<void> EngineWatch::watch() {
  Backoff backoff(between_probes, entropy_);
  while (true) {
    co_await wait_until_present();
    const Instant began = clock_.now();
    const Result<void> ended = co_await follow(last_event_);
    log_.warn("event stream ended", {{"cause", ended.error().message}});
    doubt();
    if (clock_.now() - began >= stream_proven) backoff.reset();
    const Duration delay = backoff.next();
    co_await ports::sleep_for(clock_, delay);
  }
}

asio::awaitable<Result<void>> EngineWatch::follow(Instant since) {
  const Duration timeout = options_.times.engine_call;
  auto events = co_await engine_.events(since, timeout);
  if (!events) co_return std::unexpected(events.error());
  const auto listed = co_await engine_.list_containers(steps::task_arn_label, timeout);
  if (!listed) co_return std::unexpected(listed.error());
  listener_->on_listing(*listed);
  while (true) {
    const auto event = co_await (*events)->next();
    if (!event) co_return std::unexpected(event.error());
    last_event_ = std::max(last_event_, event->at);
    listener_->on_event(*event);
  }
}

}  // namespace berth::agent::tasks
