#pragma once
// Shapes of hand-written types, made from Boost.Describe's metadata: a structure that says
// BOOST_DESCRIBE_STRUCT(T, (bases), (a, b, c)) has members of those names, an enumeration that says
// BOOST_DESCRIBE_ENUM(E, a, b) has those texts, and a std::variant of structures is a union whose
// member names are the types' own names. Renaming one of them changes what journals hold.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>

#include "base/shape.hpp"

namespace berth {

/// The name of a type without its namespaces, the same for every compiler.
template <class Type>
constexpr std::string_view type_name() {
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("Type = ") + 7);
  text = text.substr(0, text.find_first_of(";]"));
  const auto colon = text.rfind("::");
  return colon == std::string_view::npos ? text : text.substr(colon + 2);
}

template <class Type>
struct IsOptional : std::false_type {};
template <class Value>
struct IsOptional<std::optional<Value>> : std::true_type {};

/// Where a member lies. Its place does not depend on the object, so bare storage serves to find it.
template <class Owner, auto Pointer>
std::size_t offset_of() {
  alignas(Owner) static const std::byte room[sizeof(Owner)]{};
  const auto* owner = reinterpret_cast<const Owner*>(room);
  const auto* member = reinterpret_cast<const std::byte*>(std::addressof(owner->*Pointer));
  return static_cast<std::size_t>(member - room);
}

/// One member of a described structure: it may be absent when it is a std::optional.
template <class Owner, auto Pointer>
Member described_member(std::string_view name) {
  using Field = std::remove_cvref_t<decltype(std::declval<Owner&>().*Pointer)>;
  const std::size_t offset = offset_of<Owner, Pointer>();
  if constexpr (IsOptional<Field>::value) {
    using Value = typename Field::value_type;
    const OptionalOps* optional = &optional_ops<Value>;
    return {.name = name, .shape = &shape_of<Value>, .offset = offset, .optional = optional};
  } else {
    return {.name = name, .shape = &shape_of<Field>, .offset = offset};
  }
}

template <class Type>
  requires boost::describe::has_describe_members<Type>::value
struct ShapeOf<Type> {
  static const Shape& get() {
    static const auto members = list(Fields{});
    static const Shape shape{.kind = ShapeKind::structure,
                             .name = type_name<Type>(),
                             .members = members,
                             .lifetime = &lifetime_of<Type>};
    return shape;
  }

 private:
  using Fields = boost::describe::describe_members<Type, boost::describe::mod_public |
                                                             boost::describe::mod_inherited>;

  template <template <class...> class List, class... Descriptors>
  static auto list(List<Descriptors...>) {
    return std::array<Member, sizeof...(Descriptors)>{
        described_member<Type, Descriptors::pointer>(Descriptors::name)...};
  }
};

template <class Type>
  requires boost::describe::has_describe_enumerators<Type>::value
struct ShapeOf<Type> {
  static const Shape& get() {
    static constexpr auto enumerators = list(boost::describe::describe_enumerators<Type>{});
    static constexpr Shape shape{.kind = ShapeKind::enumeration,
                                 .name = type_name<Type>(),
                                 .number = &number_ops<Type>,
                                 .enumerators = enumerators};
    return shape;
  }

 private:
  template <template <class...> class List, class... Descriptors>
  static constexpr auto list(List<Descriptors...>) {
    return std::array<Enumerator, sizeof...(Descriptors)>{
        Enumerator{Descriptors::name, static_cast<std::int64_t>(Descriptors::value)}...};
  }
};

/// Alternative `Index` of a variant, seen as a member that is there or not.
template <class Variant, std::size_t Index>
inline constexpr OptionalOps alternative_ops{
    [](const void* slot) -> const void* {
      return std::get_if<Index>(static_cast<const Variant*>(slot));
    },
    [](void* slot) -> void* {
      auto& variant = *static_cast<Variant*>(slot);
      if (auto* present = std::get_if<Index>(&variant)) return present;
      return &variant.template emplace<Index>();
    }};

/// `Type` is the variant or a structure that inherits from it.
template <class Type, class Variant>
struct UnionShape;

template <class Type, class... Alternatives>
struct UnionShape<Type, std::variant<Alternatives...>> {
  static const Shape& get() {
    static constexpr auto members = list(std::index_sequence_for<Alternatives...>{});
    static constexpr Shape shape{.kind = ShapeKind::union_,
                                 .name = "Variant",
                                 .members = members,
                                 .lifetime = &lifetime_of<Type>};
    return shape;
  }

 private:
  template <std::size_t... Indexes>
  static constexpr auto list(std::index_sequence<Indexes...>) {
    return std::array<Member, sizeof...(Alternatives)>{
        Member{.name = type_name<Alternatives>(),
               .shape = &shape_of<Alternatives>,
               .offset = 0,
               .optional = &alternative_ops<Type, Indexes>}...};
  }
};

template <class... Alternatives>
struct ShapeOf<std::variant<Alternatives...>>
    : UnionShape<std::variant<Alternatives...>, std::variant<Alternatives...>> {};

template <class Type>
  requires requires { typename Type::Variant; }
struct ShapeOf<Type> : UnionShape<Type, typename Type::Variant> {};

}  // namespace berth
