#pragma once
// What PutAttributes and a registration do alike.

#include <utility>
#include <vector>

#include "model/container_instance.hpp"

namespace berth::api::ecs {

/// In place of the one of the same name, if there is one.
inline void set_attribute(model::ContainerInstance& instance, model::Attribute attribute) {
  std::erase_if(instance.attributes,
                [&](const model::Attribute& known) { return known.name == attribute.name; });
  instance.attributes.push_back(std::move(attribute));
}

}  // namespace berth::api::ecs
