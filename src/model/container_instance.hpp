#pragma once
// A machine (or the hidden Fargate capacity) that runs tasks through an agent.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/resources.hpp"
#include "model/tags.hpp"

namespace berth::model {

enum class ContainerInstanceStatus : std::uint8_t { active, draining, inactive };
BOOST_DESCRIBE_ENUM(ContainerInstanceStatus, active, draining, inactive)

enum class Capacity : std::uint8_t {
  ec2,      // A container instance of its cluster, visible in the API.
  fargate,  // Hidden: takes FARGATE tasks of every cluster, never listed.
};
BOOST_DESCRIBE_ENUM(Capacity, ec2, fargate)

struct Attribute {
  std::string name;
  std::optional<std::string> value;

  bool operator==(const Attribute&) const = default;
};
BOOST_DESCRIBE_STRUCT(Attribute, (), (name, value))

struct AgentVersion {
  std::string agent_version, agent_hash, docker_version;
  bool operator==(const AgentVersion&) const = default;
};
BOOST_DESCRIBE_STRUCT(AgentVersion, (), (agent_version, agent_hash, docker_version))

struct ContainerInstance {
  ContainerInstanceArn arn;
  ClusterArn cluster_arn;
  Capacity capacity = Capacity::ec2;
  std::string ec2_instance_id;
  /// Where its published ports are reached from the load balancer: the address that its agent
  /// calls from.
  std::string private_address;
  ContainerInstanceStatus status = ContainerInstanceStatus::active;
  bool agent_connected = false;
  Instant agent_connected_at{};  // Last change of agent_connected.
  AgentVersion agent;
  /// What the agent registered; its ports are the reserved ones.
  Resources registered;
  std::vector<Attribute> attributes;
  std::string availability_zone;
  Instant registered_at{};
  std::int64_t version = 1;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(ContainerInstance, (),
                      (arn, cluster_arn, capacity, ec2_instance_id, private_address, status,
                       agent_connected, agent_connected_at, agent, registered, attributes,
                       availability_zone, registered_at, version, tags))

const Attribute* find_attribute(const ContainerInstance& instance, std::string_view name);

}  // namespace berth::model
