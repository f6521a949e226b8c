#include "cli/events.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/screen/poll.hpp"
#include "cli/screen/table.hpp"
#include "cli/task_query.hpp"
#include "gen/explain/service.hpp"
#include "gen/explain/types.hpp"

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

/// "the service web".
std::string name_of(const EventsWish& wish) {
  std::string name;
  if (wish.service) name = "the service " + *wish.service;
  if (wish.task) name += (name.empty() ? "the task " : " and the task ") + *wish.task;
  return name;
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

std::string raw_line(const std::string& event) {
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

}  // namespace

std::string event_line(const std::string& event) { return printable(raw_line(event)); }

namespace {

/// What is read, and where the next page begins.
struct Reading {
  Context context;
  Screen screen;
  EventsWish wish;
  ReadEventsRequest request;
};

/// All pages that there are.
Answer<Look> read_pages(Reading& reading) {
  auto& [context, screen, wish, request] = reading;
  std::size_t count = 0;
  do {
    auto copy = request;
    const auto page = co_await read(context.client, std::move(copy));
    if (!page) co_return std::unexpected(page.error());
    count = 0;
    for (const auto& each : page->events.value_or(std::vector<gen::explain::EventRecord>{})) {
      const auto text = each.event.value_or("");
      screen.write((wish.format == EventsFormat::json ? text : event_line(text)) + "\n");
      ++count;
    }
    if (!page->known.value_or(true)) {
      screen.warn("Nothing is known of " + name_of(wish) + ".\n");
    }
    request.after = page->last;
  } while (count == static_cast<std::size_t>(page_size));
  co_return wish.follow == ports::Follow::yes ? Look::again : Look::last;
}

}  // namespace

Done show_events(Context context, Screen screen, EventsWish wish) {
  auto request = first_page(wish, screen.clock.now());
  Reading reading{context, screen, std::move(wish), std::move(request)};
  const Patience patience{look_again, std::nullopt, Heard::never};
  std::function<Answer<Look>()> look = [&] { return read_pages(reading); };
  const auto waited = co_await poll(screen, patience, std::move(look));
  if (!waited) co_return std::unexpected(waited.error());
  co_return Result<void>{};
}

}  // namespace berth::cli
