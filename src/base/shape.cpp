#include "base/shape.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace berth {

const void* read_member(const Member& member, const void* object) {
  const void* slot = static_cast<const std::byte*>(object) + member.offset;
  return member.optional ? member.optional->value(slot) : slot;
}

void* emplace_member(const Member& member, void* object) {
  void* slot = static_cast<std::byte*>(object) + member.offset;
  return member.optional ? member.optional->emplace(slot) : slot;
}

const Member* find_member(const Shape& shape, std::string_view name) {
  const auto found = std::ranges::find(shape.members, name, &Member::name);
  return found == shape.members.end() ? nullptr : &*found;
}

std::string_view enumerator_text(const Shape& shape, std::int64_t value) {
  const auto found = std::ranges::find(shape.enumerators, value, &Enumerator::value);
  return found == shape.enumerators.end() ? std::string_view{} : found->text;
}

std::optional<std::int64_t> enumerator_value(const Shape& shape, std::string_view text) {
  const auto found = std::ranges::find(shape.enumerators, text, &Enumerator::text);
  if (found == shape.enumerators.end()) return std::nullopt;
  return found->value;
}

AnyValue::AnyValue(const Shape& shape) : shape_(&shape), value_(nullptr, nullptr) {
  check(shape.lifetime != nullptr, "a shape without a lifetime cannot be made");
  value_ = {shape.lifetime->create(), shape.lifetime->destroy};
}

const Shape& describe(const Unit*) {
  static constexpr Shape shape{
      .kind = ShapeKind::structure, .name = "Unit", .lifetime = &lifetime_of<Unit>};
  return shape;
}

namespace shapes {

const Shape& boolean() {
  static constexpr Shape shape{
      .kind = ShapeKind::boolean, .name = "Boolean", .number = &number_ops<bool>};
  return shape;
}

const Shape& integer() { return shape_of<std::int32_t>(); }

const Shape& long_integer() { return shape_of<std::int64_t>(); }

const Shape& single_number() {
  static constexpr Shape shape{
      .kind = ShapeKind::double_number, .name = "Float", .real = &real_ops<float>};
  return shape;
}

const Shape& double_number() {
  static constexpr Shape shape{
      .kind = ShapeKind::double_number, .name = "Double", .real = &real_ops<double>};
  return shape;
}

const Shape& string() {
  static constexpr Shape shape{.kind = ShapeKind::string, .name = "String", .text = &string_ops};
  return shape;
}

const Shape& timestamp() {
  static constexpr Shape shape{
      .kind = ShapeKind::timestamp, .name = "Timestamp", .number = &number_ops<Instant>};
  return shape;
}

const Shape& blob() {
  static constexpr Shape shape{.kind = ShapeKind::blob, .name = "Blob", .text = &blob_ops};
  return shape;
}

const Shape& document() {
  static constexpr Shape shape{
      .kind = ShapeKind::document, .name = "Document", .text = &document_ops};
  return shape;
}

}  // namespace shapes

}  // namespace berth
