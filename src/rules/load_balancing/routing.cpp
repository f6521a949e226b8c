#include "rules/load_balancing/routing.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/load_balancing/attributes.hpp"
#include "rules/load_balancing/target_registration.hpp"

namespace berth::rules::load_balancing {

namespace {

using model::TargetState;

std::uint64_t minimum_healthy(const model::TargetGroup& group, std::string_view unit) {
  const auto key =
      fmt::format("target_group_health.unhealthy_state_routing.minimum_healthy_targets.{}", unit);
  const auto text = attribute_value(target_group_attribute_rules(), group.attributes, key);
  return parse_unsigned(text).value_or(0);
}

bool fails_open(const model::TargetGroup& group, std::uint64_t healthy, std::uint64_t registered) {
  return healthy < minimum_healthy(group, "count") ||
         healthy * 100 < minimum_healthy(group, "percentage") * registered;
}

/// The resource part of an ARN after its first `skipped` pieces, joined by '-'.
std::string name_from(const std::string& arn, std::size_t skipped) {
  std::vector<std::string> kept;
  for (const auto piece : split(arn, '/')) {
    if (skipped > 0) {
      --skipped;
    } else {
      kept.emplace_back(piece);
    }
  }
  return join(kept, "-");
}

}  // namespace

std::vector<RoutedServer> routed_servers(const model::TargetGroup& group,
                                         const std::set<std::string>& zones) {
  std::uint64_t healthy = 0, registered = 0;
  for (const auto& target : group.targets) {
    if (target.health.state == TargetState::draining || !in_enabled_zone(target, zones)) continue;
    ++registered;
    if (target.health.state == TargetState::healthy) ++healthy;
  }
  const bool open = fails_open(group, healthy, registered);
  std::vector<RoutedServer> servers;
  for (const auto& target : group.targets) {
    if (!in_enabled_zone(target, zones)) continue;
    const auto state = target.health.state;
    const bool ready = state == TargetState::healthy || (open && state != TargetState::draining);
    servers.push_back({.name = server_name(target.key),
                       .address = target.address,
                       .port = static_cast<std::uint16_t>(target.key.port),
                       .flow = ready ? Flow::ready : Flow::no_more});
  }
  return servers;
}

std::string server_name(const model::TargetKey& key) {
  return fmt::format("{}_{}", key.id, key.port);
}

// arn:…:targetgroup/<name>/<id>
std::string pool_name(const model::TargetGroupArn& arn) { return name_from(arn.text(), 1); }

// arn:…:listener/app/<load balancer>/<its id>/<id>
std::string listener_name(const model::ListenerArn& arn) { return name_from(arn.text(), 2); }

}  // namespace berth::rules::load_balancing
