"""Checks what a program can see of the style and the design: `python3 tools/tidy [PATH...]`.

Prints `path:line: message [rule]` and exits with 1 if there is anything. With `--link BUILD` it
checks the libraries of a build folder instead of sources. Rules live one file each; exceptions
stand in exceptions.py with their reasons, and nowhere else.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import checks
import limits
import link
import modules
import readmes
from exceptions import EXCEPTIONS
from finding import Finding, without_exceptions
from source import Source, module_of

CODE = (".cpp", ".hpp", ".py", ".cmake", ".sh", ".js", ".css")
# Written by a program from a published model, or facts in columns.
NOT_CODE = ("models/",)
TABLE = "cmake/modules.cmake"


def tracked(root):
    """Every file that git knows or would take, so that a file is checked before its commit."""
    # A build machine often runs as another user than the one who cloned.
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"],
        cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted(path for path in set(listing.split("\0")) if path and (root / path).is_file())


def is_code(root, path):
    if path.startswith(NOT_CODE):
        return False
    file = root / path
    if file.suffix in CODE or file.name in ("CMakeLists.txt", "Makefile"):
        return True
    with file.open("rb") as start:
        return file.suffix == "" and start.read(2) == b"#!"


def check_tree(root, wanted):
    table = modules.parse((root / TABLE).read_text(encoding="utf-8"))
    findings = [Finding(TABLE, 1, "arrows", fault) for fault in modules.faults(table)]
    paths = [path for path in tracked(root) if is_code(root, path)]
    known = set(paths)
    for path in paths:
        if wanted and not path.startswith(tuple(wanted)):
            continue
        text = (root / path).read_text(encoding="utf-8")
        source = Source(path, text, module_of(path))
        findings += checks.check(source, table, known.__contains__)
    if wanted:
        return [f for f in findings if (f.path, f.rule) not in {row[:2] for row in EXCEPTIONS}]
    findings += limits.check_folders(paths)
    folders = sorted({"/".join(path.split("/")[:2]) for path in paths
                      if path.startswith("src/") and path.count("/") > 1})

    def read(path):
        return (root / path).read_text(encoding="utf-8") if (root / path).is_file() else None

    findings += readmes.check(folders, read)
    return without_exceptions(findings, EXCEPTIONS)


def main(arguments):
    parser = argparse.ArgumentParser(prog="tools/tidy", description=__doc__)
    parser.add_argument("--link", metavar="BUILD", type=Path, help="check a build's libraries")
    parser.add_argument("paths", nargs="*", help="only files whose path starts so")
    options = parser.parse_args(arguments)
    root = Path(__file__).resolve().parents[2]
    if options.link:
        table = modules.parse((root / TABLE).read_text(encoding="utf-8"))
        findings = list(link.check(options.link, table))
    else:
        findings = check_tree(root, options.paths)
    for finding in sorted(findings):
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
