"""Reads a botocore service-2.json (and the paginators beside it) into one Service value.

What the generator needs is resolved here: which shapes the chosen operations reach, which simple
shapes say nothing beyond their type and so become the prelude's own, and which lists are flattened.
"""

import dataclasses
import json

PRELUDE = {
    "string": "String",
    "boolean": "Boolean",
    "integer": "Integer",
    "long": "Long",
    "float": "Float",
    "double": "Double",
    "timestamp": "Timestamp",
    "blob": "Blob",
}

# An enumeration beyond this size is a catalogue that grows every week (EC2's instance types), not
# a closed set: it is carried as a plain string.
ENUM_SIZE_MAX = 200

CONSTRAINTS = ("min", "max", "pattern", "sensitive")


@dataclasses.dataclass
class Service:
    name: str
    metadata: dict
    operations: dict  # name -> botocore operation, the chosen ones
    named_operations: list  # the other names
    shapes: dict  # name -> botocore shape, reachable from the chosen operations
    paginators: dict


def read(path, name, chosen):
    document = json.loads(path.read_text(encoding="utf-8"))
    operations = document["operations"]
    unknown = sorted(set(chosen or []) - set(operations))
    if unknown:
        raise ValueError(f"{path} has no operation {', '.join(unknown)}")
    kept = {key: operations[key] for key in sorted(operations) if not chosen or key in chosen}
    return Service(
        name=name.replace("-", "_"),
        metadata=document["metadata"],
        operations=kept,
        named_operations=sorted(set(operations) - set(kept)),
        shapes=reachable(document["shapes"], kept),
        paginators=read_paginators(path.parent / "paginators-1.json"),
    )


def read_paginators(path):
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8")).get("pagination", {})


def reachable(shapes, operations):
    pending = []
    for operation in operations.values():
        pending += [operation[key]["shape"] for key in ("input", "output") if key in operation]
        pending += [error["shape"] for error in operation.get("errors", [])]
    found = {}
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found[name] = shapes[name]
        pending += targets(shapes[name])
    return {name: found[name] for name in sorted(found)}


def targets(shape):
    if shape["type"] == "structure":
        return [member["shape"] for member in shape["members"].values()]
    if shape["type"] == "list":
        return [shape["member"]["shape"]]
    if shape["type"] == "map":
        return [shape["key"]["shape"], shape["value"]["shape"]]
    return []


def is_document(shape):
    return shape["type"] == "structure" and shape.get("document", False)


# Values that Berth takes beside those of AWS.
EXTENSIONS = {"EnvironmentFileType": ["file"]}


def is_enum(shape):
    return shape["type"] == "string" and 0 < len(shape.get("enum", [])) <= ENUM_SIZE_MAX


def is_plain(shape):
    """A simple shape that says nothing beyond its type: it is replaced by the prelude's."""
    if shape["type"] not in PRELUDE or is_enum(shape) or "timestampFormat" in shape:
        return False
    return not any(key in shape for key in CONSTRAINTS)


def target_name(service, name):
    """How the model text calls the shape `name`."""
    shape = service.shapes[name]
    if is_document(shape):
        return "Document"
    return PRELUDE[shape["type"]] if is_plain(shape) else pascal(name)


def pascal(name):
    return name[0].upper() + name[1:]
