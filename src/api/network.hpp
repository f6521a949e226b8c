#pragma once
// The default network of a request's account and region, for every operation that places something
// in it. The network is created lazily: `command` is set while nobody has asked for it before, and
// an operation that uses the network puts it in front of its own commands; one that only describes
// answers as if it existed and returns the command too.

#include <optional>
#include <vector>

#include "api/operation.hpp"
#include "model/network.hpp"

namespace berth::api {

struct DefaultNetwork {
  model::Vpc vpc;
  std::vector<model::Subnet> subnets;  // In order of zones.
  model::SecurityGroup group;
  std::optional<Command> command;
};

/// Fails with limit_exceeded when every range that Berth gives to default VPCs is in use.
Result<DefaultNetwork> default_network(const View& view, const model::Realm& realm);

/// Commands of an operation that needs the network: its own, after the one that creates it.
std::vector<Command> with_network(DefaultNetwork network, std::vector<Command> commands = {});

/// The subnet of that id in the realm, or null. Default subnets are found only once created, or in
/// the DefaultNetwork.
const model::Subnet* find_subnet(const View& view, const DefaultNetwork& network,
                                 const model::SubnetId& id);
const model::SecurityGroup* find_security_group(const View& view, const DefaultNetwork& network,
                                                const model::SecurityGroupId& id);

}  // namespace berth::api
