#pragma once
// One type per kind of name, so that a task's ARN is never taken for a service's.

#include "base/id.hpp"

namespace berth::model {

using ClusterArn = Id<struct ClusterArnTag>;
using TaskDefinitionArn = Id<struct TaskDefinitionArnTag>;
using ContainerInstanceArn = Id<struct ContainerInstanceArnTag>;
using TaskArn = Id<struct TaskArnTag>;
using ServiceArn = Id<struct ServiceArnTag>;
/// "ecs-svc/" and up to 19 digits.
using DeploymentId = Id<struct DeploymentIdTag>;
using TaskSetArn = Id<struct TaskSetArnTag>;
using ServiceRevisionArn = Id<struct ServiceRevisionArnTag>;
using ServiceDeploymentArn = Id<struct ServiceDeploymentArnTag>;

using EventRuleArn = Id<struct EventRuleArnTag>;
using ConnectionArn = Id<struct ConnectionArnTag>;
using ApiDestinationArn = Id<struct ApiDestinationArnTag>;

using LoadBalancerArn = Id<struct LoadBalancerArnTag>;
using ListenerArn = Id<struct ListenerArnTag>;
using TargetGroupArn = Id<struct TargetGroupArnTag>;

using VpcId = Id<struct VpcIdTag>;
using SubnetId = Id<struct SubnetIdTag>;
using SecurityGroupId = Id<struct SecurityGroupIdTag>;

/// What follows the last '/' of an ARN: a task's id, a cluster's name.
template <class Tag>
std::string short_id(const Id<Tag>& arn) {
  return arn.text().substr(arn.text().rfind('/') + 1);
}

}  // namespace berth::model
