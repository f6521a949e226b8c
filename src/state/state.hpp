#pragma once
// Everything the control plane knows, in memory. Readers see const tables and indexes; the only
// way to change anything is apply(command), which is deterministic: the same commands in the same
// order give the same State. One executor owns it, so there are no locks.
//
// apply() checks what must hold of any history (a status never goes back, a row that is updated
// exists); a violation is a bug in a decision and stops the process before it is journalled.

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "model/resources.hpp"
#include "state/change.hpp"
#include "state/commands.hpp"
#include "state/event_book.hpp"
#include "state/occupancy.hpp"
#include "state/placement_index.hpp"
#include "state/table.hpp"

namespace berth::state {

struct Snapshot;

class State {
 public:
  // Compiled once, like those of Command. A copy is made of its snapshot: indexes point at rows.
  State();
  ~State();
  State(const State&) = delete;
  State(State&& other) noexcept;
  State& operator=(const State&) = delete;
  State& operator=(State&& other) noexcept;

  using TaskDefinitions = Table<model::TaskDefinitionKey, model::TaskDefinition>;

  /// Changes the tables and appends what was touched.
  void apply(const Command& command, Changes& changes);

  /// The instant of the commands that follow: events are told with it.
  void set_time(Instant now) { events_.set_time(now); }

  Snapshot snapshot() const;
  /// Replaces everything. The State must be empty.
  void restore(Snapshot snapshot);

  const auto& clusters() const { return clusters_; }
  const auto& task_definitions() const { return task_definitions_; }
  const auto& container_instances() const { return container_instances_; }
  const auto& tasks() const { return tasks_; }
  const auto& services() const { return services_; }
  const auto& service_revisions() const { return service_revisions_; }
  const auto& service_deployments() const { return service_deployments_; }
  const auto& vpcs() const { return vpcs_; }
  const auto& subnets() const { return subnets_; }
  const auto& security_groups() const { return security_groups_; }
  const auto& load_balancers() const { return load_balancers_; }
  const auto& listeners() const { return listeners_; }
  const auto& target_groups() const { return target_groups_; }
  const auto& client_tokens() const { return client_tokens_; }
  const auto& account_settings() const { return account_settings_; }

  /// What was told to the outside, and who wants it.
  const EventBook& events() const { return events_; }

  const model::TaskDefinition* find_task_definition(const model::TaskDefinitionArn& arn) const;
  /// Of its family, whatever its status; 0 when none was ever registered.
  std::int32_t last_revision(const model::Realm& realm, const std::string& family) const;
  /// Newest first, at most service_events_max.
  const std::deque<model::ServiceEvent>& service_events(const model::ServiceArn& arn) const;

  /// Not STOPPED, on that instance.
  const std::set<model::TaskArn>& tasks_on(const model::ContainerInstanceArn& arn) const {
    return tasks_by_instance_.of(arn);
  }
  /// Started by that service and not yet accounted for: alive, or ended unnoticed.
  const std::set<model::TaskArn>& tasks_of(const model::ServiceArn& arn) const {
    return tasks_by_service_.of(arn);
  }
  /// Not STOPPED, in that cluster.
  const std::set<model::TaskArn>& tasks_in(const model::ClusterArn& arn) const {
    return tasks_by_cluster_.of(arn);
  }
  /// Not INACTIVE; the hidden Fargate capacity is no cluster's.
  const std::set<model::ContainerInstanceArn>& instances_in(const model::ClusterArn& arn) const {
    return instances_by_cluster_.of(arn);
  }
  /// Zones in which some of them take tasks, and how many: ACTIVE ones whose agent is connected.
  const std::map<std::string, std::int32_t>& zones_in(const model::ClusterArn& arn) const;
  /// The same, side by side for placement.
  const std::vector<PlacementSlot>& places_in(const model::ClusterArn& arn) const {
    return places_.in(arn);
  }
  const std::set<model::ContainerInstanceArn>& fargate_instances() const {
    return fargate_instances_;
  }
  /// Not INACTIVE.
  const std::set<model::ServiceArn>& services_in(const model::ClusterArn& arn) const {
    return services_by_cluster_.of(arn);
  }
  /// Not INACTIVE, of scheduling strategy DAEMON.
  const std::set<model::ServiceArn>& daemons_in(const model::ClusterArn& arn) const {
    return daemons_by_cluster_.of(arn);
  }
  /// All that are remembered.
  const std::set<model::ServiceDeploymentArn>& deployments_of(const model::ServiceArn& arn) const {
    return deployments_by_service_.of(arn);
  }
  const std::set<model::ServiceRevisionArn>& revisions_of(const model::ServiceArn& arn) const {
    return revisions_by_service_.of(arn);
  }
  /// What the deployment runs.
  const model::ServiceRevision& revision_of(const model::Deployment& deployment) const {
    return service_revisions_.at(deployment.service_revision_arn);
  }
  /// Not INACTIVE, one of whose deployments registers targets there.
  const std::set<model::ServiceArn>& services_behind(const model::TargetGroupArn& arn) const {
    return services_by_target_group_.of(arn);
  }
  const std::set<model::ListenerArn>& listeners_of(const model::LoadBalancerArn& arn) const {
    return listeners_by_load_balancer_.of(arn);
  }
  const std::set<model::ListenerArn>& listeners_to(const model::TargetGroupArn& arn) const {
    return listeners_by_target_group_.of(arn);
  }
  /// What the alive tasks take of instances and zones.
  const Occupancy& occupancy() const { return occupancy_; }
  /// IPv4 addresses of the VPC that tasks and load balancers hold.
  const std::set<std::uint32_t>& addresses_in(const model::VpcId& vpc) const;
  const model::Vpc* default_vpc(const model::Realm& realm) const;

 private:
  void run(const CreateCluster&, Changes&);
  void run(const UpdateCluster&, Changes&);
  void run(const ForgetCluster&, Changes&);
  void run(const RegisterTaskDefinition&, Changes&);
  void run(const UpdateTaskDefinition&, Changes&);
  void run(const ForgetTaskDefinition&, Changes&);
  void run(const CreateContainerInstance&, Changes&);
  void run(const UpdateContainerInstance&, Changes&);
  void run(const ForgetContainerInstance&, Changes&);
  void run(const CreateTask&, Changes&);
  void run(const UpdateTask&, Changes&);
  void run(const ForgetTask&, Changes&);
  void run(const CreateService&, Changes&);
  void run(const UpdateService&, Changes&);
  void run(const AddServiceEvents&, Changes&);
  void run(const ForgetService&, Changes&);
  void run(const CreateServiceRevision&, Changes&);
  void run(const UpdateServiceRevision&, Changes&);
  void run(const ForgetServiceRevision&, Changes&);
  void run(const CreateServiceDeployment&, Changes&);
  void run(const UpdateServiceDeployment&, Changes&);
  void run(const ForgetServiceDeployment&, Changes&);
  void run(const CreateDefaultVpc&, Changes&);
  void run(const CreateLoadBalancer&, Changes&);
  void run(const UpdateLoadBalancer&, Changes&);
  void run(const DeleteLoadBalancer&, Changes&);
  void run(const CreateListener&, Changes&);
  void run(const UpdateListener&, Changes&);
  void run(const DeleteListener&, Changes&);
  void run(const CreateTargetGroup&, Changes&);
  void run(const UpdateTargetGroup&, Changes&);
  void run(const DeleteTargetGroup&, Changes&);
  void run(const PutTargets&, Changes&);
  void run(const RemoveTargets&, Changes&);
  void run(const RememberClientToken&, Changes&);
  void run(const ForgetClientToken&, Changes&);
  void run(const PutAccountSetting&, Changes&);
  void run(const DeleteAccountSetting&, Changes&);
  void run(const PutEventRule&, Changes&);
  void run(const DeleteEventRule&, Changes&);
  void run(const PutConnection&, Changes&);
  void run(const DeleteConnection&, Changes&);
  void run(const PutApiDestination&, Changes&);
  void run(const DeleteApiDestination&, Changes&);
  void run(const MoveEventTarget&, Changes&);
  void run(const MoveWebhook&, Changes&);
  void run(const ResetEverything&, Changes&);

  // Events of what was changed; `old` is null for what is new. Called when the row is in place.
  void tell(model::ServiceAction action);
  void tell_task(const model::Task* old, const model::Task& next);
  void tell_instance(const model::ContainerInstance* old, const model::ContainerInstance& next);
  void tell_instance(const model::ContainerInstance& instance);
  void tell_service(const model::Service* old, const model::Service& next);
  void tell_actions(const AddServiceEvents& command);

  // Whoever adds or removes a row goes through these, so that no index can be forgotten.
  void index(const model::Task& task);
  void unindex(const model::Task& task);
  void index(const model::ContainerInstance& instance);
  void unindex(const model::ContainerInstance& instance);
  void count_zone(const model::ContainerInstance& instance, std::int32_t change);
  void index(const model::Service& service);
  void unindex(const model::Service& service);
  std::set<model::TargetGroupArn> target_groups_of(const model::Service& service) const;
  void index(const model::ServiceRevision& revision);
  void unindex(const model::ServiceRevision& revision);
  void index(const model::ServiceDeployment& deployment);
  void unindex(const model::ServiceDeployment& deployment);
  void index(const model::LoadBalancer& load_balancer);
  void unindex(const model::LoadBalancer& load_balancer);
  void index(const model::Listener& listener);
  void unindex(const model::Listener& listener);

  /// Answers the row that was there.
  template <class Key, class Row>
  std::optional<Row> replace(Table<Key, Row>& table, const Key& key, const Row& row);
  template <class Key, class Row>
  void remove(Table<Key, Row>& table, const Key& key);

  Table<model::ClusterArn, model::Cluster> clusters_;
  TaskDefinitions task_definitions_;
  Table<model::ContainerInstanceArn, model::ContainerInstance> container_instances_;
  Table<model::TaskArn, model::Task> tasks_;
  Table<model::ServiceArn, model::Service> services_;
  Table<model::ServiceArn, std::deque<model::ServiceEvent>> service_events_;
  Table<model::ServiceRevisionArn, model::ServiceRevision> service_revisions_;
  Table<model::ServiceDeploymentArn, model::ServiceDeployment> service_deployments_;
  Table<model::VpcId, model::Vpc> vpcs_;
  Table<model::SubnetId, model::Subnet> subnets_;
  Table<model::SecurityGroupId, model::SecurityGroup> security_groups_;
  Table<model::LoadBalancerArn, model::LoadBalancer> load_balancers_;
  Table<model::ListenerArn, model::Listener> listeners_;
  Table<model::TargetGroupArn, model::TargetGroup> target_groups_;
  Table<model::ClientTokenKey, model::ClientToken> client_tokens_;
  Table<model::AccountSettingKey, model::AccountSetting> account_settings_;
  EventBook events_;

  Index<model::ContainerInstanceArn, model::TaskArn> tasks_by_instance_;
  Index<model::ServiceArn, model::TaskArn> tasks_by_service_;
  Index<model::ClusterArn, model::TaskArn> tasks_by_cluster_;
  Index<model::ClusterArn, model::ContainerInstanceArn> instances_by_cluster_;
  std::map<model::ClusterArn, std::map<std::string, std::int32_t>> zones_by_cluster_;
  std::set<model::ContainerInstanceArn> fargate_instances_;
  Index<model::ClusterArn, model::ServiceArn> services_by_cluster_;
  Index<model::ClusterArn, model::ServiceArn> daemons_by_cluster_;
  Index<model::ServiceArn, model::ServiceRevisionArn> revisions_by_service_;
  Index<model::ServiceArn, model::ServiceDeploymentArn> deployments_by_service_;
  Index<model::TargetGroupArn, model::ServiceArn> services_by_target_group_;
  Index<model::LoadBalancerArn, model::ListenerArn> listeners_by_load_balancer_;
  Index<model::TargetGroupArn, model::ListenerArn> listeners_by_target_group_;
  Index<model::VpcId, std::uint32_t> addresses_by_vpc_;
  Occupancy occupancy_;
  PlacementIndex places_;
};

}  // namespace berth::state
