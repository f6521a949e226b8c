"""Writes shapes.hpp and describe_N.cpp: the constant tables by which codecs walk the types."""

import cpp_types
import layout
import names

# So many members a file keep each file quick to compile without reading the types too often.
MEMBERS_PER_FILE = 1000

SIMPLE = {
    "string": ("string", ".text = &berth::string_ops"),
    "boolean": ("boolean", ".number = &berth::number_ops<bool>"),
    "integer": ("integer", ".number = &berth::number_ops<std::int32_t>"),
    "long": ("long_integer", ".number = &berth::number_ops<std::int64_t>"),
    "float": ("double_number", ".real = &berth::real_ops<float>"),
    "double": ("double_number", ".real = &berth::real_ops<double>"),
    "timestamp": ("timestamp", ".number = &berth::number_ops<berth::Instant>"),
    "blob": ("blob", ".text = &berth::blob_ops"),
}

PRELUDE = {
    "String": "string",
    "Boolean": "boolean",
    "Integer": "integer",
    "Long": "long_integer",
    "Float": "single_number",
    "Double": "double_number",
    "Timestamp": "timestamp",
    "Blob": "blob",
    "Document": "document",
}

FORMATS = {
    "epoch-seconds": "epoch_seconds",
    "date-time": "date_time",
    "http-date": "http_date",
}


def described(model):
    return [s for s in model.shapes.values() if s.kind not in ("service", "operation")]


def shapes_header(model):
    found = {}
    for shape in described(model):
        name = names.snake(shape.name)
        if name in found:
            shape.fail(f"has one C++ name with {found[name]}")
        found[name] = shape.name
    body = [f"const berth::Shape& {name}();" for name in sorted(found)]
    lines = ["#pragma once", layout.head(model), "", '#include "base/shape.hpp"', ""]
    return layout.text(lines + layout.namespaced(f"berth::gen::{model.name}::shapes", body))


def chunks(model):
    """The described shapes in groups of about equal work."""
    shapes = described(model)
    total = sum(weight(shape) for shape in shapes)
    count = max(1, round(total / MEMBERS_PER_FILE))
    groups, sum_so_far = [[] for _ in range(count)], 0
    for shape in shapes:
        groups[min(count - 1, sum_so_far * count // max(1, total))].append(shape)
        sum_so_far += weight(shape)
    return [group for group in groups if group] or [[]]


def weight(shape):
    return 1 + (len(shape.members) if shape.kind in ("structure", "union") else 0)


def write(model, group):
    lines = [layout.head(model), "", "#include <cstddef>", ""]
    lines += [f'#include "gen/{model.name}/{name}.hpp"' for name in ("shapes", "types")]
    lines += ["", "// Both compilers define offsetof for every type without virtual bases."]
    lines += ['#pragma GCC diagnostic ignored "-Winvalid-offsetof"']
    body = []
    for shape in group:
        body += description(model, shape) + [""]
    return layout.text(lines + [""] + layout.namespaced(f"berth::gen::{model.name}", body[:-1]))


def description(model, shape):
    name = names.snake(shape.name)
    lines = [f"const berth::Shape& shapes::{name}() {{"]
    if shape.kind in ("structure", "union"):
        lines += structure(model, shape)
    elif shape.kind == "enum":
        lines += enumeration(shape)
    elif shape.kind in ("list", "map"):
        lines += container(model, shape)
    else:
        kind, ops = SIMPLE[shape.kind]
        lines += constant(shape, kind, [ops])
    lines += ["  return shape;", "}"]
    if shape.kind in ("structure", "union", "enum"):
        lines += [f"const berth::Shape& describe(const {shape.name}*) {{"]
        lines += [f"  return shapes::{name}();", "}"]
    return lines


def constant(shape, kind, fields):
    fields = [f".kind = berth::ShapeKind::{kind}", f'.name = "{shape.name}"'] + [
        *constraints(shape),
        *fields,
    ]
    return layout.filled("  static constexpr berth::Shape shape{", fields, "};", "      ")


def constraints(shape):
    fields = []
    for trait in ("length", "range"):
        for key in ("min", "max"):
            bounds = shape.traits.get(trait, {})
            if key in bounds:
                fields.append(f".{trait}_{key} = {bounds[key]}")
    if "pattern" in shape.traits:
        fields.append(f".pattern = {names.quoted(shape.traits['pattern'])}")
    if "sensitive" in shape.traits:
        fields.append(".sensitive = true")
    return [f".constraints = {{{', '.join(fields)}}}"] if fields else []


def function(model, target):
    """The function that answers the shape of a member's target."""
    if target in model.shapes:
        return f"&shapes::{names.snake(target)}"
    return f"&berth::shapes::{PRELUDE[target]}"


def structure(model, shape):
    lines = []
    fields = []
    if shape.members:
        lines.append("  static constexpr berth::Member members[] = {")
        for member in shape.members:
            lines += member_row(model, shape, member)
        lines.append("  };")
        fields.append(".members = members")
    if is_input(model, shape):
        fields.append(f".lifetime = &berth::lifetime_of<{shape.name}>")
    kind = "union_" if shape.kind == "union" else "structure"
    return lines + constant(shape, kind, fields)


def is_input(model, shape):
    """The dispatcher makes an operation's input from its shape alone; all else has a known type."""
    return any(shape.name == found.properties.get("input") for found in model.operations())


def member_row(model, shape, member):
    fields = [f'.name = "{member.name}"', f".shape = {function(model, member.target)}"]
    fields.append(f".offset = offsetof({shape.name}, {names.snake(member.name)})")
    if not cpp_types.is_plain(shape, member):
        type_name = cpp_types.of(model, member.target)
        fields.append(f".optional = &berth::optional_ops<{type_name}>")
    traits = member.traits
    if "required" in traits:
        fields.append(".required = true")
    if "idempotencyToken" in traits:
        fields.append(".idempotency_token = true")
    if "xmlFlattened" in traits:
        fields.append(".xml_flattened = true")
    if "xmlAttribute" in traits:
        fields.append(".xml_attribute = true")
    form = traits.get("timestampFormat", model.target(member.target).traits.get("timestampFormat"))
    if form:
        fields.append(f".timestamp_format = berth::TimestampFormat::{FORMATS[form]}")
    for trait, field in (("jsonName", "json_name"), ("xmlName", "xml_name")):
        if trait in traits:
            fields.append(f".{field} = {names.quoted(traits[trait])}")
    query = query_name(model, member)
    if query:
        fields.append(f".query_name = {names.quoted(query)}")
    return layout.filled("      {", fields, "},", "       ")


def query_name(model, member):
    """ec2Query asks under names of its own: capital first letter, or what the model says."""
    service = model.service()
    if not service or "ec2Query" not in service.traits:
        return None
    name = member.traits.get("ec2QueryName")
    if not name:
        name = member.traits.get("xmlName", member.name)
        name = name[0].upper() + name[1:]
    same = name == member.name and "xmlName" not in member.traits
    return None if same else name


def enumeration(shape):
    lines = ["  static constexpr berth::Enumerator enumerators[] = {"]
    for number, member in enumerate(shape.members):
        lines.append(f"      {{{names.quoted(member.target)}, {number}}},")
    lines.append("  };")
    fields = [f".number = &berth::number_ops<{shape.name}>", ".enumerators = enumerators"]
    return lines + constant(shape, "enumeration", fields)


def container(model, shape):
    lines, fields = [], []
    type_name = cpp_types.of(model, shape.name)
    fields.append(f".{shape.kind} = &berth::{shape.kind}_ops<{type_name}>")
    for member in shape.members:
        role = "key" if member.name == "key" else "item"
        parts = [f".shape = {function(model, member.target)}"]
        if "xmlName" in member.traits:
            parts.append(f".xml_name = {names.quoted(member.traits['xmlName'])}")
        lines += layout.filled(f"  static constexpr berth::Element {role}{{", parts, "};", "      ")
        fields.append(f".{role} = &{role}")
    return lines + constant(shape, shape.kind, fields)
