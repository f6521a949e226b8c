"""Writes docs/coverage.md: which operations Berth answers and which it refuses, by service.

    python3 tools/coverage            rewrites the file
    python3 tools/coverage --check    fails when it is stale

The models say which operations there are, src/api/<service>/unsupported.cpp which are refused; an
operation that stands in neither that file nor a handler's is an error, not a guess.
"""

import argparse
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "smithy_gen"))

import report  # noqa: E402  (it reads models with the generator's parser)


def main():
    parser = argparse.ArgumentParser(prog="coverage", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")
    options = parser.parse_args()
    try:
        text = report.text(report.services(ROOT))
    except report.CoverageError as error:
        sys.exit(f"coverage: {error}")
    path = ROOT / "docs" / "coverage.md"
    current = path.read_text(encoding="utf-8") if path.exists() else ""
    if options.check and current != text:
        sys.exit("coverage: docs/coverage.md is stale; run python3 tools/coverage")
    if not options.check and current != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
