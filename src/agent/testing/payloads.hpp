#pragma once
// Payload tasks as a server would send them.

#include <string>
#include <utility>
#include <vector>

#include "agent/testing/records.hpp"
#include "gen/agent_protocol/types.hpp"

namespace berth::agent::testing {

using PayloadContainer = gen::agent_protocol::Container;
using PayloadTask = gen::agent_protocol::Task;

inline PayloadContainer payload_container(std::string name) {
  PayloadContainer container;
  container.image = name + ":local";
  container.name = std::move(name);
  container.essential = true;
  return container;
}

inline PayloadTask payload_task(std::vector<PayloadContainer> containers,
                                std::string arn = task_arn) {
  PayloadTask task;
  task.arn = std::move(arn);
  task.task_cluster_arn = "arn:aws:ecs:us-east-1:000000000000:cluster/default";
  task.desired_status = "RUNNING";
  task.family = "web";
  task.version = "1";
  task.launch_type = "EC2";
  task.network_mode = "bridge";
  task.containers = std::move(containers);
  return task;
}

/// Gives the task the address 172.31.0.20 in the network of its VPC.
inline PayloadTask with_interface(PayloadTask task) {
  gen::agent_protocol::ElasticNetworkInterface eni;
  eni.name = "berth-vpc-0a1b2c3d4e5f6a7b8";
  eni.ec2_id = "eni-0123456789abcdef0";
  eni.mac_address = "0a:00:ac:1f:00:14";
  eni.attachment_arn = "arn:aws:ecs:us-east-1:000000000000:attachment/1";
  eni.subnet_gateway_ipv4_address = "172.31.0.1/16";
  eni.private_dns_name = "ip-172-31-0-20.ec2.internal";
  eni.ipv4_addresses.emplace().push_back({.primary = true, .private_address = "172.31.0.20"});
  task.network_mode = "awsvpc";
  task.elastic_network_interfaces.emplace().push_back(std::move(eni));
  return task;
}

}  // namespace berth::agent::testing
