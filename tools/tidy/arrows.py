"""Includes: of ours by the module table, of third parties by its package column, Asio by a list."""

import re

from finding import Finding
from source import TOP_FOLDERS

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# What an include's beginning says about the package it is from.
PACKAGES = (
    ("boost/asio", {"asio"}),
    ("boost/beast", {"beast"}),
    ("boost/json", {"json"}),
    ("boost/url", {"url"}),
    ("fmt/", {"fmt"}),
    ("spdlog/", {"spdlog"}),
    ("CLI/", {"cli11"}),
    ("openssl/", {"crypto", "ssl"}),
    ("sqlite3", {"sqlite"}),
    ("zlib", {"zlib"}),
    ("pugixml", {"pugixml"}),
)

# Coroutines are in many places, I/O is not: these headers name a coroutine's type and executor.
ASIO_NAMES = {"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp"}
# Folders that may include more of Asio than those two.
ASIO_FOLDERS = ("src/adapters/", "src/agent/", "src/client/", "src/cli/", "src/api/agents/",
                "src/api/front.cpp",
                "src/apps/", "sim/", "bench/")
# Ports are interfaces, so their headers name coroutines only; what waiting needs is in their .cpp.
ASIO_SOURCES = re.compile(r"src/ports/\w+\.cpp$")
# Objects of Asio that touch sockets, pipes, files or real time: adapters only.
ASIO_OUTSIDE = re.compile(
    r"boost/asio/(ip/|local/|ssl|posix/|generic/|signal_set|\w*timer|\w*socket|\w*stream|\w*file"
    r"|connect\b|thread_pool)")


def check(source, table, exists):
    """`exists(path)` says whether a file stands in the repository."""
    if not source.is_cpp:
        return
    for number, line in enumerate(source.lines, 1):
        match = _INCLUDE.match(line)
        if not match:
            continue
        find = _ours if match.group(1) == '"' else _theirs
        for message in find(source, match.group(2), table, exists):
            yield Finding(source.path, number, "arrows", message)


def _ours(source, include, table, exists):
    folder, _, rest = include.partition("/")
    if not rest or folder not in table:
        yield f'"{include}" is not written from src/'
        return
    path = include if folder in TOP_FOLDERS else f"src/{include}"
    if folder != "gen" and not exists(path):
        yield f'"{include}" is no file of ours'
    if folder == source.module:
        return
    if source.module in table:
        if folder not in table[source.module].modules:
            yield f"{source.module} must not include {folder}: cmake/modules.cmake has no arrow"


def _theirs(source, include, table, _exists):
    if source.module not in table:
        return
    for start, packages in PACKAGES:
        if include.startswith(start):
            allowed = table[source.module].packages | table["base"].packages
            names_only = include in ASIO_NAMES and "asio" in _reachable(source.module, table)
            if not packages & allowed and not names_only:
                yield f"{source.module} must not include <{include}>: its row names no such package"
                return
    if include.startswith("boost/asio") and include not in ASIO_NAMES:
        yield from _asio(source, include)
    if re.match(r"(gtest|gmock)/", include) and not source.is_test:
        yield f"<{include}> belongs in *_test.cpp or a folder called testing"


def _asio(source, include):
    if not source.path.startswith(ASIO_FOLDERS) and not ASIO_SOURCES.match(source.path):
        yield f"<{include}>: only awaitable.hpp and any_io_executor.hpp of Asio are for this folder"
    elif ASIO_OUTSIDE.match(include) and not source.path.startswith(("src/adapters/", "src/apps/")):
        yield f"<{include}> touches the world: that is for adapters, behind a port"


def _reachable(module, table):
    """The packages of a module and of the modules its row names."""
    return set(table[module].packages).union(
        *(table[name].packages for name in table[module].modules if name in table))
