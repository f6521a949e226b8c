"""A README in each module's folder, short; a short one at the root."""

from finding import Finding

MODULE_LINES_MAX = 30
ROOT_LINES_MAX = 100


def check(modules, read):
    """`modules` are the folders that hold code; `read(path)` is a file's text or None."""
    for folder in modules:
        yield from _one(f"{folder}/README.md", MODULE_LINES_MAX, read)
    yield from _one("README.md", ROOT_LINES_MAX, read)


def _one(path, lines_max, read):
    text = read(path)
    if text is None:
        yield Finding(path, 1, "readme", "there is no README.md here")
    elif len(text.splitlines()) > lines_max:
        yield Finding(path, lines_max + 1, "readme",
                      f"the README has {len(text.splitlines())} lines, more than {lines_max}")
