#pragma once
// Elastic Load Balancing's objects (behaviour §2.2): an application load balancer has listeners,
// a listener forwards to a target group, a target group holds targets with their health.

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/tags.hpp"

namespace berth::model {

enum class Scheme : std::uint8_t { internet_facing, internal };
BOOST_DESCRIBE_ENUM(Scheme, internet_facing, internal)

/// Where a load balancer stands in one zone.
struct LoadBalancerZone {
  std::string zone_name;
  SubnetId subnet_id;
  /// Its own address inside that subnet; HAProxy listens there.
  std::string address;
};
BOOST_DESCRIBE_STRUCT(LoadBalancerZone, (), (zone_name, subnet_id, address))

using AttributeMap = std::map<std::string, std::string>;

struct LoadBalancer {
  LoadBalancerArn arn;
  std::string name;
  std::string dns_name;
  Scheme scheme = Scheme::internet_facing;
  VpcId vpc_id;
  std::vector<LoadBalancerZone> zones;
  std::vector<std::string> security_groups;
  /// 127.x.y.z of an internet-facing one: reachable from the host alone, without any set-up.
  std::string loopback_address;
  Instant created_at{};
  AttributeMap attributes;  // Only those that differ from their defaults.
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(LoadBalancer, (),
                      (arn, name, dns_name, scheme, vpc_id, zones, security_groups,
                       loopback_address, created_at, attributes, tags))

struct Listener {
  ListenerArn arn;
  LoadBalancerArn load_balancer_arn;
  std::int32_t port = 0;
  /// Default action: forward everything to this group.
  TargetGroupArn target_group_arn;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Listener, (), (arn, load_balancer_arn, port, target_group_arn, tags))

enum class TargetType : std::uint8_t { instance, ip };
BOOST_DESCRIBE_ENUM(TargetType, instance, ip)

struct HealthCheck {
  std::string path = "/";
  /// Nothing means the port on which the target takes traffic ("traffic-port").
  std::optional<std::int32_t> port;
  std::int32_t interval = 30;  // seconds
  std::int32_t timeout = 5;    // seconds
  std::int32_t healthy_threshold = 5;
  std::int32_t unhealthy_threshold = 2;
  std::string matcher = "200";

  bool operator==(const HealthCheck&) const = default;
};
BOOST_DESCRIBE_STRUCT(HealthCheck, (),
                      (path, port, interval, timeout, healthy_threshold, unhealthy_threshold,
                       matcher))

struct TargetKey {
  std::string id;  // Address or instance id.
  std::int32_t port = 0;

  auto operator<=>(const TargetKey&) const = default;
};
BOOST_DESCRIBE_STRUCT(TargetKey, (), (id, port))

enum class TargetState : std::uint8_t { initial, healthy, unhealthy, draining };
BOOST_DESCRIBE_ENUM(TargetState, initial, healthy, unhealthy, draining)

/// Why a target is not healthy (behaviour §2.6).
enum class TargetReason : std::uint8_t {
  none,
  registration_in_progress,
  initial_health_checking,
  response_code_mismatch,
  timeout,
  failed_health_checks,
  deregistration_in_progress,
};
BOOST_DESCRIBE_ENUM(TargetReason, none, registration_in_progress, initial_health_checking,
                    response_code_mismatch, timeout, failed_health_checks,
                    deregistration_in_progress)

struct TargetHealth {
  TargetState state = TargetState::initial;
  TargetReason reason = TargetReason::registration_in_progress;
  /// The status that did not match, for response_code_mismatch.
  std::int32_t status_code = 0;

  bool operator==(const TargetHealth&) const = default;
};
BOOST_DESCRIBE_STRUCT(TargetHealth, (), (state, reason, status_code))

struct Target {
  TargetKey key;
  std::string availability_zone;
  /// Where it is probed and served: the id itself, or the instance's private address.
  std::string address;
  TargetHealth health;
  Instant registered_at{};
  /// Set while draining: when the deregistration delay ends.
  std::optional<Instant> drained_at;
};
BOOST_DESCRIBE_STRUCT(Target, (),
                      (key, availability_zone, address, health, registered_at, drained_at))

struct TargetGroup {
  TargetGroupArn arn;
  std::string name;
  VpcId vpc_id;
  std::int32_t port = 0;
  TargetType target_type = TargetType::instance;
  HealthCheck health_check;
  AttributeMap attributes;      // Only those that differ from their defaults.
  std::vector<Target> targets;  // Sorted by key.
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(TargetGroup, (),
                      (arn, name, vpc_id, port, target_type, health_check, attributes, targets,
                       tags))

const Target* find_target(const TargetGroup& group, const TargetKey& key);

/// deregistration_delay.timeout_seconds, 300 unless set.
Duration deregistration_delay(const TargetGroup& group);
/// idle_timeout.timeout_seconds, 60 unless set.
Duration idle_timeout(const LoadBalancer& load_balancer);

}  // namespace berth::model
