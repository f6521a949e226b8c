#pragma once
// From the names in requests to rows, in the caller's account and region only. Every finder answers
// the error that Elastic Load Balancing gives: ValidationError for what is no ARN of the kind,
// …NotFound for what does not exist.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/operation.hpp"

namespace berth::api::elbv2 {

Result<const model::LoadBalancer*> find_load_balancer(const View& view, const Stamp& stamp,
                                                      const std::string& arn);
Result<const model::Listener*> find_listener(const View& view, const Stamp& stamp,
                                             const std::string& arn);
Result<const model::TargetGroup*> find_target_group(const View& view, const Stamp& stamp,
                                                    const std::string& arn);

/// Null when no load balancer or target group of the caller has the name.
const model::LoadBalancer* load_balancer_named(const View& view, const Stamp& stamp,
                                               const std::string& name);
const model::TargetGroup* target_group_named(const View& view, const Stamp& stamp,
                                             const std::string& name);

/// Every row of the caller's account and region, in order of ARNs.
std::vector<const model::LoadBalancer*> load_balancers_of(const View& view, const Stamp& stamp);
std::vector<const model::TargetGroup*> target_groups_of(const View& view, const Stamp& stamp);

/// The load balancers whose listeners forward to the group; AWS allows at most one.
std::set<model::LoadBalancerArn> load_balancers_using(const View& view,
                                                      const model::TargetGroupArn& arn);

/// Whether the text is an ARN of this service whose resource begins with `kind` ("targetgroup/").
bool is_arn(std::string_view text, std::string_view kind);

/// The ARN of a listener's default rule, which has no row of its own.
std::string default_rule_arn(const model::ListenerArn& arn);

}  // namespace berth::api::elbv2
