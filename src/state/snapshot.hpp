#pragma once
// Every row of a State, as it is written to the journal's snapshot. Indexes are derived and not
// part of it.

#include <vector>

#include <boost/describe/class.hpp>

#include "state/commands.hpp"
#include "state/event_book.hpp"

namespace berth::state {

struct ServiceEventList {
  model::ServiceArn arn;
  std::vector<model::ServiceEvent> events;  // Newest first.
};
BOOST_DESCRIBE_STRUCT(ServiceEventList, (), (arn, events))

struct Snapshot {
  std::vector<model::Cluster> clusters;
  std::vector<model::TaskDefinition> task_definitions;
  std::vector<model::ContainerInstance> container_instances;
  std::vector<model::Task> tasks;
  std::vector<model::Service> services;
  std::vector<ServiceEventList> service_events;
  std::vector<model::ServiceRevision> service_revisions;
  std::vector<model::ServiceDeployment> service_deployments;
  std::vector<model::Vpc> vpcs;
  std::vector<model::Subnet> subnets;
  std::vector<model::SecurityGroup> security_groups;
  std::vector<model::LoadBalancer> load_balancers;
  std::vector<model::Listener> listeners;
  std::vector<model::TargetGroup> target_groups;
  std::vector<model::ClientToken> client_tokens;
  std::vector<model::AccountSetting> account_settings;
  EventRows events;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (),
                      (clusters, task_definitions, container_instances, tasks, services,
                       service_events, service_revisions, service_deployments, vpcs, subnets,
                       security_groups, load_balancers, listeners, target_groups, client_tokens,
                       account_settings, events))

/// What one journal record holds: the commands of one commit and when they were decided.
struct Entry {
  Instant at{};
  std::vector<Command> commands;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (at, commands))

/// The shapes through which the ledger encodes both; built in one place, because they are large.
const Shape& entry_shape();
const Shape& snapshot_shape();

}  // namespace berth::state
