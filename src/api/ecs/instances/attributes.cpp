// PutAttributes, DeleteAttributes, ListAttributes: what people say of container instances, for
// placement to choose by (behaviour §1.6.3).
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "api/ecs/instances/set_attribute.hpp"
#include "api/ecs/names.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

using model::ContainerInstance;

constexpr std::size_t attributes_max = 10;  // A call, and on one instance.
constexpr std::size_t text_size_max = 128;
/// Names that agents and Berth give; people cannot change what they say.
constexpr std::string_view reserved_prefixes[] = {"ecs.", "com.amazonaws.ecs.", "berth."};

bool is_reserved(std::string_view name) {
  return std::ranges::any_of(reserved_prefixes,
                             [&](std::string_view prefix) { return name.starts_with(prefix); });
}

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

Result<void> check_name(const std::string& name) {
  if (name.empty() || name.size() > text_size_max || !only_alphanumeric_or(name, "-_/\\.")) {
    return refused(
        "Invalid attribute name '{}'. It has 1 to {} letters, numbers, hyphens, underscores, "
        "slashes, backslashes and periods.",
        name.substr(0, 2 * text_size_max), text_size_max);
  }
  if (is_reserved(name)) return refused("The attribute name '{}' is reserved.", name);
  return {};
}

Result<void> check_value(const std::optional<std::string>& value) {
  if (!value) return {};
  const bool trimmed = trim(*value).size() == value->size();
  if (!value->empty() && value->size() <= text_size_max && trimmed &&
      only_alphanumeric_or(*value, "-_.@/\\: ")) {
    return {};
  }
  return refused(
      "Invalid attribute value '{}'. It has 1 to {} letters, numbers, hyphens, underscores, "
      "periods, at signs, slashes, backslashes, colons and inner spaces.",
      value->substr(0, 2 * text_size_max), text_size_max);
}

/// The instance that an attribute is about. A short id says nothing of what it names.
Result<const ContainerInstance*> target_of(const View& view, const model::Cluster& cluster,
                                           const gen::ecs::Attribute& attribute) {
  const auto& id = attribute.target_id;
  if (!id) return refused("The targetId of the attribute '{}' is missing.", attribute.name);
  if (!id->starts_with("arn:") && !attribute.target_type) {
    return refused("The targetType of the attribute '{}' is missing.", attribute.name);
  }
  const auto* instance = TRY(find_container_instance(view, cluster, *id));
  const bool known = instance && instance->capacity == model::Capacity::ec2 &&
                     instance->status != model::ContainerInstanceStatus::inactive;
  if (known) return instance;
  return fail(ErrorCode::target_not_found,
              fmt::format("The specified target was not found: {}", *id));
}

/// The instances that a request touches, as they will be.
using Touched = std::map<model::ContainerInstanceArn, ContainerInstance>;

ContainerInstance& touch(Touched& touched, const ContainerInstance& instance) {
  return touched.try_emplace(instance.arn, instance).first->second;
}

std::vector<Command> updates(Touched touched) {
  std::vector<Command> commands;
  for (auto& [arn, instance] : touched) {
    ++instance.version;
    commands.push_back(state::UpdateContainerInstance{std::move(instance)});
  }
  return commands;
}

gen::ecs::Attribute show(const model::Attribute& attribute, const ContainerInstance& instance) {
  gen::ecs::Attribute shown;
  shown.name = attribute.name;
  shown.value = attribute.value;
  shown.target_id = instance.arn.text();
  return shown;
}

Result<void> check_count(const std::vector<gen::ecs::Attribute>& attributes) {
  if (attributes.empty()) return refused("attributes cannot be empty.");
  if (attributes.size() > attributes_max) {
    return refused("attributes cannot have more than {} elements.", attributes_max);
  }
  return {};
}

std::size_t custom_attributes(const ContainerInstance& instance) {
  return static_cast<std::size_t>(std::ranges::count_if(
      instance.attributes,
      [](const model::Attribute& attribute) { return !is_reserved(attribute.name); }));
}

}  // namespace

Result<Change<gen::ecs::PutAttributesResponse>> put_attributes(
    const View& view, const gen::ecs::PutAttributesRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  TRY_VOID(check_count(request.attributes));
  Change<gen::ecs::PutAttributesResponse> change;
  auto& shown = change.response.attributes.emplace();
  Touched touched;
  for (const auto& given : request.attributes) {
    TRY_VOID(check_name(given.name));
    TRY_VOID(check_value(given.value));
    const auto* found = TRY(target_of(view, cluster, given));
    auto& instance = touch(touched, *found);
    const model::Attribute attribute{given.name, given.value};
    set_attribute(instance, attribute);
    if (custom_attributes(instance) > attributes_max) {
      return fail(ErrorCode::attribute_limit_exceeded,
                  fmt::format("You can apply up to {} custom attributes for each resource.",
                              attributes_max));
    }
    shown.push_back(show(attribute, instance));
  }
  change.commands = updates(std::move(touched));
  return change;
}

Result<Change<gen::ecs::DeleteAttributesResponse>> delete_attributes(
    const View& view, const gen::ecs::DeleteAttributesRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  TRY_VOID(check_count(request.attributes));
  Change<gen::ecs::DeleteAttributesResponse> change;
  auto& shown = change.response.attributes.emplace();
  Touched touched;
  for (const auto& given : request.attributes) {
    TRY_VOID(check_name(given.name));
    const auto* found = TRY(target_of(view, cluster, given));
    const auto& known = touched.contains(found->arn) ? touched.at(found->arn) : *found;
    const auto* attribute = find_attribute(known, given.name);
    if (!attribute || (given.value && given.value != attribute->value)) continue;
    shown.push_back(show(*attribute, *found));
    std::erase_if(touch(touched, *found).attributes,
                  [&](const model::Attribute& each) { return each.name == given.name; });
  }
  change.commands = updates(std::move(touched));
  return change;
}

Result<Change<gen::ecs::ListAttributesResponse>> list_attributes(
    const View& view, const gen::ecs::ListAttributesRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  if (request.target_type != gen::ecs::TargetType::container_instance) {
    return refused("targetType should be container-instance.");
  }
  if (request.attribute_value && !request.attribute_name) {
    return refused("attributeValue can only be given together with attributeName.");
  }
  std::map<std::string, gen::ecs::Attribute> found;
  for (const auto& arn : view.instances_in(cluster.arn)) {
    const auto& instance = view.container_instances().at(arn);
    for (const auto& attribute : instance.attributes) {
      if (request.attribute_name && *request.attribute_name != attribute.name) continue;
      if (request.attribute_value && request.attribute_value != attribute.value) continue;
      found.emplace(arn.text() + " " + attribute.name, show(attribute, instance));
    }
  }
  std::vector<std::string> keys;
  for (const auto& [key, attribute] : found) keys.push_back(key);
  auto page = TRY(page_of(keys, request.next_token, request.max_results));
  Change<gen::ecs::ListAttributesResponse> change;
  auto& shown = change.response.attributes.emplace();
  for (const auto& key : page.keys) shown.push_back(std::move(found.at(key)));
  change.response.next_token = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::ecs
