"""Generates C++ from service models.

    python3 tools/smithy_gen --out DIR models/*.smithy

writes DIR/<service>/{types.hpp, shapes.hpp, describe_N.cpp} and, for a model with a service,
{service.hpp, service.cpp, operations.hpp, invoke.cpp}. --list prints the paths of all but
invoke.cpp without writing, --list-invoke those of the invoke.cpp files: they name functions of
src/api and are compiled with that module. A file whose text did not change keeps its time.
"""

import argparse
import pathlib
import sys

import generate
import model


def main():
    options = arguments()
    try:
        models = [generate.read(path) for path in options.models]
        if options.list or options.list_invoke:
            files = generate.Files.INVOKE if options.list_invoke else generate.Files.OWN
            for name in generate.listed(models, files):
                print(options.out / name)
            return
        for found in models:
            for name, text in generate.outputs(found).items():
                generate.put(options.out / name, text)
    except (OSError, model.ModelError) as error:
        sys.exit(f"smithy_gen: {error}")


def arguments():
    found = argparse.ArgumentParser(prog="smithy_gen", description=__doc__.splitlines()[0])
    found.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR")
    found.add_argument("--list", action="store_true", help="print the paths, write nothing")
    found.add_argument("--list-invoke", action="store_true", help="the same for invoke.cpp files")
    found.add_argument("models", type=pathlib.Path, nargs="+", metavar="MODEL.smithy")
    return found.parse_args()


if __name__ == "__main__":
    main()
