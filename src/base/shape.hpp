#pragma once
// A run-time description of C++ values. Codecs and validation walk a value by its Shape, so each is
// compiled once and not once per structure.
//
// shape_of<T>() finds the Shape of a type: scalars, text, Blob, Instant, Id, std::vector, std::set
// and std::map of such are described here; generated types bring `const Shape& describe(const T*)`;
// hand-written structures and enumerations use Boost.Describe and include base/describe.hpp. Shapes
// are constants of static storage and may refer to each other in circles, hence ShapeFunction.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/function_ref.hpp"

namespace berth {

enum class ShapeKind : std::uint8_t {
  boolean,
  integer,       // At most 32 bits on the wire.
  long_integer,  // At most 64 bits.
  double_number,
  string,
  enumeration,
  timestamp,  // Milliseconds since the epoch through NumberOps.
  blob,
  document,  // JSON text of any form through TextOps.
  list,
  map,  // Keys are text.
  structure,
  union_,  // Exactly one member is present.
};

struct Shape;
using ShapeFunction = const Shape& (*)();

/// Limits that a model puts on values; absent ones do not apply.
struct Constraints {
  std::optional<std::int64_t> length_min, length_max;  // Characters, or items of a list or map.
  std::optional<double> range_min, range_max;
  std::string_view pattern;  // A regular expression that the whole text must match.
  bool sensitive = false;    // Never echoed.
};

/// boolean, integer, long_integer, timestamp, enumeration. write() answers whether it fits the
/// type.
struct NumberOps {
  std::int64_t (*read)(const void*);
  bool (*write)(void*, std::int64_t);
};

struct RealOps {
  double (*read)(const void*);
  void (*write)(void*, double);
};

/// string, blob, document.
struct TextOps {
  std::string_view (*read)(const void*);
  void (*write)(void*, std::string_view);
};

/// append() makes an item, lets `fill` write it and keeps it if `fill` answers true. Nothing clears
/// a list: decoders write into fresh values.
struct ListOps {
  std::size_t (*size)(const void*);
  void (*each)(const void*, FunctionRef<void(const void*)>);
  bool (*append)(void*, FunctionRef<bool(void*)> fill);
};

/// insert() answers false when the key does not fit the map's key type, or when `fill` does.
struct MapOps {
  std::size_t (*size)(const void*);
  void (*each)(const void*, FunctionRef<void(std::string_view key, const void* value)>);
  bool (*insert)(void*, std::string_view key, FunctionRef<bool(void*)> fill);
};

/// A member that may be absent: std::optional, or one alternative of a variant.
struct OptionalOps {
  const void* (*value)(const void* slot);  // Null when absent.
  void* (*emplace)(void* slot);            // Keeps a value that is there.
};

/// Making and destroying a value whose type only its Shape knows.
struct Lifetime {
  void* (*create)();
  void (*destroy)(void*);
};

enum class TimestampFormat : std::uint8_t { by_protocol, epoch_seconds, date_time, http_date };

/// One member of a structure or union. Empty names mean `name`.
struct Member {
  std::string_view name;
  ShapeFunction shape;
  std::size_t offset;  // Of the slot in the object: the value, or its std::optional.
  const OptionalOps* optional = nullptr;
  bool required = false;
  bool idempotency_token = false;
  bool xml_flattened = false;
  bool xml_attribute = false;
  TimestampFormat timestamp_format = TimestampFormat::by_protocol;
  std::string_view json_name{};
  std::string_view xml_name{};
  std::string_view query_name{};
};

/// What a list or map holds; xml_name is empty where the protocol's own word applies.
struct Element {
  ShapeFunction shape;
  std::string_view xml_name{};
};

struct Enumerator {
  std::string_view text;
  std::int64_t value;
};

struct Shape {
  ShapeKind kind;
  std::string_view name;
  Constraints constraints{};
  const NumberOps* number = nullptr;
  const RealOps* real = nullptr;
  const TextOps* text = nullptr;
  const ListOps* list = nullptr;
  const MapOps* map = nullptr;
  const Element* key = nullptr;   // map
  const Element* item = nullptr;  // list, map
  std::span<const Member> members{};
  std::span<const Enumerator> enumerators{};
  const Lifetime* lifetime = nullptr;  // structure, union; null where nothing needs it.
};

/// The member's value inside `object`, or null when it is absent.
const void* read_member(const Member& member, const void* object);
/// The member's value inside `object`, made if it was absent.
void* emplace_member(const Member& member, void* object);

const Member* find_member(const Shape& shape, std::string_view name);

/// Empty when no enumerator has the value.
std::string_view enumerator_text(const Shape& shape, std::int64_t value);
std::optional<std::int64_t> enumerator_value(const Shape& shape, std::string_view text);

/// A structure that is known only by its Shape, which must have a Lifetime.
class AnyValue {
 public:
  explicit AnyValue(const Shape& shape);

  const Shape& shape() const { return *shape_; }
  void* get() { return value_.get(); }
  const void* get() const { return value_.get(); }

 private:
  const Shape* shape_;
  std::unique_ptr<void, void (*)(void*)> value_;
};

/// Specialised per type with `static const Shape& get()`.
template <class Type>
struct ShapeOf;

template <class Type>
concept SelfDescribed = requires {
  { describe(static_cast<const Type*>(nullptr)) } -> std::same_as<const Shape&>;
};

template <class Type>
const Shape& shape_of() {
  if constexpr (SelfDescribed<Type>) {
    return describe(static_cast<const Type*>(nullptr));
  } else {
    return ShapeOf<Type>::get();
  }
}

/// The wire text of an enumerator; empty for a value outside its enumeration.
template <class Enum>
  requires std::is_enum_v<Enum>
std::string_view text(Enum value) {
  return enumerator_text(shape_of<Enum>(), static_cast<std::int64_t>(value));
}

template <class Enum>
  requires std::is_enum_v<Enum>
std::optional<Enum> parse(std::string_view text) {
  const auto value = enumerator_value(shape_of<Enum>(), text);
  return value ? std::optional(static_cast<Enum>(*value)) : std::nullopt;
}

/// The answer of an operation that answers nothing, and the request of one that asks nothing.
struct Unit {
  bool operator==(const Unit&) const = default;
};
const Shape& describe(const Unit*);

}  // namespace berth

#include "base/shape_types.hpp"
