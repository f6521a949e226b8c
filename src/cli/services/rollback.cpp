#include "cli/services/rollback.hpp"

#include <utility>

#include "cli/services/follow.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "gen/explain/service.hpp"
#include "gen/explain/types.hpp"

namespace berth::cli {

Done roll_back_service(Context context, Screen screen, RollbackWish wish) {
  auto service = co_await find_service(context.client, wish.cluster, wish.service);
  if (!service) co_return std::unexpected(service.error());
  gen::explain::RollBackServiceRequest request;
  request.cluster = wish.cluster;
  request.service = wish.service;
  auto begun = co_await context.client.call<gen::explain::RollBackServiceResponse>(
      gen::explain::service(), "RollBackService", std::move(request));
  if (!begun) co_return std::unexpected(begun.error());
  if (begun->task_definition) {
    screen.write("Back to " + after_slash(begun->task_definition) + ".\n");
  }
  Following what;
  what.cluster = wish.cluster;
  what.service = wish.service;
  what.goal = begun->service_revision_arn ? Goal::deployed : Goal::rolled_back;
  what.service_deployment = begun->service_deployment_arn.value_or("");
  what.timeout = wish.timeout;
  const auto done = co_await follow(context, screen, std::move(what), std::move(*service));
  if (!done) co_return std::unexpected(done.error());
  const auto after = co_await find_service(context.client, wish.cluster, wish.service);
  if (!after) co_return std::unexpected(after.error());
  context.out +=
      "Service " + wish.service + " runs " + after_slash(after->task_definition) + " again.\n";
  co_return Result<void>{};
}

}  // namespace berth::cli
