"""From a model file to the texts of its C++ files."""

import enum

import check
import describe_writer
import parser
import service_writer
import types_writer


class Files(enum.Enum):
    OWN = "compiled as berth_gen"
    INVOKE = "compiled with src/api, whose functions they name"


def read(path):
    found = parser.read(path, f"models/{path.name}")
    check.check(found)
    return found


def listed(models, files):
    for found in models:
        for name in output_names(found):
            if name.endswith("/invoke.cpp") == (files is Files.INVOKE):
                yield name


def output_names(found):
    names = ["types.hpp", "shapes.hpp"]
    names += [f"describe_{n + 1}.cpp" for n in range(len(describe_writer.chunks(found)))]
    if found.service():
        names += ["service.hpp", "service.cpp", "operations.hpp", "invoke.cpp"]
    return [f"{found.name}/{name}" for name in names]


def outputs(found):
    """The text of each file by its path."""
    texts = [types_writer.write(found), describe_writer.shapes_header(found)]
    texts += [describe_writer.write(found, group) for group in describe_writer.chunks(found)]
    if found.service():
        texts += [service_writer.service_header(found), service_writer.service_source(found)]
        texts += [service_writer.operations_header(found), service_writer.invoke(found)]
    return dict(zip(output_names(found), texts))


def put(path, text):
    """Writes a file unless it holds the text already: nothing is compiled again without need."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
