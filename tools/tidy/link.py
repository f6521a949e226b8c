"""The arrow rule as the linker sees it: a module's library needs symbols only of its row's modules.

An include that the table forbids can be dodged by declaring a function by hand; the libraries in a
build folder show that too.
"""

import subprocess
from pathlib import Path

from finding import Finding


def check(build: Path, table):
    symbols = {name: _symbols(library) for name in table
               if (library := build / f"libberth_{name}.a").exists()}
    for name, (needed, own) in symbols.items():
        if name in ("apps", "sim", "bench"):
            continue
        given = own.union(*(symbols[row][1] for row in table[name].modules if row in symbols))
        for other, (_, defined) in symbols.items():
            if other == name or other in table[name].modules:
                continue
            for symbol in sorted((needed & defined) - given):
                yield Finding(f"libberth_{name}.a", 1, "link_arrows",
                              f"{name} needs {_plain(symbol)} of {other}, which is not in its row")


def _symbols(library):
    """What a library needs and what it defines, both as mangled names."""
    text = subprocess.run(["nm", "--format=posix", library], check=True, capture_output=True,
                          text=True).stdout
    needed, defined = set(), set()
    for line in text.splitlines():
        fields = line.split()
        if len(fields) < 2 or len(fields[1]) != 1:
            continue
        if fields[1] in "Uwv":
            needed.add(fields[0])
        elif fields[1].isupper() or fields[1] in "u":
            defined.add(fields[0])
    return needed - defined, defined


def _plain(symbol):
    return subprocess.run(["c++filt", symbol], check=True, capture_output=True,
                          text=True).stdout.strip()
