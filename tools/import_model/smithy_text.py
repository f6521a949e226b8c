"""Renders a Service as Smithy 2.0 text."""

import re

import botocore_model
import traits

LINE_MAX = 100


def render(service):
    parts = [header(service), service_shape(service)]
    parts += [operation(service, name, value) for name, value in service.operations.items()]
    parts += [
        shape(service, botocore_model.pascal(name), value)
        for name, value in service.shapes.items()
        if traits.is_carried(value)
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def header(service):
    lines = [
        f"// The API of {service.metadata['serviceFullName']}: names, types, constraints and",
        "// errors. Written by tools/import_model from the published botocore model; a change made",
        "// here by hand is lost at the next import.",
        '$version: "2.0"',
        "",
        f"namespace com.amazonaws.{service.name}",
        "",
    ]
    return lines + [f"use {name}" for name in traits.imports(service)]


def service_name(metadata):
    return metadata.get("targetPrefix") or re.sub(r"\W", "", metadata["serviceId"])


def service_shape(service):
    lines = traits.of_service(service)
    lines.append(f"service {service_name(service.metadata)} {{")
    lines.append(f'    version: "{service.metadata["apiVersion"]}"')
    lines += block("operations", list(service.operations))
    return lines + ["}"]


def block(key, names):
    return [f"    {key}: ["] + [f"        {name}" for name in names] + ["    ]"]


def operation(service, name, value):
    lines = traits.of_operation(service, name, value) + [f"operation {name} {{"]
    for key in ("input", "output"):
        target = botocore_model.pascal(value[key]["shape"]) if key in value else "Unit"
        lines.append(f"    {key}: {target}")
    errors = [botocore_model.pascal(error["shape"]) for error in value.get("errors", [])]
    if errors:
        lines += block("errors", sorted(errors))
    return lines + ["}"]


def shape(service, name, value):
    lines = traits.of_shape(value)
    if value["type"] == "structure":
        return lines + structure(service, name, value)
    if value["type"] == "list":
        return lines + listing(service, name, value)
    if value["type"] == "map":
        return lines + mapping(service, name, value)
    if botocore_model.is_enum(value):
        return lines + enumeration(name, value)
    return lines + [f"{value['type']} {name}"]


def structure(service, name, value):
    keyword = "union" if value.get("union") else "structure"
    if not value["members"]:
        return [f"{keyword} {name} {{}}"]
    lines = [f"{keyword} {name} {{"]
    for key, member in value["members"].items():
        for trait in traits.of_member(service, value, key, member):
            lines += [f"    {trait}"]
        if value.get("payload") == key:
            lines.append("    @httpPayload")
        lines += pair(key, ":", botocore_model.target_name(service, member["shape"]))
    return lines + ["}"]


def pair(left, sign, right):
    line = f"    {left}{sign} {right}"
    return [line] if len(line) <= LINE_MAX else [f"    {left}{sign}", f"        {right}"]


def listing(service, name, value):
    lines = [f"list {name} {{"]
    if "locationName" in value["member"] and not value.get("flattened"):
        lines.append(f'    @xmlName({traits.quoted(value["member"]["locationName"])})')
    lines.append(f"    member: {botocore_model.target_name(service, value['member']['shape'])}")
    return lines + ["}"]


def mapping(service, name, value):
    lines = [f"map {name} {{"]
    for key in ("key", "value"):
        if "locationName" in value[key]:
            lines.append(f'    @xmlName({traits.quoted(value[key]["locationName"])})')
        lines.append(f"    {key}: {botocore_model.target_name(service, value[key]['shape'])}")
    return lines + ["}"]


def enumeration(name, value):
    lines, used = [f"enum {name} {{"], set()
    for text in value["enum"] + botocore_model.EXTENSIONS.get(name, []):
        identifier = unused(enum_identifier(text), used)
        same = identifier == text
        lines += [f"    {identifier}"] if same else pair(identifier, " =", traits.quoted(text))
    return lines + ["}"]


def enum_identifier(text):
    """UPPER_SNAKE from any value: `HTTP1Only` is HTTP1_ONLY, `t2.micro` is T2_MICRO."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])(?<![0-9](?=[A-Z]{2}))", "_", text)
    spaced = spaced if text != text.upper() else text
    word = re.sub(r"[^A-Za-z0-9]+", "_", spaced).strip("_").upper() or "EMPTY"
    return word if word[0].isalpha() else f"V{word}"


def unused(identifier, used):
    candidate, number = identifier, 2
    while candidate in used:
        candidate, number = f"{identifier}_{number}", number + 1
    used.add(candidate)
    return candidate
