"""Writes types.hpp: the enumerations and structures of a model as plain aggregates."""

import cpp_types
import layout
import names


def write(model):
    lines = ["#pragma once", layout.head(model), ""]
    lines += [f"#include <{name}>" for name in ("cstdint", "map", "optional", "string", "vector")]
    lines += [""] + [f'#include "base/{name}.hpp"' for name in ("blob", "shape", "time")]
    body = []
    for shape in model.of_kind("enum"):
        body += enumeration(shape) + [""]
    forward = [f"struct {shape.name};" for shape in cpp_types.recursive(model)]
    body += forward + [""] if forward else []
    for shape in cpp_types.ordered(model):
        body += structure(model, shape) + [""]
    return layout.text(lines + [""] + layout.namespaced(f"berth::gen::{model.name}", body[:-1]))


def enumeration(shape):
    width = "std::uint8_t" if len(shape.members) <= 256 else "std::uint16_t"
    found = [names.enumerator(member.name) for member in shape.members]
    if len(set(found)) != len(found):
        shape.fail("two enumerators have one C++ name")
    head = f"enum class {shape.name} : {width} {{"
    lines = layout.filled(f"{head} ", found, " };", "")
    if len(lines) > 1:
        lines = [head] + layout.filled("  ", found, "", "  ") + ["};"]
    return lines + [f"const berth::Shape& describe(const {shape.name}*);"]


def structure(model, shape):
    lines = [f"struct {shape.name} {{"]
    used = {}
    for member in shape.members:
        name = names.snake(member.name)
        if name in used:
            shape.fail(f"{member.name} and {used[name]} have one C++ name")
        used[name] = member.name
        type_name = cpp_types.of_member(model, shape, member)
        initial = cpp_types.initial(model, shape, member)
        lines += layout.filled(f"  {type_name} ", [f"{name}{initial};"], "", "      ")
    lines += ["", f"  bool operator==(const {shape.name}&) const = default;"]
    lines += ["};", f"const berth::Shape& describe(const {shape.name}*);"]
    return [line.rstrip() for line in lines if line != "" or len(shape.members) > 0]
