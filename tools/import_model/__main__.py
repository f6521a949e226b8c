"""Writes models/<service>.smithy from a published botocore model, so that carrying a further
service, or refreshing one, is one command:

    python3 tools/import_model PATH/TO/<service>/service-2.json --out models/<service>.smithy

Only facts travel: names, types, constraints, errors, protocols. No documentation text does.
"""

import argparse
import pathlib
import sys

import botocore_model
import smithy_text


def arguments():
    parser = argparse.ArgumentParser(prog="import_model", description=__doc__)
    parser.add_argument("model", type=pathlib.Path, help="botocore service-2.json")
    parser.add_argument("--out", type=pathlib.Path, help="the .smithy file; default: stdout")
    parser.add_argument("--name", help="namespace; default: the folder of the model")
    parser.add_argument(
        "--operations",
        help="A,B,C: carry shapes for these only and name the others; default: every operation",
    )
    return parser.parse_args()


def main():
    options = arguments()
    chosen = options.operations.split(",") if options.operations else None
    name = options.name or options.model.resolve().parent.name
    try:
        model = botocore_model.read(options.model, name, chosen)
    except (OSError, ValueError) as error:
        sys.exit(f"import_model: {error}")
    text = smithy_text.render(model)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
