#include "adapters/docker/docker_events.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "adapters/docker/docker_json.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

/// Actions that change what an agent knows of a container; a health status has its text behind a
/// colon. Podman says remove where Docker says destroy.
constexpr std::array<std::string_view, 10> actions = {"start",  "die",          "oom",   "kill",
                                                      "stop",   "destroy",      "pause", "unpause",
                                                      "remove", "health_status"};

bool wanted(const gen::docker::Event& event) {
  const std::string_view action = event.action;
  const auto word = action.substr(0, action.find(':'));
  return event.type == "container" && std::ranges::find(actions, word) != actions.end();
}

Instant instant_of(const gen::docker::Event& event) {
  if (event.time_nano) {
    return Instant{
        std::chrono::duration_cast<Duration>(std::chrono::nanoseconds{*event.time_nano})};
  }
  return Instant{std::chrono::seconds{event.time.value_or(0)}};
}

std::optional<std::int32_t> exit_code_of(const gen::docker::Event& event) {
  if (event.action != "die" || !event.actor.attributes) return std::nullopt;
  const auto found = event.actor.attributes->find("exitCode");
  if (found == event.actor.attributes->end()) return std::nullopt;
  const auto code = parse_unsigned(found->second);
  if (!code) return std::nullopt;
  return static_cast<std::int32_t>(*code);
}

class DockerEvents final : public ports::EngineEvents {
 public:
  explicit DockerEvents(std::unique_ptr<HttpStream> stream) : stream_(std::move(stream)) {}

  asio::awaitable<Result<ports::EngineEvent>> next() override {
    // Nothing may happen for hours; the limit only bounds each single wait.
    constexpr Duration wait_max = std::chrono::hours{1};
    while (true) {
      const auto line = co_await stream_->next_line(wait_max);
      if (!line && line.error().code == ErrorCode::timed_out) continue;
      if (!line && line.error().code == ErrorCode::canceled) {
        co_return std::unexpected(line.error());
      }
      if (!line) co_return fail(ErrorCode::closed, "The container engine's events have ended.");
      auto event = parse_engine_event(*line);
      if (!event) co_return std::unexpected(event.error());
      if (*event) co_return std::move(**event);
    }
  }

 private:
  std::unique_ptr<HttpStream> stream_;
};

}  // namespace

Result<std::optional<ports::EngineEvent>> parse_engine_event(std::string_view line) {
  if (trim(line).empty()) return std::nullopt;
  const auto event = TRY(from_docker<gen::docker::Event>(line, "an event"));
  if (!wanted(event)) return std::nullopt;
  ports::EngineEvent seen;
  seen.action = event.action == "remove" ? "destroy" : event.action;
  seen.container_id = event.actor.id.value_or("");
  seen.at = instant_of(event);
  seen.exit_code = exit_code_of(event);
  return seen;
}

asio::awaitable<Result<std::unique_ptr<ports::EngineEvents>>> watch_docker_events(
    DockerClient& client, Instant since, Duration timeout) {
  const auto milliseconds = since.time_since_epoch().count();
  constexpr std::string_view containers_only = R"({"type":["container"]})";
  DockerCall call;
  call.target = fmt::format("/events?since={}.{:03}&filters={}", milliseconds / 1000,
                            milliseconds % 1000, docker_escape(containers_only));
  auto stream = co_await client.open(std::move(call), timeout);
  if (!stream) co_return std::unexpected(stream.error());
  co_return std::make_unique<DockerEvents>(std::move(*stream));
}

}  // namespace berth::adapters
