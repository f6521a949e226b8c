"""What a .smithy file says, as values: one Model of Shapes with their traits."""

import dataclasses


class ModelError(Exception):
    """The model says something that cannot be generated; the text names the place."""


@dataclasses.dataclass
class Member:
    name: str
    target: str
    traits: dict


@dataclasses.dataclass
class Shape:
    name: str
    kind: str  # a Smithy type keyword: structure, list, string, ...
    traits: dict
    members: list = dataclasses.field(default_factory=list)
    properties: dict = dataclasses.field(default_factory=dict)  # of a service or operation
    place: str = ""  # "file:line"

    def member(self, name):
        return next((member for member in self.members if member.name == name), None)

    def fail(self, text):
        raise ModelError(f"{self.place}: {self.name}: {text}")


# The prelude's shapes, by the name that a member's target gives.
PRELUDE = {
    "String": "string",
    "Boolean": "boolean",
    "Integer": "integer",
    "Long": "long",
    "Float": "float",
    "Double": "double",
    "Timestamp": "timestamp",
    "Blob": "blob",
    "Document": "document",
}

SIMPLE = set(PRELUDE.values())


@dataclasses.dataclass
class Model:
    name: str  # the last part of the namespace: "ecs"
    source: str  # the file, as comments name it
    shapes: dict

    def target(self, name):
        """The Shape that a member's target names."""
        if name in self.shapes:
            return self.shapes[name]
        return Shape(name=name, kind=PRELUDE[name], traits={})

    def of_kind(self, *kinds):
        return [shape for shape in self.shapes.values() if shape.kind in kinds]

    def service(self):
        services = self.of_kind("service")
        return services[0] if services else None

    def operations(self):
        return sorted(self.of_kind("operation"), key=lambda shape: shape.name)

    def structures(self):
        return self.of_kind("structure", "union")

    def errors(self):
        return sorted(
            (shape for shape in self.structures() if "error" in shape.traits),
            key=lambda shape: shape.name,
        )
