#pragma once
// The network side of a container's body: published ports, links, and who owns the task's network.
//
// awsvpc: the pause container is on the bridge network of the VPC with the address that the server
// chose, and everything that Docker ties to a network (host name, resolver, extra hosts) is set
// there; the other containers join it and may set none of it.

#include <string>
#include <vector>

#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// Whether the task's containers have ports of the host.
bool publishes_ports(const TaskView& task);
/// A dynamic port is the one that the record has for it, or Docker's choice; ranges are published
/// port by port.
void publish_ports(const ContainerRecord& record, const gen::agent_protocol::Container& container,
                   gen::docker::ContainerCreateBody& body);
std::vector<std::string> links(const TaskView& task,
                               const gen::agent_protocol::Container& container);

/// Puts a normal container into the task's network.
void join_network(const TaskView& task, gen::docker::ContainerCreateBody& body);
/// Gives the pause container the task's network, or none where it holds something else.
void own_network(const TaskView& task, gen::docker::ContainerCreateBody& body);

/// The VPC's network as the interface describes it. The gateway's prefix is that of the whole VPC,
/// so that all its subnets share one bridge and reach each other. Error: a malformed address.
Result<ports::NetworkSpec> network_spec(const gen::agent_protocol::ElasticNetworkInterface& eni);

}  // namespace berth::agent::steps
