"""Reads the subset of Smithy 2.0 that the models use: one namespace; services, operations,
structures, unions, lists, maps, enumerations and simple shapes; traits in front of shapes and
members; defaults. Anything else is an error that names its line, never something passed over.
"""

import pathlib

import lexer
import model

SIMPLE_KINDS = ("string", "boolean", "integer", "long", "float", "double", "timestamp", "blob")
MEMBER_KINDS = ("structure", "union", "list", "map")
OTHER_KINDS = ("enum", "service", "operation")


def read(path, source):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return Parser(lexer.tokens(text, source), source).model()


class Parser:
    def __init__(self, tokens, source):
        self.tokens = tokens
        self.source = source
        self.position = 0

    # ---- tokens

    def peek(self, ahead=0):
        return self.tokens[min(self.position + ahead, len(self.tokens) - 1)]

    def take(self):
        token = self.peek()
        self.position += 1
        return token

    def fail(self, token, wanted):
        raise model.ModelError(f"{token.place}: {wanted} expected, not {token.value!r}")

    def at(self, sign):
        token = self.peek()
        return token.kind == "sign" and token.value == sign

    def skip(self, sign):
        found = self.at(sign)
        self.position += found
        return found

    def expect(self, sign):
        if not self.skip(sign):
            self.fail(self.peek(), repr(sign))

    def name(self):
        token = self.take()
        if token.kind != "name":
            self.fail(token, "a name")
        return token.value

    # ---- the file

    def model(self):
        namespace = None
        shapes = {}
        while self.peek().kind != "end":
            if self.skip("$"):
                self.control()
            elif self.peek().value == "namespace":
                self.take()
                namespace = self.name()
            elif self.peek().value == "use":
                self.take()
                self.name()
            else:
                shape = self.shape()
                if shape.name in shapes or shape.name in model.PRELUDE:
                    shape.fail("this name is taken")
                shapes[shape.name] = shape
        if not namespace:
            raise model.ModelError(f"{self.source}: no namespace")
        return model.Model(namespace.rsplit(".", 1)[-1], self.source, shapes)

    def control(self):
        key = self.name()
        self.expect(":")
        token = self.take()
        if key != "version" or token.value not in ("2", "2.0"):
            self.fail(token, "$version 2.0")

    # ---- shapes

    def shape(self):
        traits = self.traits()
        token = self.take()
        kind = token.value
        if kind not in SIMPLE_KINDS + MEMBER_KINDS + OTHER_KINDS:
            self.fail(token, "a shape of a known type")
        shape = model.Shape(self.name(), kind, traits, place=token.place)
        if kind in SIMPLE_KINDS:
            return shape
        self.expect("{")
        if kind in MEMBER_KINDS:
            self.members(shape)
        elif kind == "enum":
            self.enumerators(shape)
        else:
            self.properties(shape)
        self.expect("}")
        return shape

    def members(self, shape):
        while not self.at("}"):
            traits = self.traits()
            name = self.name()
            self.expect(":")
            target = self.name()
            if self.skip("="):
                traits["default"] = self.node()
            shape.members.append(model.Member(name, target, traits))

    def enumerators(self, shape):
        while not self.at("}"):
            traits = self.traits()
            name = self.name()
            text = self.node() if self.skip("=") else name
            shape.members.append(model.Member(name, text, traits))

    def properties(self, shape):
        while not self.at("}"):
            name = self.name()
            self.expect(":")
            shape.properties[name] = self.node()

    # ---- traits and nodes

    def traits(self):
        found = {}
        while self.skip("@"):
            name = self.name().rsplit("#", 1)[-1]
            found[name] = self.trait_value() if self.skip("(") else True
        return found

    def trait_value(self):
        if self.skip(")"):
            return True
        after = self.peek(1)
        keyed = after.kind == "sign" and after.value == ":"
        value = self.pairs(")") if keyed else self.node()
        if not keyed:
            self.expect(")")
        return value

    def node(self):
        token = self.take()
        if token.kind in ("string", "number"):
            return token.value
        if token.kind == "name":
            return {"true": True, "false": False, "null": None}.get(token.value, token.value)
        if token.value == "[":
            items = []
            while not self.skip("]"):
                items.append(self.node())
            return items
        if token.value == "{":
            return self.pairs("}")
        return self.fail(token, "a value")

    def pairs(self, end):
        found = {}
        while not self.skip(end):
            token = self.take()
            if token.kind not in ("name", "string"):
                self.fail(token, "a key")
            self.expect(":")
            found[token.value] = self.node()
        return found
