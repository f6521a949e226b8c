#include "model/container_instance.hpp"

#include <algorithm>

namespace berth::model {

const Attribute* find_attribute(const ContainerInstance& instance, std::string_view name) {
  const auto found = std::ranges::find(instance.attributes, name, &Attribute::name);
  return found == instance.attributes.end() ? nullptr : &*found;
}

}  // namespace berth::model
