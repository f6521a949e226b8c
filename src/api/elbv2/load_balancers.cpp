// CreateLoadBalancer, DescribeLoadBalancers, DeleteLoadBalancer (behaviour §2.2).
#include <set>
#include <utility>

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "api/elbv2/parts/load_balancer_network.hpp"
#include "api/elbv2/parts/page.hpp"
#include "api/elbv2/parts/show.hpp"
#include "api/elbv2/parts/tag_list.hpp"
#include "api/members.hpp"
#include "base/text.hpp"
#include "gen/elbv2/operations.hpp"
#include "rules/address_allocation.hpp"
#include "rules/load_balancing/attributes.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

constexpr std::size_t load_balancers_max = 50;

Result<void> check_name(const std::string& name) {
  const auto refuse = [&](std::string_view what) {
    return fail(ErrorCode::validation, fmt::format("The load balancer name '{}' {}", name, what));
  };
  if (name.empty()) return fail(ErrorCode::validation, "A load balancer name must be specified");
  if (name.size() > 32) return refuse("cannot be longer than '32' characters");
  if (!only_alphanumeric_or(name, "-")) {
    return refuse("can only contain characters that are alphanumeric characters and hyphens(-)");
  }
  if (name.starts_with('-') || name.ends_with('-')) return refuse("cannot begin or end with '-'");
  if (name.starts_with("internal-")) return refuse("cannot begin with 'internal-'");
  return {};
}

Result<void> check_members(const gen::elbv2::CreateLoadBalancerInput& request) {
  using gen::elbv2::LoadBalancerTypeEnum;
  TRY_VOID(expect_only(request.type, LoadBalancerTypeEnum::application, "Type"));
  TRY_VOID(expect_only(request.ip_address_type, gen::elbv2::IpAddressType::ipv4, "IpAddressType"));
  TRY_VOID(expect_absent(request.customer_owned_ipv4_pool, "CustomerOwnedIpv4Pool"));
  TRY_VOID(expect_only(request.enable_prefix_for_ipv6_source_nat,
                       gen::elbv2::EnablePrefixForIpv6SourceNatEnum::off,
                       "EnablePrefixForIpv6SourceNat"));
  TRY_VOID(expect_absent(request.ipam_pools, "IpamPools"));
  return {};
}

bool same_settings(const model::LoadBalancer& a, const model::LoadBalancer& b) {
  const auto subnets = [](const model::LoadBalancer& load_balancer) {
    std::set<model::SubnetId> ids;
    for (const auto& zone : load_balancer.zones) ids.insert(zone.subnet_id);
    return ids;
  };
  const auto groups = [](const model::LoadBalancer& load_balancer) {
    return std::set(load_balancer.security_groups.begin(), load_balancer.security_groups.end());
  };
  return a.scheme == b.scheme && a.tags == b.tags && subnets(a) == subnets(b) &&
         groups(a) == groups(b);
}

std::string free_loopback_address(const View& view, const std::string& dns_name) {
  std::set<std::string> used;
  for (const auto& [arn, other] : view.load_balancers()) used.insert(other.loopback_address);
  return rules::loopback_address(used, stable_hash(dns_name));
}

/// Everything that a new load balancer gets by itself: ARN, names, addresses.
Result<model::LoadBalancer> complete(const View& view, const std::vector<model::Subnet>& subnets,
                                     model::LoadBalancer row, const Stamp& stamp) {
  const auto id = stamp.entropy.hex(16);
  const auto digits = stamp.entropy.decimal(10);
  const bool internal = row.scheme == model::Scheme::internal;
  row.arn = model::LoadBalancerArn(
      stamp.arn("elasticloadbalancing", fmt::format("loadbalancer/app/{}/{}", row.name, id)));
  row.dns_name = fmt::format("{}{}-{}.{}.elb.localhost", internal ? "internal-" : "", row.name,
                             digits, stamp.realm.region);
  row.created_at = stamp.now;
  row.zones = TRY(place_in(view, subnets, {}, stamp));
  if (!internal) row.loopback_address = free_loopback_address(view, row.dns_name);
  return row;
}

Result<std::vector<const model::LoadBalancer*>> asked_load_balancers(
    const View& view, const gen::elbv2::DescribeLoadBalancersInput& request, const Stamp& stamp) {
  const bool by_arn = request.load_balancer_arns && !request.load_balancer_arns->empty();
  const bool by_name = request.names && !request.names->empty();
  if (by_arn && by_name) {
    return fail(ErrorCode::validation,
                "You can specify either load balancer ARNs or names, but not both");
  }
  if (!by_arn && !by_name) return load_balancers_of(view, stamp);
  std::set<model::LoadBalancerArn> arns;
  if (by_arn) {
    for (const auto& arn : *request.load_balancer_arns) {
      arns.insert(TRY(find_load_balancer(view, stamp, arn))->arn);
    }
  } else {
    for (const auto& name : *request.names) {
      const auto* row = load_balancer_named(view, stamp, name);
      if (!row) {
        return fail(ErrorCode::load_balancer_not_found, "One or more load balancers not found");
      }
      arns.insert(row->arn);
    }
  }
  std::vector<const model::LoadBalancer*> rows;
  for (const auto& arn : arns) rows.push_back(&view.load_balancers().at(arn));
  return rows;
}

}  // namespace

Result<Change<gen::elbv2::CreateLoadBalancerOutput>> create_load_balancer(
    const View& view, const gen::elbv2::CreateLoadBalancerInput& request, const Stamp& stamp) {
  TRY_VOID(check_name(request.name));
  TRY_VOID(check_members(request));
  auto network = TRY(default_network(view, stamp.realm));
  const auto subnets = TRY(chosen_subnets(view, network, request.subnets, request.subnet_mappings));
  model::LoadBalancer row{.name = request.name, .vpc_id = network.vpc.id};
  if (request.scheme == gen::elbv2::LoadBalancerSchemeEnum::internal) {
    row.scheme = model::Scheme::internal;
  }
  row.security_groups = TRY(chosen_security_groups(view, network, request.security_groups));
  row.tags = TRY(read_tags(request.tags));
  for (const auto& subnet : subnets) row.zones.push_back({subnet.availability_zone, subnet.id, {}});

  Change<gen::elbv2::CreateLoadBalancerOutput> change;
  if (const auto* existing = load_balancer_named(view, stamp, request.name)) {
    if (!same_settings(*existing, row)) {
      return fail(ErrorCode::duplicate_load_balancer_name,
                  fmt::format("A load balancer with the same name '{}' exists, but with different "
                              "settings",
                              request.name));
    }
    change.response.load_balancers = {{show(*existing)}};
    return change;
  }
  if (load_balancers_of(view, stamp).size() >= load_balancers_max) {
    return fail(ErrorCode::too_many_load_balancers,
                "The maximum number of load balancers has been reached");
  }
  row = TRY(complete(view, subnets, std::move(row), stamp));
  change.response.load_balancers = {{show(row)}};
  change.commands = with_network(std::move(network), {state::CreateLoadBalancer{std::move(row)}});
  return change;
}

Result<Change<gen::elbv2::DescribeLoadBalancersOutput>> describe_load_balancers(
    const View& view, const gen::elbv2::DescribeLoadBalancersInput& request, const Stamp& stamp) {
  const auto rows = TRY(asked_load_balancers(view, request, stamp));
  const auto page = TRY(page_by_arn(rows, request.marker, request.page_size));
  Change<gen::elbv2::DescribeLoadBalancersOutput> change;
  auto& shown = change.response.load_balancers.emplace();
  for (const auto* row : page.rows) shown.push_back(show(*row));
  change.response.next_marker = page.next_token;
  return change;
}

Result<Change<gen::elbv2::DeleteLoadBalancerOutput>> delete_load_balancer(
    const View& view, const gen::elbv2::DeleteLoadBalancerInput& request, const Stamp& stamp) {
  Change<gen::elbv2::DeleteLoadBalancerOutput> change;
  const auto found = find_load_balancer(view, stamp, request.load_balancer_arn);
  // Deleting what is not there succeeds.
  if (!found && found.error().code == ErrorCode::load_balancer_not_found) return change;
  const auto* row = TRY(found);
  if (rules::load_balancing::attribute_value(rules::load_balancing::load_balancer_attribute_rules(),
                                             row->attributes,
                                             "deletion_protection.enabled") == "true") {
    return fail(ErrorCode::operation_not_permitted,
                fmt::format("Load balancer '{}' cannot be deleted because deletion protection is "
                            "enabled",
                            row->arn.text()));
  }
  for (const auto& listener : view.listeners_of(row->arn)) {
    change.commands.push_back(state::DeleteListener{listener});
  }
  change.commands.push_back(state::DeleteLoadBalancer{row->arn});
  return change;
}

}  // namespace berth::api::elbv2
