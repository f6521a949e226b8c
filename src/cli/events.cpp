#include <limits>

#include "cli/command.hpp"
#include "cli/services/service_query.hpp"

namespace berth::cli {

Done list_events(Context context, std::string cluster, std::string service) {
  const auto described = co_await find_service(context.client, cluster, service);
  if (!described) co_return std::unexpected(described.error());
  context.out += event_lines(*described, std::numeric_limits<std::size_t>::max());
  co_return Result<void>{};
}

}  // namespace berth::cli
