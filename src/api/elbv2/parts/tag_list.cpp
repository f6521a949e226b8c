#include "api/elbv2/parts/tag_list.hpp"

#include <set>
#include <string>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::api::elbv2::parts {

namespace {

constexpr std::size_t tags_max = 50;

}  // namespace

Result<model::Tags> read_tags(const std::vector<gen::elbv2::Tag>& tags, model::Tags current) {
  std::set<std::string> keys;
  for (const auto& tag : tags) {
    if (!keys.insert(tag.key).second) {
      return fail(ErrorCode::duplicate_tag_keys,
                  fmt::format("Tag key was specified more than once: {}", tag.key));
    }
    if (lowercase(tag.key).starts_with("aws:")) {
      return fail(ErrorCode::validation,
                  fmt::format("Tag key '{}' cannot begin with 'aws:'", tag.key));
    }
    current[tag.key] = tag.value.value_or("");
  }
  if (current.size() > tags_max) {
    return fail(ErrorCode::too_many_tags,
                "The quota for the number of tags that can be assigned to a resource has been "
                "reached");
  }
  return current;
}

Result<model::Tags> read_tags(const std::optional<std::vector<gen::elbv2::Tag>>& tags) {
  if (!tags) return model::Tags{};
  return read_tags(*tags);
}

std::vector<gen::elbv2::Tag> show_tags(const model::Tags& tags) {
  std::vector<gen::elbv2::Tag> shown;
  for (const auto& [key, value] : tags) shown.push_back({.key = key, .value = value});
  return shown;
}

}  // namespace berth::api::elbv2::parts
