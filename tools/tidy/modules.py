"""Reads the module table of cmake/modules.cmake."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """A row: the module's level, the modules it may include, and its third-party packages."""

    name: str
    level: float
    modules: frozenset
    packages: frozenset


def parse(text):
    """The rows of the table by name, in its order; `*` is every module above but apps."""
    table = {}
    for row in re.findall(r'^\s*"([^"\n]*\|[^"\n]*)"', text, re.M):
        name, level, modules, packages = map(str.strip, row.split("|"))
        allowed = set(table) - {"apps"} if modules == "*" else modules.split()
        table[name] = Module(
            name, float(level), frozenset(allowed), frozenset(packages.split()))
    return table


def faults(table):
    """Sentences about rows that break the arrow rule itself: an arrow goes to a lower level."""
    for module in table.values():
        for name in sorted(module.modules):
            if name not in table:
                yield f"{module.name} names {name}, which is no module"
            elif table[name].level >= module.level:
                yield f"{module.name} names {name}, which is not on a lower level"
