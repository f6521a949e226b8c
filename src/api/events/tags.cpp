// TagResource, UntagResource, ListTagsForResource: of rules.
#include "api/events/tags.hpp"

#include "api/events/lookup.hpp"
#include "gen/events/operations.hpp"

namespace berth::api::events {

namespace {

constexpr std::size_t tags_max = 50;

Result<const model::EventRule*> find_tagged(const View& view, const Stamp& stamp,
                                            const std::string& arn) {
  const model::EventRuleArn wanted{arn};
  const auto* rule = view.events().rules().find(wanted);
  if (rule && is_ours(stamp, arn)) return rule;
  return no_rule(short_id(wanted));
}

}  // namespace

Result<model::Tags> read_tags(const std::vector<gen::events::Tag>& tags, model::Tags known) {
  for (const auto& tag : tags) {
    if (tag.key.starts_with("aws:")) {
      return fail(ErrorCode::validation, "Tag keys must not begin with aws:.");
    }
    known[tag.key] = tag.value;
  }
  if (known.size() > tags_max) {
    return fail(ErrorCode::validation, "A rule can have at most 50 tags.");
  }
  return known;
}

Result<Change<gen::events::TagResourceResponse>> tag_resource(
    const View& view, const gen::events::TagResourceRequest& request, const Stamp& stamp) {
  auto rule = *TRY(find_tagged(view, stamp, request.resource_arn));
  rule.tags = TRY(read_tags(request.tags, std::move(rule.tags)));
  Change<gen::events::TagResourceResponse> change;
  change.commands.push_back(state::PutEventRule{std::move(rule)});
  return change;
}

Result<Change<gen::events::UntagResourceResponse>> untag_resource(
    const View& view, const gen::events::UntagResourceRequest& request, const Stamp& stamp) {
  auto rule = *TRY(find_tagged(view, stamp, request.resource_arn));
  for (const auto& key : request.tag_keys) rule.tags.erase(key);
  Change<gen::events::UntagResourceResponse> change;
  change.commands.push_back(state::PutEventRule{std::move(rule)});
  return change;
}

Result<Change<gen::events::ListTagsForResourceResponse>> list_tags_for_resource(
    const View& view, const gen::events::ListTagsForResourceRequest& request, const Stamp& stamp) {
  const auto& rule = *TRY(find_tagged(view, stamp, request.resource_arn));
  Change<gen::events::ListTagsForResourceResponse> change;
  auto& tags = change.response.tags.emplace();
  for (const auto& [key, value] : rule.tags) tags.push_back({key, value});
  return change;
}

}  // namespace berth::api::events
