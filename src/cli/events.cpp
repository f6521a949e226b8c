#include "cli/command.hpp"
#include "gen/ecs/service.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

Done list_events(Context context, std::string cluster, std::string service) {
  gen::ecs::DescribeServicesRequest request;
  request.cluster = cluster;
  request.services.push_back(service);
  auto described = co_await context.client.call<gen::ecs::DescribeServicesResponse>(
      gen::ecs::service(), "DescribeServices", std::move(request));
  if (!described) co_return std::unexpected(described.error());
  if (!described->services || described->services->empty()) {
    co_return fail(ErrorCode::service_not_found,
                   "There is no service '" + service + "' in the cluster '" + cluster +
                       "'. `aws ecs list-services --cluster " + cluster + "` lists them.");
  }
  const auto& events = described->services->front().events;
  if (!events) co_return Result<void>{};
  for (auto event = events->rbegin(); event != events->rend(); ++event) {
    context.out +=
        iso8601(event->created_at.value_or(Instant{})) + "  " + event->message.value_or("") + "\n";
  }
  co_return Result<void>{};
}

}  // namespace berth::cli
