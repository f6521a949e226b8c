"""One file of the repository, with what the rules ask of it; parsed when first asked."""

from functools import cached_property
from pathlib import Path

import syntax

# Modules that stand beside src/, so that their own headers are written "sim/…".
TOP_FOLDERS = ("sim", "bench")


class Source:
    """`path` is from the repository's root. `module` is its row in the module table, or None."""

    def __init__(self, path: str, text: str, module: str | None):
        self.path = path
        self.text = text
        self.module = module
        self.name = Path(path).name
        self.suffix = Path(path).suffix

    @property
    def is_cpp(self):
        return self.suffix in (".cpp", ".hpp")

    @property
    def is_header(self):
        return self.suffix == ".hpp"

    @property
    def is_test(self):
        return (self.name.endswith("_test.cpp") or "/testing/" in self.path
                or self.path.startswith("tests/"))

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def code_lines(self):
        """The lines without comments and the insides of literals."""
        return syntax.blank(self.text).splitlines()

    @cached_property
    def statements(self):
        return syntax.statements(syntax.tokenise(self.text))


def module_of(path: str):
    """The module that a path belongs to: src/<module>/… or one beside src/."""
    parts = path.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    return parts[0] if parts[0] in TOP_FOLDERS else None
