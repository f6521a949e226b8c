// AddTags, RemoveTags, DescribeTags.
#include <utility>

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "api/elbv2/parts/tag_list.hpp"
#include "gen/elbv2/operations.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

constexpr std::size_t resources_max = 20;

/// One of the three kinds of rows that have tags.
struct Tagged {
  const model::LoadBalancer* load_balancer = nullptr;
  const model::TargetGroup* target_group = nullptr;
  const model::Listener* listener = nullptr;

  const model::Tags& tags() const {
    return load_balancer ? load_balancer->tags : target_group ? target_group->tags : listener->tags;
  }
};

Result<Tagged> find_tagged(const View& view, const Stamp& stamp, const std::string& arn) {
  if (is_arn(arn, "loadbalancer/")) {
    return Tagged{.load_balancer = TRY(find_load_balancer(view, stamp, arn))};
  }
  if (is_arn(arn, "targetgroup/")) {
    return Tagged{.target_group = TRY(find_target_group(view, stamp, arn))};
  }
  if (is_arn(arn, "listener/")) return Tagged{.listener = TRY(find_listener(view, stamp, arn))};
  if (is_arn(arn, "listener-rule/")) {
    return fail(ErrorCode::unsupported_operation,
                fmt::format("Berth does not support tags of listener rules: '{}'.", arn));
  }
  return fail(ErrorCode::validation, fmt::format("'{}' is not a valid ARN", arn));
}

Command retag(const Tagged& tagged, model::Tags tags) {
  if (tagged.load_balancer) {
    auto row = *tagged.load_balancer;
    row.tags = std::move(tags);
    return state::UpdateLoadBalancer{std::move(row)};
  }
  if (tagged.target_group) {
    auto row = *tagged.target_group;
    row.tags = std::move(tags);
    row.targets.clear();
    return state::UpdateTargetGroup{std::move(row)};
  }
  auto row = *tagged.listener;
  row.tags = std::move(tags);
  return state::UpdateListener{std::move(row)};
}

Result<void> check_count(const std::vector<std::string>& arns) {
  if (arns.empty()) return fail(ErrorCode::validation, "You must specify a resource ARN");
  if (arns.size() > resources_max) {
    return fail(ErrorCode::validation,
                fmt::format("You cannot specify more than '{}' resource ARNs", resources_max));
  }
  return {};
}

}  // namespace

Result<Change<gen::elbv2::AddTagsOutput>> add_tags(const View& view,
                                                   const gen::elbv2::AddTagsInput& request,
                                                   const Stamp& stamp) {
  TRY_VOID(check_count(request.resource_arns));
  Change<gen::elbv2::AddTagsOutput> change;
  for (const auto& arn : request.resource_arns) {
    const auto tagged = TRY(find_tagged(view, stamp, arn));
    auto tags = TRY(read_tags(request.tags, tagged.tags()));
    if (tags != tagged.tags()) change.commands.push_back(retag(tagged, std::move(tags)));
  }
  return change;
}

Result<Change<gen::elbv2::RemoveTagsOutput>> remove_tags(const View& view,
                                                         const gen::elbv2::RemoveTagsInput& request,
                                                         const Stamp& stamp) {
  TRY_VOID(check_count(request.resource_arns));
  Change<gen::elbv2::RemoveTagsOutput> change;
  for (const auto& arn : request.resource_arns) {
    const auto tagged = TRY(find_tagged(view, stamp, arn));
    auto tags = tagged.tags();
    for (const auto& key : request.tag_keys) tags.erase(key);
    if (tags != tagged.tags()) change.commands.push_back(retag(tagged, std::move(tags)));
  }
  return change;
}

Result<Change<gen::elbv2::DescribeTagsOutput>> describe_tags(
    const View& view, const gen::elbv2::DescribeTagsInput& request, const Stamp& stamp) {
  TRY_VOID(check_count(request.resource_arns));
  std::vector<gen::elbv2::TagDescription> descriptions;
  for (const auto& arn : request.resource_arns) {
    const auto tagged = TRY(find_tagged(view, stamp, arn));
    descriptions.push_back({.resource_arn = arn, .tags = show_tags(tagged.tags())});
  }
  Change<gen::elbv2::DescribeTagsOutput> change;
  change.response.tag_descriptions = std::move(descriptions);
  return change;
}

}  // namespace berth::api::elbv2
