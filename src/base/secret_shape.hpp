#pragma once
// How rows hold a Secret: as its characters, which the journal must keep. Only for types that no
// API shows.

#include "base/secret.hpp"
#include "base/shape_types.hpp"

namespace berth {

template <>
struct ShapeOf<Secret> {
  static const Shape& get() {
    static constexpr TextOps ops{
        [](const void* value) {
          return std::string_view(static_cast<const Secret*>(value)->reveal());
        },
        [](void* value, std::string_view text) {
          *static_cast<Secret*>(value) = Secret(std::string(text));
        }};
    static constexpr Shape shape{.kind = ShapeKind::string, .name = "Secret", .text = &ops};
    return shape;
  }
};

}  // namespace berth
