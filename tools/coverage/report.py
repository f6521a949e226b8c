"""What is answered, refused and only named, from the models and the sources of src/api."""

import dataclasses
import re

import generate
import names

REFUSAL = re.compile(r"REFUSE\(\s*\w+,\s*\"?(\w+)\"?")


class CoverageError(Exception):
    """An operation is neither answered nor refused, or both."""


@dataclasses.dataclass
class Service:
    title: str
    folder: str
    answered: list
    refused: list
    named: list


def services(root):
    found = []
    for path in sorted((root / "models").glob("*.smithy")):
        model = generate.read(path)
        if model.service():
            found.append(service(model, root / "src" / "api" / model.name))
    return found


def service(model, folder):
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.cpp"))}
    refusals = sources.pop(folder / "unsupported.cpp", "")
    # A macro's own definition has parameters in place of operations.
    refusals = "\n".join(l for l in refusals.splitlines() if "define" not in l)
    refused = [name for name in REFUSAL.findall(refusals) if name != "Operation"]
    handlers = "\n".join(sources.values())
    answered = [o.name for o in model.operations() if is_defined(o.name, handlers)]
    check(model, answered, refused)
    traits = model.service().traits
    return Service(traits["service"]["sdkId"], model.name, answered, sorted(refused),
                   sorted(traits.get("namedOperations", [])))


def is_defined(operation, source):
    return re.search(rf"\b{names.snake(operation)}\(\s*const View&", source) is not None


def check(model, answered, refused):
    wanted = {operation.name for operation in model.operations()}
    both = sorted(set(answered) & set(refused))
    neither = sorted(wanted - set(answered) - set(refused))
    unknown = sorted(set(refused) - wanted)
    for fault, found in (("answered and refused", both), ("neither answered nor refused", neither),
                         ("refused, but not in the model", unknown)):
        if found:
            raise CoverageError(f"{model.name}: {fault}: {', '.join(found)}")


def text(found):
    lines = [
        "# Coverage",
        "",
        "Written by `python3 tools/coverage` from the models and the sources. A refused operation",
        "answers `UnsupportedOperationException` (in Query services `UnsupportedOperation`) with a",
        "text that names it. One that is known by name only is refused alike; its shapes are not",
        "carried yet.",
        "",
        "| Service | answered | refused | by name only |",
        "|---|---:|---:|---:|",
    ]
    for each in found:
        counts = " | ".join(str(len(part)) for part in (each.answered, each.refused, each.named))
        lines.append(f"| {each.title} | {counts} |")
    for each in found:
        lines += ["", f"## {each.title}"]
        lines += paragraph("Answered", each.answered) + paragraph("Refused", each.refused)
        if each.named:
            lines += ["", f"By name only: the {len(each.named)} names in "
                          f"`@namedOperations` of `models/{each.folder}.smithy`."]
    return "\n".join(lines) + "\n"


def paragraph(title, operations):
    if not operations:
        return ["", f"{title}: none."]
    lines, line = [""], f"{title}:"
    for number, name in enumerate(operations):
        word = f" {name}" + ("." if number + 1 == len(operations) else ",")
        if len(line) + len(word) > 100:
            lines.append(line)
            line = word.strip()
        else:
            line += word
    return lines + [line]
