"""All rules that look at one file."""

import arrows
import banned
import coroutines
import headers
import limits
import names


def check(source, table, exists):
    """`table` holds the modules; `exists(path)` says whether a file stands in the repository."""
    yield from limits.check(source)
    yield from headers.check(source)
    yield from arrows.check(source, table, exists)
    yield from banned.check(source)
    yield from names.check(source)
    yield from coroutines.check(source)
