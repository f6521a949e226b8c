#pragma once
// One structure with every kind of member, described as the generator describes the API's types.
// The tests of all codecs share it, so that a value which goes through one goes through each.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/shape.hpp"

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace berth::wire::testing {

enum class Flavor : std::uint8_t { plain, extra_hot };

struct Tag {
  std::string key;
  std::optional<std::string> value;

  bool operator==(const Tag&) const = default;
};

struct Order {
  std::string name;
  std::optional<bool> urgent;
  std::optional<std::int32_t> count;
  std::optional<std::int64_t> total;
  std::optional<double> weight;
  std::optional<Flavor> flavor;
  std::optional<Instant> placed_at;
  std::optional<Instant> due_at;
  std::optional<Blob> note;
  std::optional<Document> extra;
  std::optional<std::vector<Tag>> tags;
  std::optional<std::vector<Flavor>> flavors;
  std::optional<std::map<std::string, std::string>> labels;
  std::optional<std::vector<std::string>> lines;
  std::optional<std::vector<Order>> parts;
  std::optional<std::string> secret;

  bool operator==(const Order&) const = default;
};

const Shape& describe(const Order*);

namespace detail {

inline const Shape& tag_key() {
  static constexpr Shape shape{
      .kind = ShapeKind::string,
      .name = "TagKey",
      .constraints = {.length_min = 1, .length_max = 5, .pattern = "[a-z\\p{N}_.:-]*"},
      .text = &string_ops};
  return shape;
}

inline const Shape& small_count() {
  static constexpr Shape shape{.kind = ShapeKind::integer,
                               .name = "SmallCount",
                               .constraints = {.range_min = 1, .range_max = 10},
                               .number = &number_ops<std::int32_t>};
  return shape;
}

inline const Shape& secret_text() {
  static constexpr Shape shape{.kind = ShapeKind::string,
                               .name = "SecretText",
                               .constraints = {.length_min = 8, .sensitive = true},
                               .text = &string_ops};
  return shape;
}

inline const Shape& labels() {
  static constexpr Element key{.shape = &tag_key};
  static constexpr Element item{.shape = &shapes::string};
  static constexpr Shape shape{.kind = ShapeKind::map,
                               .name = "Labels",
                               .map = &map_ops<std::map<std::string, std::string>>,
                               .key = &key,
                               .item = &item};
  return shape;
}

}  // namespace detail

inline const Shape& describe(const Flavor*) {
  static constexpr Enumerator enumerators[] = {{"PLAIN", 0}, {"extra-hot", 1}};
  static constexpr Shape shape{.kind = ShapeKind::enumeration,
                               .name = "Flavor",
                               .number = &number_ops<Flavor>,
                               .enumerators = enumerators};
  return shape;
}

inline const Shape& describe(const Tag*) {
  static constexpr Member members[] = {
      {.name = "Key",
       .shape = &detail::tag_key,
       .offset = offsetof(Tag, key),
       .required = true,
       .xml_name = "key",
       .query_name = "Key"},
      {.name = "Value",
       .shape = &shapes::string,
       .offset = offsetof(Tag, value),
       .optional = &optional_ops<std::string>,
       .xml_name = "value",
       .query_name = "Value"},
  };
  static constexpr Shape shape{.kind = ShapeKind::structure, .name = "Tag", .members = members};
  return shape;
}

namespace detail {

inline const Shape& tags() {
  static constexpr Element item{.shape = &shape_of<Tag>, .xml_name = "item"};
  static constexpr Shape shape{.kind = ShapeKind::list,
                               .name = "Tags",
                               .constraints = {.length_min = 1, .length_max = 3},
                               .list = &list_ops<std::vector<Tag>>,
                               .item = &item};
  return shape;
}

template <class Type>
constexpr Member optional_member(std::string_view name, std::size_t offset) {
  return {
      .name = name, .shape = &shape_of<Type>, .offset = offset, .optional = &optional_ops<Type>};
}

constexpr Member with_shape(Member member, ShapeFunction shape) {
  member.shape = shape;
  return member;
}

constexpr Member flattened(Member member) {
  member.xml_flattened = true;
  member.xml_name = "Line";
  return member;
}

constexpr Member as_text(Member member) {
  member.timestamp_format = TimestampFormat::date_time;
  return member;
}

}  // namespace detail

inline const Shape& describe(const Order*) {
  using detail::optional_member;
  using Labels = std::map<std::string, std::string>;
  static constexpr Member members[] = {
      {.name = "name", .shape = &shapes::string, .offset = offsetof(Order, name), .required = true},
      optional_member<bool>("urgent", offsetof(Order, urgent)),
      detail::with_shape(optional_member<std::int32_t>("count", offsetof(Order, count)),
                         &detail::small_count),
      optional_member<std::int64_t>("total", offsetof(Order, total)),
      optional_member<double>("weight", offsetof(Order, weight)),
      optional_member<Flavor>("flavor", offsetof(Order, flavor)),
      optional_member<Instant>("placedAt", offsetof(Order, placed_at)),
      detail::as_text(optional_member<Instant>("dueAt", offsetof(Order, due_at))),
      optional_member<Blob>("note", offsetof(Order, note)),
      optional_member<Document>("extra", offsetof(Order, extra)),
      detail::with_shape(optional_member<std::vector<Tag>>("tags", offsetof(Order, tags)),
                         &detail::tags),
      optional_member<std::vector<Flavor>>("flavors", offsetof(Order, flavors)),
      detail::with_shape(optional_member<Labels>("labels", offsetof(Order, labels)),
                         &detail::labels),
      detail::flattened(optional_member<std::vector<std::string>>("lines", offsetof(Order, lines))),
      optional_member<std::vector<Order>>("parts", offsetof(Order, parts)),
      detail::with_shape(optional_member<std::string>("secret", offsetof(Order, secret)),
                         &detail::secret_text),
  };
  static constexpr Shape shape{.kind = ShapeKind::structure,
                               .name = "Order",
                               .members = members,
                               .lifetime = &lifetime_of<Order>};
  return shape;
}

/// A value with every member set.
inline Order full_order() {
  Order part{.name = "part"};
  return {.name = "pi\"zza\n\xC3\xA9",
          .urgent = true,
          .count = 3,
          .total = 9007199254740993,
          .weight = 0.25,
          .flavor = Flavor::extra_hot,
          .placed_at = Instant{Duration{1767225600123}},
          .due_at = Instant{Duration{1767225601000}},
          .note = Blob{std::string("\0\xFF\x01", 3)},
          .extra = Document{R"({"a":[1,null]})"},
          .tags = std::vector<Tag>{{"a", "1"}, {"b", std::nullopt}},
          .flavors = std::vector{Flavor::plain, Flavor::extra_hot},
          .labels = std::map<std::string, std::string>{{"x", "1"}, {"y", ""}},
          .lines = std::vector<std::string>{"one", "two"},
          .parts = std::vector<Order>{part},
          .secret = "hunter22"};
}

}  // namespace berth::wire::testing
