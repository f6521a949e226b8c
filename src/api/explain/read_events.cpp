// ReadEvents: what happened of late, as EventBridge tells it.
#include <algorithm>

#include "api/ecs/names.hpp"
#include "api/events/event_document.hpp"
#include "gen/explain/operations.hpp"

namespace berth::api::explain {

namespace {

constexpr std::int32_t page_fallback = 100, page_max = 1000;

struct Filter {
  model::Realm realm;
  std::optional<Instant> since;
  std::optional<model::ClusterArn> cluster;
  std::optional<std::string> service, task;  // Short names.
};

const model::ClusterArn& cluster_of(const model::Event& event) {
  if (event.task) return event.task->cluster_arn;
  if (event.container_instance) return event.container_instance->instance.cluster_arn;
  return event.service_action->cluster_arn;
}

bool is_about_service(const model::Event& event, const std::string& service) {
  if (event.task) return event.task->group == "service:" + service;
  return event.service_action && short_id(event.service_action->service_arn) == service;
}

bool fits(const model::Event& event, const Filter& filter) {
  if (filter.since && event.at < *filter.since) return false;
  if (filter.cluster && cluster_of(event) != *filter.cluster) return false;
  if (filter.service && !is_about_service(event, *filter.service)) return false;
  // The start of a task's id is enough, as everywhere on the command line.
  if (filter.task && !(event.task && short_id(event.task->arn).starts_with(*filter.task))) {
    return false;
  }
  return model::realm_of(subject_of(event)) == filter.realm;
}

/// One that was deleted has events, too.
bool is_known_cluster(const View& view, const model::ClusterArn& arn) {
  return view.clusters().contains(arn) ||
         std::ranges::any_of(view.events().events(),
                             [&](const model::Event& event) { return cluster_of(event) == arn; });
}

template <class Rows, class Name>
bool has_own(const Rows& rows, const Filter& filter, const Name& is_named) {
  return std::ranges::any_of(rows, [&](const auto& entry) {
    const auto& [arn, row] = entry;
    return model::realm_of(arn.text()) == filter.realm &&
           (!filter.cluster || row.cluster_arn == *filter.cluster) && is_named(row);
  });
}

/// Whether there are, or were of late, a service and a task of those names.
bool is_known(const View& view, Filter filter) {
  filter.since.reset();
  const bool service =
      !filter.service || has_own(view.services(), filter, [&](const model::Service& row) {
        return row.name == *filter.service;
      });
  const bool task = !filter.task || has_own(view.tasks(), filter, [&](const model::Task& row) {
    return short_id(row.arn).starts_with(*filter.task);
  });
  if (service && task) return true;
  return std::ranges::any_of(view.events().events(),
                             [&](const model::Event& event) { return fits(event, filter); });
}

}  // namespace

Result<Change<gen::explain::ReadEventsResponse>> read_events(
    const View& view, const gen::explain::ReadEventsRequest& request, const Stamp& stamp) {
  const auto wanted = request.max_results.value_or(page_fallback);
  if (wanted < 1 || wanted > page_max) {
    return fail(ErrorCode::invalid_parameter, "maxResults takes 1 to 1000.");
  }
  Filter filter{stamp.realm, request.since, {}, {}, {}};
  if (request.cluster) {
    filter.cluster = ecs::cluster_arn(stamp, request.cluster);
    if (!is_known_cluster(view, *filter.cluster)) {
      return fail(ErrorCode::cluster_not_found, "Cluster not found.");
    }
  }
  if (request.service) filter.service = short_id(model::ServiceArn{*request.service});
  if (request.task) filter.task = short_id(model::TaskArn{*request.task});
  Change<gen::explain::ReadEventsResponse> change;
  auto& shown = change.response.events.emplace();
  const auto& events = view.events().events();
  if (!request.after) change.response.known = is_known(view, filter);
  const auto after = request.after.value_or(0);
  const auto first = std::ranges::upper_bound(events, after, {}, &model::Event::sequence);
  change.response.last = std::max(after, view.events().last_sequence());
  for (auto event = first; event != events.end(); ++event) {
    if (!fits(*event, filter)) continue;
    gen::explain::EventRecord record;
    record.sequence = event->sequence;
    record.event = api::events::event_document(view, *event);
    shown.push_back(std::move(record));
    if (shown.size() < static_cast<std::size_t>(wanted)) continue;
    change.response.last = event->sequence;
    break;
  }
  return change;
}

}  // namespace berth::api::explain
