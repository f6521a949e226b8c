#pragma once
// The closed list of durable changes. A command holds every id and instant it needs, so applying
// it is deterministic; the journal is a list of these. Names are part of the journal's format
// (docs/journal.md): renaming one breaks old data directories.
//
// Update commands carry the whole row as it shall be. What grows (service events, targets) has
// commands of its own, and the row in an update leaves it out.

#include <string>
#include <variant>
#include <vector>

#include <boost/describe/class.hpp>

#include "model/account_setting.hpp"
#include "model/client_token.hpp"
#include "model/cluster.hpp"
#include "model/container_instance.hpp"
#include "model/events/event_rule.hpp"
#include "model/load_balancer.hpp"
#include "model/network.hpp"
#include "model/service.hpp"
#include "model/service_deployment.hpp"
#include "model/service_revision.hpp"
#include "model/task.hpp"
#include "model/task_definition.hpp"

namespace berth::state {

struct CreateCluster {
  model::Cluster cluster;
};
struct UpdateCluster {
  model::Cluster cluster;
};
/// INACTIVE, and no row refers to it.
struct ForgetCluster {
  model::ClusterArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateCluster, (), (cluster))
BOOST_DESCRIBE_STRUCT(UpdateCluster, (), (cluster))
BOOST_DESCRIBE_STRUCT(ForgetCluster, (), (arn))

struct RegisterTaskDefinition {
  model::TaskDefinition task_definition;
};
struct UpdateTaskDefinition {
  model::TaskDefinition task_definition;
};
/// Never the last revision of its family, whose number must not come again.
struct ForgetTaskDefinition {
  model::TaskDefinitionArn arn;
};
BOOST_DESCRIBE_STRUCT(RegisterTaskDefinition, (), (task_definition))
BOOST_DESCRIBE_STRUCT(UpdateTaskDefinition, (), (task_definition))
BOOST_DESCRIBE_STRUCT(ForgetTaskDefinition, (), (arn))

struct CreateContainerInstance {
  model::ContainerInstance container_instance;
};
struct UpdateContainerInstance {
  model::ContainerInstance container_instance;
};
struct ForgetContainerInstance {
  model::ContainerInstanceArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateContainerInstance, (), (container_instance))
BOOST_DESCRIBE_STRUCT(UpdateContainerInstance, (), (container_instance))
BOOST_DESCRIBE_STRUCT(ForgetContainerInstance, (), (arn))

struct CreateTask {
  model::Task task;
};
struct UpdateTask {
  model::Task task;
};
struct ForgetTask {
  model::TaskArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateTask, (), (task))
BOOST_DESCRIBE_STRUCT(UpdateTask, (), (task))
BOOST_DESCRIBE_STRUCT(ForgetTask, (), (arn))

struct CreateService {
  model::Service service;
};
struct UpdateService {
  model::Service service;
};
struct AddServiceEvents {
  model::ServiceArn arn;
  std::vector<model::ServiceEvent> events;  // Oldest first.
};
struct ForgetService {
  model::ServiceArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateService, (), (service))
BOOST_DESCRIBE_STRUCT(UpdateService, (), (service))
BOOST_DESCRIBE_STRUCT(AddServiceEvents, (), (arn, events))
BOOST_DESCRIBE_STRUCT(ForgetService, (), (arn))

/// Before the service or deployment that points at it.
struct CreateServiceRevision {
  model::ServiceRevision service_revision;
};
/// Only the digests of its images may differ.
struct UpdateServiceRevision {
  model::ServiceRevision service_revision;
};
struct ForgetServiceRevision {
  model::ServiceRevisionArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateServiceRevision, (), (service_revision))
BOOST_DESCRIBE_STRUCT(UpdateServiceRevision, (), (service_revision))
BOOST_DESCRIBE_STRUCT(ForgetServiceRevision, (), (arn))

struct CreateServiceDeployment {
  model::ServiceDeployment service_deployment;
};
struct UpdateServiceDeployment {
  model::ServiceDeployment service_deployment;
};
struct ForgetServiceDeployment {
  model::ServiceDeploymentArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateServiceDeployment, (), (service_deployment))
BOOST_DESCRIBE_STRUCT(UpdateServiceDeployment, (), (service_deployment))
BOOST_DESCRIBE_STRUCT(ForgetServiceDeployment, (), (arn))

struct CreateDefaultVpc {
  model::Vpc vpc;
  std::vector<model::Subnet> subnets;
  model::SecurityGroup security_group;
};
BOOST_DESCRIBE_STRUCT(CreateDefaultVpc, (), (vpc, subnets, security_group))

struct CreateLoadBalancer {
  model::LoadBalancer load_balancer;
};
struct UpdateLoadBalancer {
  model::LoadBalancer load_balancer;
};
struct DeleteLoadBalancer {
  model::LoadBalancerArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateLoadBalancer, (), (load_balancer))
BOOST_DESCRIBE_STRUCT(UpdateLoadBalancer, (), (load_balancer))
BOOST_DESCRIBE_STRUCT(DeleteLoadBalancer, (), (arn))

struct CreateListener {
  model::Listener listener;
};
struct UpdateListener {
  model::Listener listener;
};
struct DeleteListener {
  model::ListenerArn arn;
};
BOOST_DESCRIBE_STRUCT(CreateListener, (), (listener))
BOOST_DESCRIBE_STRUCT(UpdateListener, (), (listener))
BOOST_DESCRIBE_STRUCT(DeleteListener, (), (arn))

/// Targets of the row are left out: PutTargets and RemoveTargets change them.
struct CreateTargetGroup {
  model::TargetGroup target_group;
};
struct UpdateTargetGroup {
  model::TargetGroup target_group;
};
struct DeleteTargetGroup {
  model::TargetGroupArn arn;
};
struct PutTargets {
  model::TargetGroupArn arn;
  std::vector<model::Target> targets;
};
struct RemoveTargets {
  model::TargetGroupArn arn;
  std::vector<model::TargetKey> keys;
};
BOOST_DESCRIBE_STRUCT(CreateTargetGroup, (), (target_group))
BOOST_DESCRIBE_STRUCT(UpdateTargetGroup, (), (target_group))
BOOST_DESCRIBE_STRUCT(DeleteTargetGroup, (), (arn))
BOOST_DESCRIBE_STRUCT(PutTargets, (), (arn, targets))
BOOST_DESCRIBE_STRUCT(RemoveTargets, (), (arn, keys))

struct RememberClientToken {
  model::ClientToken token;
};
struct ForgetClientToken {
  model::ClientTokenKey key;
};
BOOST_DESCRIBE_STRUCT(RememberClientToken, (), (token))
BOOST_DESCRIBE_STRUCT(ForgetClientToken, (), (key))

struct PutAccountSetting {
  model::AccountSetting setting;
};
struct DeleteAccountSetting {
  model::AccountSettingKey key;
};
BOOST_DESCRIBE_STRUCT(PutAccountSetting, (), (setting))
BOOST_DESCRIBE_STRUCT(DeleteAccountSetting, (), (key))

/// Targets that the rule had before keep their places; `delivered` of the row is left out.
struct PutEventRule {
  model::EventRule rule;
};
struct DeleteEventRule {
  model::EventRuleArn arn;
};
struct PutConnection {
  model::Connection connection;
};
struct DeleteConnection {
  model::ConnectionArn arn;
};
struct PutApiDestination {
  model::ApiDestination api_destination;
};
struct DeleteApiDestination {
  model::ApiDestinationArn arn;
};
BOOST_DESCRIBE_STRUCT(PutEventRule, (), (rule))
BOOST_DESCRIBE_STRUCT(DeleteEventRule, (), (arn))
BOOST_DESCRIBE_STRUCT(PutConnection, (), (connection))
BOOST_DESCRIBE_STRUCT(DeleteConnection, (), (arn))
BOOST_DESCRIBE_STRUCT(PutApiDestination, (), (api_destination))
BOOST_DESCRIBE_STRUCT(DeleteApiDestination, (), (arn))

/// Events up to `delivered` need not be sent there any more.
struct MoveEventTarget {
  model::EventRuleArn rule_arn;
  std::string target_id;
  std::int64_t delivered = 0;
};
struct MoveWebhook {
  std::string url;
  std::int64_t delivered = 0;
};
BOOST_DESCRIBE_STRUCT(MoveEventTarget, (), (rule_arn, target_id, delivered))
BOOST_DESCRIBE_STRUCT(MoveWebhook, (), (url, delivered))

/// Empties every account and region (POST /_berth/reset).
struct ResetEverything {
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(ResetEverything, (), (at))

using AnyCommand = std::variant<
    CreateCluster, UpdateCluster, ForgetCluster, RegisterTaskDefinition, UpdateTaskDefinition,
    ForgetTaskDefinition, CreateContainerInstance, UpdateContainerInstance, ForgetContainerInstance,
    CreateTask, UpdateTask, ForgetTask, CreateService, UpdateService, AddServiceEvents,
    ForgetService, CreateServiceRevision, UpdateServiceRevision, ForgetServiceRevision,
    CreateServiceDeployment, UpdateServiceDeployment, ForgetServiceDeployment, CreateDefaultVpc,
    CreateLoadBalancer, UpdateLoadBalancer, DeleteLoadBalancer, CreateListener, UpdateListener,
    DeleteListener, CreateTargetGroup, UpdateTargetGroup, DeleteTargetGroup, PutTargets,
    RemoveTargets, RememberClientToken, ForgetClientToken, PutAccountSetting, DeleteAccountSetting,
    PutEventRule, DeleteEventRule, PutConnection, DeleteConnection, PutApiDestination,
    DeleteApiDestination, MoveEventTarget, MoveWebhook, ResetEverything>;

/// One of them. Its copying and destroying are compiled once (command.cpp): every file that holds
/// commands would otherwise compile those of every row, which was a third of the build.
struct Command : AnyCommand {
  using Variant = AnyCommand;
  using Variant::Variant;
  Command();
  ~Command();
  Command(const Command& other);
  Command(Command&& other) noexcept;
  Command& operator=(const Command& other);
  Command& operator=(Command&& other) noexcept;
};

}  // namespace berth::state
