#include "cli/events.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/task_query.hpp"
#include "client/error_code.hpp"
#include "gen/explain/service.hpp"
#include "gen/explain/types.hpp"
#include "ports/sleep.hpp"

namespace berth::cli {

namespace json = boost::json;

namespace {

using gen::explain::ReadEventsRequest;
using gen::explain::ReadEventsResponse;

constexpr Duration look_again = std::chrono::milliseconds{300};
constexpr std::int32_t page_size = 500;

/// A text of the object; empty where there is none.
std::string text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : "";
}

/// The words that are not empty.
std::string joined(std::initializer_list<std::string> words) {
  std::string line;
  for (const auto& word : words) {
    if (word.empty()) continue;
    line += (line.empty() ? "" : " ") + word;
  }
  return line;
}

std::string in_brackets(const std::string& text) { return text.empty() ? "" : "(" + text + ")"; }

std::string task_words(const json::object& detail) {
  const auto last = text_at(detail, "lastStatus"), desired = text_at(detail, "desiredStatus");
  const auto health = text_at(detail, "healthStatus");
  return joined({last, last == desired ? "" : "-> " + desired, health == "UNKNOWN" ? "" : health,
                 text_at(detail, "group"), in_brackets(text_at(detail, "stoppedReason"))});
}

std::string instance_words(const json::object& detail) {
  const auto* connected = detail.if_contains("agentConnected");
  const bool there = connected && connected->is_bool() && connected->as_bool();
  const auto number = [&](std::string_view name) {
    const auto* value = detail.if_contains(name);
    return value && value->is_int64() ? value->as_int64() : 0;
  };
  return fmt::format("{} {} {} running, {} pending", text_at(detail, "status"),
                     there ? "connected" : "disconnected", number("runningTasksCount"),
                     number("pendingTasksCount"));
}

std::string action_words(const json::object& detail) {
  return joined({text_at(detail, "eventName"), text_at(detail, "deploymentId"),
                 in_brackets(text_at(detail, "reason"))});
}

Answer<ReadEventsResponse> read(client::ApiClient& client, ReadEventsRequest request) {
  auto answer = co_await client.call<ReadEventsResponse>(gen::explain::service(), "ReadEvents",
                                                         std::move(request));
  co_return answer;
}

ReadEventsRequest first_page(const EventsWish& wish, Instant now) {
  ReadEventsRequest request;
  request.cluster = wish.cluster;
  request.service = wish.service;
  request.task = wish.task;
  if (wish.since) request.since = now - *wish.since;
  request.max_results = page_size;
  return request;
}

}  // namespace

std::string event_line(const std::string& event) {
  boost::system::error_code error;
  const auto value = json::parse(event, error);
  const auto* envelope = error ? nullptr : value.if_object();
  const auto* details = envelope ? envelope->if_contains("detail") : nullptr;
  const auto* detail = details ? details->if_object() : nullptr;
  const auto* resources = envelope ? envelope->if_contains("resources") : nullptr;
  const auto* list = resources ? resources->if_array() : nullptr;
  if (!detail || !list || list->empty() || !list->front().is_string()) return event;
  const auto about = after_slash(std::string(list->front().as_string()));
  const auto time = text_at(*envelope, "time"), type = text_at(*envelope, "detail-type");
  if (type == "ECS Task State Change") return joined({time, "task", about, task_words(*detail)});
  if (type == "ECS Container Instance State Change") {
    return joined({time, "instance", about, instance_words(*detail)});
  }
  return joined({time, "service", about, action_words(*detail)});
}

Done show_events(Context context, Screen screen, EventsWish wish) {
  auto request = first_page(wish, screen.clock.now());
  while (true) {
    auto copy = request;
    const auto page = co_await read(context.client, std::move(copy));
    const bool away = !page && wish.follow == ports::Follow::yes && request.after.has_value() &&
                      client::is_retriable(page.error());
    if (!page && !away) co_return std::unexpected(page.error());
    std::size_t count = 0;
    if (page) {
      for (const auto& each : page->events.value_or(std::vector<gen::explain::EventRecord>{})) {
        const auto text = each.event.value_or("");
        screen.write((wish.format == EventsFormat::json ? text : event_line(text)) + "\n");
        ++count;
      }
      request.after = page->last;
    }
    if (count == static_cast<std::size_t>(page_size)) continue;
    if (wish.follow == ports::Follow::no) co_return Result<void>{};
    const auto slept = co_await ports::sleep_for(screen.clock, look_again);
    if (!slept) co_return std::unexpected(slept.error());
  }
}

}  // namespace berth::cli
