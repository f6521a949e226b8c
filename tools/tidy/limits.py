"""Sizes: lines of a file and a function, columns of a line, files in a folder."""

import ast
from collections import Counter
from pathlib import PurePath

from finding import Finding

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100
FOLDER_FILES_MAX = 25


def check(source):
    if len(source.lines) > FILE_LINES_MAX:
        yield Finding(source.path, FILE_LINES_MAX + 1, "file_length",
                      f"the file has {len(source.lines)} lines, more than {FILE_LINES_MAX}")
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX and not _holds_one_long_word(line):
            yield Finding(source.path, number, "columns",
                          f"the line has {len(line)} columns, more than {COLUMNS_MAX}")
    for first, last in _functions(source):
        if last - first + 1 > FUNCTION_LINES_MAX:
            yield Finding(source.path, first, "function_length",
                          f"the function has {last - first + 1} lines, "
                          f"more than {FUNCTION_LINES_MAX}")


def check_folders(paths):
    """`paths` are those of every file that counts."""
    for folder, count in sorted(Counter(str(PurePath(path).parent) for path in paths).items()):
        if count > FOLDER_FILES_MAX:
            yield Finding(folder, 1, "folder_size",
                          f"the folder has {count} files, more than {FOLDER_FILES_MAX}")


def _holds_one_long_word(line):
    """A link or a path that cannot be broken is no reason to make it unusable."""
    longest = max(line.split(), key=len, default="")
    return "://" in longest and len(line) - len(longest) < 20


def _functions(source):
    """First and last lines of each function."""
    if source.is_cpp:
        for statement in source.statements:
            if statement.opens == "function":
                yield statement.line, statement.end
    elif source.suffix == ".py":
        for node in ast.walk(ast.parse(source.text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node.lineno, node.end_lineno
