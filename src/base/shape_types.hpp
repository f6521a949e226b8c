#pragma once
// The shapes of standard types and the operation tables behind them; included by base/shape.hpp.
// Generated code builds its own constant Shapes from the same tables.

#include <charconv>
#include <chrono>
#include <concepts>
#include <limits>
#include <map>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/blob.hpp"
#include "base/shape.hpp"
#include "base/time.hpp"

namespace berth {

template <class Tag>
class Id;

template <class Type>
concept WireInteger = std::integral<Type> && !std::same_as<Type, bool>;

// ---- Operation tables -------------------------------------------------------------------------

/// bool, integers and enumerations. A 64-bit unsigned number travels as its signed bit pattern.
template <class Type>
inline constexpr NumberOps number_ops{
    [](const void* value) { return static_cast<std::int64_t>(*static_cast<const Type*>(value)); },
    [](void* value, std::int64_t number) {
      if constexpr (WireInteger<Type> && sizeof(Type) < sizeof(std::int64_t)) {
        if (!std::in_range<Type>(number)) return false;
      }
      *static_cast<Type*>(value) = static_cast<Type>(number);
      return true;
    }};

template <class Rep, class Period>
inline constexpr NumberOps number_ops<std::chrono::duration<Rep, Period>>{
    [](const void* value) {
      using Span = std::chrono::duration<Rep, Period>;
      return static_cast<std::int64_t>(static_cast<const Span*>(value)->count());
    },
    [](void* value, std::int64_t number) {
      using Span = std::chrono::duration<Rep, Period>;
      *static_cast<Span*>(value) = Span{static_cast<Rep>(number)};
      return true;
    }};

template <>
inline constexpr NumberOps number_ops<Instant>{
    [](const void* value) {
      return static_cast<std::int64_t>(
          static_cast<const Instant*>(value)->time_since_epoch().count());
    },
    [](void* value, std::int64_t number) {
      *static_cast<Instant*>(value) = Instant{Duration{number}};
      return true;
    }};

template <std::floating_point Type>
inline constexpr RealOps real_ops{
    [](const void* value) { return static_cast<double>(*static_cast<const Type*>(value)); },
    [](void* value, double number) { *static_cast<Type*>(value) = static_cast<Type>(number); }};

/// A type that stands for the text in its member `Field`.
template <class Type, auto Field>
inline constexpr TextOps field_text_ops{
    [](const void* value) { return std::string_view(static_cast<const Type*>(value)->*Field); },
    [](void* value, std::string_view text) { static_cast<Type*>(value)->*Field = text; }};

inline constexpr TextOps string_ops{
    [](const void* value) { return std::string_view(*static_cast<const std::string*>(value)); },
    [](void* value, std::string_view text) { *static_cast<std::string*>(value) = text; }};

inline constexpr const TextOps& blob_ops = field_text_ops<Blob, &Blob::bytes>;
inline constexpr const TextOps& document_ops = field_text_ops<Document, &Document::json>;

template <class List>
inline constexpr ListOps list_ops{
    [](const void* list) { return static_cast<const List*>(list)->size(); },
    [](const void* list, FunctionRef<void(const void*)> visit) {
      for (const typename List::value_type& item : *static_cast<const List*>(list)) visit(&item);
    },
    [](void* list, FunctionRef<bool(void*)> fill) {
      auto& target = *static_cast<List*>(list);
      if constexpr (requires {
                      target.emplace_back();
                      target.pop_back();
                    } && !std::same_as<typename List::value_type, bool>) {
        if (fill(&target.emplace_back())) return true;
        target.pop_back();
        return false;
      } else {
        typename List::value_type item{};
        if (!fill(&item)) return false;
        target.insert(target.end(), std::move(item));
        return true;
      }
    }};

template <class Map>
inline constexpr MapOps map_ops{
    [](const void* map) { return static_cast<const Map*>(map)->size(); },
    [](const void* map, FunctionRef<void(std::string_view, const void*)> visit) {
      for (const auto& [key, value] : *static_cast<const Map*>(map)) {
        if constexpr (WireInteger<typename Map::key_type>) {
          visit(std::to_string(key), &value);
        } else if constexpr (std::is_enum_v<typename Map::key_type>) {
          visit(text(key), &value);
        } else {
          visit(shape_of<typename Map::key_type>().text->read(&key), &value);
        }
      }
    },
    [](void* map, std::string_view text, FunctionRef<bool(void*)> fill) {
      using Key = typename Map::key_type;
      Key key{};
      const Shape& shape = shape_of<Key>();
      if constexpr (WireInteger<Key>) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
        if (error != std::errc{} || end != text.data() + text.size()) return false;
      } else if constexpr (std::is_enum_v<Key>) {
        const auto number = enumerator_value(shape, text);
        if (!number) return false;
        key = static_cast<Key>(*number);
      } else {
        shape.text->write(&key, text);
      }
      typename Map::mapped_type value{};
      if (!fill(&value)) return false;
      static_cast<Map*>(map)->insert_or_assign(std::move(key), std::move(value));
      return true;
    }};

template <class Type>
inline constexpr OptionalOps optional_ops{[](const void* slot) -> const void* {
                                            const auto& value =
                                                *static_cast<const std::optional<Type>*>(slot);
                                            return value ? &*value : nullptr;
                                          },
                                          [](void* slot) -> void* {
                                            auto& value = *static_cast<std::optional<Type>*>(slot);
                                            return value ? &*value : &value.emplace();
                                          }};

template <class Type>
inline constexpr Lifetime lifetime_of{[]() -> void* { return new Type{}; },
                                      [](void* value) { delete static_cast<Type*>(value); }};

// ---- Shapes of standard types -----------------------------------------------------------------

namespace shapes {

const Shape& boolean();
const Shape& integer();
const Shape& long_integer();
const Shape& single_number();
const Shape& double_number();
const Shape& string();
const Shape& timestamp();
const Shape& blob();
const Shape& document();

}  // namespace shapes

template <class Type>
  requires std::is_arithmetic_v<Type>
struct ShapeOf<Type> {
  static const Shape& get() {
    if constexpr (std::same_as<Type, bool>) {
      return shapes::boolean();
    } else if constexpr (std::floating_point<Type>) {
      return std::same_as<Type, float> ? shapes::single_number() : shapes::double_number();
    } else {
      constexpr auto kind =
          sizeof(Type) <= sizeof(std::int32_t) ? ShapeKind::integer : ShapeKind::long_integer;
      static constexpr Shape shape{.kind = kind, .name = "Integer", .number = &number_ops<Type>};
      return shape;
    }
  }
};

template <class Rep, class Period>
struct ShapeOf<std::chrono::duration<Rep, Period>> {
  static const Shape& get() {
    static constexpr Shape shape{.kind = ShapeKind::long_integer,
                                 .name = "Duration",
                                 .number = &number_ops<std::chrono::duration<Rep, Period>>};
    return shape;
  }
};

template <>
struct ShapeOf<Instant> {
  static const Shape& get() { return shapes::timestamp(); }
};

template <>
struct ShapeOf<std::string> {
  static const Shape& get() { return shapes::string(); }
};

template <>
struct ShapeOf<Blob> {
  static const Shape& get() { return shapes::blob(); }
};

template <>
struct ShapeOf<Document> {
  static const Shape& get() { return shapes::document(); }
};

template <class Tag>
struct ShapeOf<Id<Tag>> {
  static const Shape& get() {
    static constexpr Shape shape{
        .kind = ShapeKind::string, .name = "Id", .text = &field_text_ops<Id<Tag>, &Id<Tag>::text_>};
    return shape;
  }
};

template <class List>
struct ListShapeOf {
  static const Shape& get() {
    static constexpr Element item{.shape = &shape_of<typename List::value_type>};
    static constexpr Shape shape{
        .kind = ShapeKind::list, .name = "List", .list = &list_ops<List>, .item = &item};
    return shape;
  }
};

template <class Item>
struct ShapeOf<std::vector<Item>> : ListShapeOf<std::vector<Item>> {};

template <class Item>
struct ShapeOf<std::set<Item>> : ListShapeOf<std::set<Item>> {};

template <class Key, class Value>
struct ShapeOf<std::map<Key, Value>> {
  static const Shape& get() {
    static constexpr Element key{.shape = &shape_of<Key>};
    static constexpr Element item{.shape = &shape_of<Value>};
    static constexpr Shape shape{.kind = ShapeKind::map,
                                 .name = "Map",
                                 .map = &map_ops<std::map<Key, Value>>,
                                 .key = &key,
                                 .item = &item};
    return shape;
  }
};

}  // namespace berth
