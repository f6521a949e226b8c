#include "api/services.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/check.hpp"
#include "gen/ec2/operations.hpp"
#include "gen/ec2/service.hpp"
#include "gen/ecs/operations.hpp"
#include "gen/ecs/service.hpp"
#include "gen/elbv2/operations.hpp"
#include "gen/elbv2/service.hpp"
#include "gen/events/operations.hpp"
#include "gen/events/service.hpp"
#include "gen/explain/operations.hpp"
#include "gen/explain/service.hpp"
#include "gen/sts/operations.hpp"
#include "gen/sts/service.hpp"

namespace berth::api {

namespace {

struct Row {
  const ServiceModel& (*model)();
  std::span<const OperationEntry> (*operations)();
};

constexpr Row rows[] = {
    {&gen::ecs::service, &ecs::operations},         {&gen::elbv2::service, &elbv2::operations},
    {&gen::ec2::service, &ec2::operations},         {&gen::sts::service, &sts::operations},
    {&gen::explain::service, &explain::operations}, {&gen::events::service, &events::operations},
};

}  // namespace

std::span<const ServiceModel* const> services() {
  static const auto models = [] {
    std::array<const ServiceModel*, std::size(rows)> all{};
    std::ranges::transform(rows, all.begin(), [](const Row& row) { return &row.model(); });
    return all;
  }();
  return models;
}

Invoke find_function(const ServiceModel& service, std::string_view operation) {
  const auto row =
      std::ranges::find_if(rows, [&](const Row& each) { return &each.model() == &service; });
  check(row != std::end(rows), "the service is one of ours");
  const auto entries = row->operations();
  const auto entry = std::ranges::find(entries, operation, &OperationEntry::name);
  check(entry != entries.end(), "every described operation has a function");
  return entry->invoke;
}

}  // namespace berth::api
