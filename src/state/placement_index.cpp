#include "state/placement_index.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace berth::state {

namespace {

/// All that requirements on attributes and zones can tell apart.
std::string class_key(const model::ContainerInstance& instance) {
  std::vector<std::string> parts;
  for (const auto& attribute : instance.attributes) {
    parts.push_back(attribute.name + "=" + attribute.value.value_or("\x01"));
  }
  std::ranges::sort(parts);
  std::string key = instance.availability_zone;
  for (const auto& part : parts) key += '\n' + part;
  return key;
}

auto place_of(std::vector<PlacementSlot>& slots, const model::ContainerInstanceArn& arn) {
  const auto arn_of = [](const PlacementSlot& slot) -> const auto& { return slot.instance->arn; };
  return std::ranges::lower_bound(slots, arn, {}, arn_of);
}

}  // namespace

void PlacementIndex::add(const model::ContainerInstance& instance, const InstanceLoad& load) {
  auto& shared = classes_[class_key(instance)];
  if (shared.instances++ == 0) shared.id = ++last_class_;
  auto& slots = by_cluster_[instance.cluster_arn];
  slots.insert(place_of(slots, instance.arn), {&instance, &load, shared.id});
}

void PlacementIndex::remove(const model::ContainerInstance& instance) {
  const auto slots = by_cluster_.find(instance.cluster_arn);
  if (slots == by_cluster_.end()) return;
  const auto slot = place_of(slots->second, instance.arn);
  if (slot == slots->second.end() || slot->instance->arn != instance.arn) return;
  slots->second.erase(slot);
  if (slots->second.empty()) by_cluster_.erase(slots);
  const auto shared = classes_.find(class_key(instance));
  check(shared != classes_.end(), "the class of an instance is known");
  if (--shared->second.instances == 0) classes_.erase(shared);
}

const std::vector<PlacementSlot>& PlacementIndex::in(const model::ClusterArn& cluster) const {
  static const std::vector<PlacementSlot> none;
  const auto found = by_cluster_.find(cluster);
  return found == by_cluster_.end() ? none : found->second;
}

}  // namespace berth::state
