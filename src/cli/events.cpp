#include "cli/command.hpp"
#include "cli/services/service_query.hpp"

namespace berth::cli {

Done list_events(Context context, std::string cluster, std::string service) {
  const auto described = co_await find_service(context.client, cluster, service);
  if (!described) co_return std::unexpected(described.error());
  const auto& events = described->events;
  if (!events) co_return Result<void>{};
  for (auto event = events->rbegin(); event != events->rend(); ++event) {
    context.out +=
        iso8601(event->created_at.value_or(Instant{})) + "  " + event->message.value_or("") + "\n";
  }
  co_return Result<void>{};
}

}  // namespace berth::cli
