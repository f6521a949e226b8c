#include "rules/deployments/revision_before.hpp"

#include <algorithm>
#include <ranges>
#include <tuple>

namespace berth::rules {

namespace {

bool is_same_workload(const model::ServiceRevision& a, const model::ServiceRevision& b) {
  const auto workload = [](const model::ServiceRevision& each) {
    return std::tie(each.task_definition_arn, each.launch_type, each.capacity_provider_strategy,
                    each.platform_version, each.network_configuration, each.load_balancers,
                    each.image_digests);
  };
  return workload(a) == workload(b);
}

}  // namespace

const model::ServiceRevision* revision_before(
    const std::vector<const model::ServiceRevision*>& deployed,
    const model::ServiceRevision& present) {
  std::vector<const model::ServiceRevision*> history;
  const auto take_back_to = [&](const model::ServiceRevision& revision) {
    const auto found = std::ranges::find(history, revision.arn, &model::ServiceRevision::arn);
    history.erase(found, history.end());
  };
  for (const auto* each : deployed) {
    take_back_to(*each);
    history.push_back(each);
  }
  take_back_to(present);
  for (const auto* each : std::views::reverse(history)) {
    if (!is_same_workload(*each, present)) return each;
  }
  return nullptr;
}

}  // namespace berth::rules
