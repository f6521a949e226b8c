// DescribeAccountLimits: the quotas that AWS gives an account (behaviour §2.18).
#include "api/elbv2/parts/page.hpp"
#include "gen/elbv2/operations.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

struct Quota {
  std::string_view name, max;
};

// In order of names, which is the order of pages.
constexpr Quota quotas[] = {
    {"application-load-balancers", "50"},
    {"certificates-per-application-load-balancer", "25"},
    {"condition-values-per-alb-rule", "5"},
    {"condition-wildcards-per-alb-rule", "5"},
    {"listeners-per-application-load-balancer", "50"},
    {"listeners-per-network-load-balancer", "50"},
    {"network-load-balancers", "50"},
    {"rules-per-application-load-balancer", "100"},
    {"target-groups", "3000"},
    {"target-groups-per-action-on-application-load-balancer", "5"},
    {"target-groups-per-application-load-balancer", "100"},
    {"target-id-registrations-per-application-load-balancer", "1000"},
    {"targets-per-application-load-balancer", "1000"},
    {"targets-per-availability-zone-per-network-load-balancer", "500"},
    {"targets-per-network-load-balancer", "3000"},
    {"targets-per-target-group", "1000"},
};

}  // namespace

Result<Change<gen::elbv2::DescribeAccountLimitsOutput>> describe_account_limits(
    const View&, const gen::elbv2::DescribeAccountLimitsInput& request, const Stamp&) {
  std::vector<gen::elbv2::Limit> limits;
  for (const auto& quota : quotas) {
    limits.push_back({.name = std::string(quota.name), .max = std::string(quota.max)});
  }
  auto page = TRY(page_of(std::move(limits), page_request(request.marker, request.page_size),
                          [](const gen::elbv2::Limit& limit) { return *limit.name; }));
  Change<gen::elbv2::DescribeAccountLimitsOutput> change;
  change.response.limits = std::move(page.rows);
  change.response.next_marker = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::elbv2
