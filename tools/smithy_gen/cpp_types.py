"""C++ types of the model's shapes, and the order in which structures must be defined."""

import names

SIMPLE = {
    "string": "std::string",
    "boolean": "bool",
    "integer": "std::int32_t",
    "long": "std::int64_t",
    "float": "float",
    "double": "double",
    "timestamp": "berth::Instant",
    "blob": "berth::Blob",
    "document": "berth::Document",
}

ZERO = {"boolean": "false", "integer": "0", "long": "0", "float": "0", "double": "0"}


def of(model, target):
    """The C++ type of a member with this target."""
    shape = model.target(target)
    if shape.kind == "list":
        return f"std::vector<{of(model, shape.members[0].target)}>"
    if shape.kind == "map":
        return f"std::map<std::string, {of(model, shape.members[1].target)}>"
    return SIMPLE.get(shape.kind, shape.name)


def is_plain(owner, member):
    """Whether the member is always present; all others are std::optional."""
    if owner.kind == "union":
        return False
    return "required" in member.traits or "default" in member.traits


def of_member(model, owner, member):
    type_name = of(model, member.target)
    return type_name if is_plain(owner, member) else f"std::optional<{type_name}>"


def initial(model, owner, member):
    """The text behind the member's name: a value where the type has none of its own."""
    if not is_plain(owner, member):
        return ""
    shape = model.target(member.target)
    default = member.traits.get("default")
    if default is None or default == []:
        zero = "{}" if shape.kind == "enum" else ZERO.get(shape.kind)
        return f" = {zero}" if zero and zero != "{}" else zero or ""
    return f" = {literal(shape, default)}"


def literal(shape, value):
    if shape.kind == "enum":
        found = next((item for item in shape.members if item.target == value), None)
        if not found:
            shape.fail(f"default {value!r} is not in the enumeration")
        return f"{shape.name}::{names.enumerator(found.name)}"
    if shape.kind == "boolean":
        return "true" if value else "false"
    if shape.kind == "string":
        return names.quoted(value)
    if shape.kind in ("integer", "long", "float", "double"):
        return str(value)
    return shape.fail("only simple values can be defaults")


def ordered(model):
    """Structures, each after those it holds; where lists make a circle, by value alone."""
    groups = components(model)
    return [shape for group in groups for shape in by_value(model, group)]


def held(model, shape, through_lists):
    """The structures that `shape` names, by value or also through lists and maps."""
    found = []
    for member in shape.members:
        target = model.target(member.target)
        while through_lists and target.kind in ("list", "map"):
            target = model.target(target.members[-1].target)
        if target.kind in ("structure", "union"):
            found.append(target)
    return found


def components(model):
    """Strongly connected groups in the order of need (Tarjan)."""
    index, low, stack, groups = {}, {}, [], []

    def visit(shape):
        index[shape.name] = low[shape.name] = len(index)
        stack.append(shape)
        for other in held(model, shape, through_lists=True):
            if other.name not in index:
                visit(other)
                low[shape.name] = min(low[shape.name], low[other.name])
            elif other in stack:
                low[shape.name] = min(low[shape.name], index[other.name])
        if low[shape.name] == index[shape.name]:
            start = stack.index(shape)
            groups.append(stack[start:])
            del stack[start:]

    for shape in model.structures():
        if shape.name not in index:
            visit(shape)
    return groups


def by_value(model, group):
    done = []

    def visit(shape):
        if shape in done or shape not in group:
            return
        for other in held(model, shape, through_lists=False):
            visit(other)
        done.append(shape)

    for shape in group:
        visit(shape)
    return done


def recursive(model):
    """Structures that must be declared before they are defined."""
    return [
        shape
        for group in components(model)
        for shape in group
        if len(group) > 1 or shape in held(model, shape, through_lists=True)
    ]
