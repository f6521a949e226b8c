#include "agent/telemetry/telemetry_session.hpp"

#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "ports/sleep.hpp"

namespace berth::agent::telemetry {

namespace asio = boost::asio;

namespace {

using std::chrono::seconds;

constexpr Duration connect_timeout = seconds{30};
constexpr Duration silence_least = seconds{60};
constexpr std::uint64_t silence_more = 60000;  // Milliseconds.
constexpr Duration healthy_time = std::chrono::minutes{1};
constexpr BackoffLimits between_tries{
    .first = seconds{1}, .longest = std::chrono::minutes{1}, .factor = 2.0, .jitter = 0.2};

}  // namespace

TelemetrySession::TelemetrySession(Tools tools)
    : tools_(tools), backoff_(between_tries, tools.entropy) {}

asio::awaitable<void> TelemetrySession::run() {
  while (true) {
    const Instant began = tools_.clock.now();
    co_await connect_and_serve();
    if (tools_.clock.now() - began >= healthy_time) backoff_.reset();
    const Duration delay = backoff_.next();
    co_await ports::sleep_for(tools_.clock, delay);
  }
}

asio::awaitable<void> TelemetrySession::connect_and_serve() {
  using namespace asio::experimental::awaitable_operators;
  const auto found = co_await tools_.endpoints.find();
  if (!found) co_return;
  auto made =
      session::telemetry_handshake(found->telemetry, tools_.options, tools_.identity,
                                   tools_.engine.watch().version().version, tools_.clock.now());
  Link link{nullptr, made.request, Link::State::open};
  auto socket = co_await tools_.transport.connect(made.endpoint, made.request, connect_timeout);
  if (!socket) {
    tools_.log.debug("telemetry socket refused", {{"cause", socket.error().message}});
    co_return;
  }
  tools_.log.info("telemetry socket opened");
  link.socket = std::move(*socket);
  tools_.publication.repeat_status();
  auto both = listen(link) && publish(link);
  co_await std::move(both);
}

/// Acknowledgements and heartbeats say only that the server is there.
asio::awaitable<void> TelemetrySession::listen(Link& link) {
  while (true) {
    const auto spread = Duration{static_cast<std::int64_t>(tools_.entropy.below(silence_more))};
    const Instant silent = tools_.clock.now() + silence_least + spread;
    const auto frame = co_await link.socket->receive(silent);
    if (!frame) break;
  }
  close(link);
}

asio::awaitable<void> TelemetrySession::publish(Link& link) {
  while (link.state == Link::State::open) {
    const Result<void> done = co_await publish_round(link);
    if (!done) break;
  }
  close(link);
}

/// Metrics at once, then health as often as it turns until the next tick.
asio::awaitable<Result<void>> TelemetrySession::publish_round(Link& link) {
  const Instant next = tools_.clock.now() + tools_.options.times.publish;
  Result<void> sent = co_await publish_metrics(link);
  while (sent && link.state == Link::State::open) {
    sent = co_await publish_health(link);
    if (!sent) break;
    const ports::Woken why = co_await tools_.engine.health_changed().wait_until(next);
    if (why == ports::Woken::by_deadline) break;
  }
  co_return sent;
}

asio::awaitable<Result<void>> TelemetrySession::publish_metrics(Link& link) {
  auto frames = tools_.publication.metrics();
  if (auto status = tools_.publication.instance_status()) frames.push_back(std::move(*status));
  for (auto& json : frames) {
    Result<void> sent = co_await send(link, std::move(json));
    if (!sent) co_return sent;
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> TelemetrySession::publish_health(Link& link) {
  auto json = tools_.publication.health();
  if (!json) co_return Result<void>{};
  co_return co_await send(link, std::move(*json));
}

asio::awaitable<Result<void>> TelemetrySession::send(Link& link, std::string json) {
  auto text = wire::signed_frame_header(link.handshake, json, tools_.options.credentials,
                                        tools_.options.region, "ecs", tools_.clock.now());
  text += json;
  co_return co_await link.socket->send(std::move(text));
}

/// Ends both directions; the writer may be asleep until its next tick.
void TelemetrySession::close(Link& link) {
  link.state = Link::State::closed;
  link.socket->close();
  tools_.engine.health_changed().notify();
}

}  // namespace berth::agent::telemetry
