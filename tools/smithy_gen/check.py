"""What a model must satisfy before anything is generated from it."""

import model

TRAITS = {
    "service": {
        "service", "sigv4", "awsJson1_0", "awsJson1_1", "awsQuery", "ec2Query", "restJson1",
        "restXml", "rpcv2Cbor", "awsQueryCompatible", "xmlNamespace", "namedOperations",
    },
    "operation": {"paginated", "requestCompression", "endpoint", "http"},
    "structure": {"error", "httpError", "awsQueryError", "sensitive"},
    "union": {"sensitive"},
    "list": {"length", "sensitive"},
    "map": {"length", "sensitive"},
    "enum": {"sensitive"},
    "member": {
        "required", "idempotencyToken", "default", "xmlName", "xmlFlattened", "xmlAttribute",
        "ec2QueryName", "jsonName", "timestampFormat", "httpLabel", "httpQuery", "httpHeader",
        "httpPrefixHeaders", "httpResponseCode", "httpPayload",
    },
    "simple": {"length", "range", "pattern", "sensitive", "timestampFormat"},
}


def check(found):
    for shape in found.shapes.values():
        check_traits(shape)
        if shape.kind in ("structure", "union", "list", "map"):
            check_members(found, shape)
        if shape.kind == "operation":
            check_operation(found, shape)
    check_service(found)
    check_values(found)


def check_traits(shape):
    unknown = set(shape.traits) - TRAITS.get(shape.kind, TRAITS["simple"])
    if unknown:
        shape.fail(f"unknown trait @{sorted(unknown)[0]}")
    for member in shape.members:
        unknown = set(member.traits) - TRAITS["member"]
        if unknown:
            shape.fail(f"unknown trait @{sorted(unknown)[0]} at {member.name}")


def check_members(found, shape):
    wanted = {"list": ["member"], "map": ["key", "value"]}.get(shape.kind)
    names = [member.name for member in shape.members]
    if wanted and names != wanted:
        shape.fail(f"a {shape.kind} has {' and '.join(wanted)}, not {names}")
    if len(set(names)) != len(names):
        shape.fail("a member stands twice")
    for member in shape.members:
        if member.target not in found.shapes and member.target not in model.PRELUDE:
            shape.fail(f"{member.name} is a {member.target}, which is not defined")


def check_operation(found, shape):
    for key in ("input", "output"):
        target = shape.properties.get(key, "Unit")
        if target != "Unit" and found.shapes.get(target, shape).kind != "structure":
            shape.fail(f"{key} {target} is not a structure of this model")
    for error in shape.properties.get("errors", []):
        if error not in found.shapes or "error" not in found.shapes[error].traits:
            shape.fail(f"{error} is not an error of this model")


def check_service(found):
    services = found.of_kind("service")
    if len(services) > 1:
        services[1].fail("one service a file")
    if not services:
        return
    listed = services[0].properties.get("operations", [])
    defined = {shape.name for shape in found.operations()}
    if set(listed) != defined:
        services[0].fail(f"operations listed and defined differ: {sorted(set(listed) ^ defined)}")


def check_values(found):
    """A structure that holds itself by value has no size."""
    done, path = set(), []

    def visit(shape):
        if shape.name in path:
            circle = " -> ".join(path[path.index(shape.name):] + [shape.name])
            shape.fail(f"holds itself by value ({circle}); put a list or map between")
        if shape.name in done:
            return
        path.append(shape.name)
        for member in shape.members:
            target = found.target(member.target)
            if target.kind in ("structure", "union"):
                visit(target)
        path.pop()
        done.add(shape.name)

    for shape in found.structures():
        visit(shape)
