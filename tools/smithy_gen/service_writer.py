"""Writes what a service adds to its types: the declaration of each operation function
(operations.hpp), the table by which the dispatcher finds it (invoke.cpp) and the constant
description of the service for the wire (service.hpp, service.cpp)."""

import layout
import names

PROTOCOLS = {
    "awsJson1_0": "aws_json_1_0",
    "awsJson1_1": "aws_json_1_1",
    "awsQuery": "aws_query",
    "ec2Query": "ec2_query",
    "restJson1": "rest_json_1",
    "restXml": "rest_xml",
    "rpcv2Cbor": "rpc_v2_cbor",
}


def type_of(model, operation, key):
    target = operation.properties.get(key, "Unit")
    return "berth::Unit" if target == "Unit" else f"gen::{model.name}::{target}"


def operations_header(model):
    lines = ["#pragma once", layout.head(model), ""]
    lines += ["#include <span>", "", '#include "api/operation.hpp"']
    lines += [f'#include "gen/{model.name}/types.hpp"', ""]
    body = []
    for operation in model.operations():
        body += declaration(model, operation)
    body += ["", "/// Every operation by its name, in order of names."]
    body += ["std::span<const OperationEntry> operations();"]
    return layout.text(lines + layout.namespaced(f"berth::api::{model.name}", body))


def declaration(model, operation):
    name = names.snake(operation.name)
    answer = f"Result<Change<{type_of(model, operation, 'output')}>>"
    request = f"const {type_of(model, operation, 'input')}& request"
    return layout.filled(
        f"{answer} {name}(", ["const View& view", request, "const Stamp& stamp"], ");", "    "
    )


def invoke(model):
    lines = [layout.head(model), "", f'#include "gen/{model.name}/operations.hpp"', ""]
    body = ["std::span<const OperationEntry> operations() {"]
    body += ["  static constexpr OperationEntry table[] = {"]
    for operation in model.operations():
        parts = [f'"{operation.name}"', f"&invoke<&{names.snake(operation.name)}>"]
        body += layout.filled("      {", parts, "},", "       ")
    body += ["  };", "  return table;", "}"]
    return layout.text(lines + layout.namespaced(f"berth::api::{model.name}", body))


def service_header(model):
    lines = ["#pragma once", layout.head(model), "", '#include "base/service_model.hpp"', ""]
    body = ["const berth::ServiceModel& service();"]
    return layout.text(lines + layout.namespaced(f"berth::gen::{model.name}", body))


def service_source(model):
    lines = [layout.head(model), "", f'#include "gen/{model.name}/service.hpp"', ""]
    lines += [f'#include "gen/{model.name}/shapes.hpp"', ""]
    body = ["const berth::ServiceModel& service() {"]
    body += protocols(model) + errors(model) + operations(model) + named(model)
    body += identity(model) + ["  return model;", "}"]
    return layout.text(lines + layout.namespaced(f"berth::gen::{model.name}", body))


def protocols(model):
    found = [PROTOCOLS[trait] for trait in model.service().traits if trait in PROTOCOLS]
    if not found:
        model.service().fail("no protocol")
    return layout.filled(
        "  static constexpr berth::Protocol protocols[] = {",
        [f"berth::Protocol::{name}" for name in found],
        "};",
        "      ",
    )


def errors(model):
    rows = []
    for shape in model.errors():
        query = shape.traits.get("awsQueryError", {})
        server = shape.traits["error"] == "server"
        status = shape.traits.get("httpError", query.get("httpResponseCode"))
        message = next((m.name for m in shape.members if m.name.lower() == "message"), "message")
        parts = [f'.name = "{shape.name}"', f'.query_code = "{query.get("code", shape.name)}"']
        parts.append(f".http_status = {status or (500 if server else 400)}")
        parts.append(f".fault = berth::Fault::{'server' if server else 'client'}")
        if message != "message":
            parts.append(f'.message_member = "{message}"')
        rows += layout.filled("      {", parts, "},", "       ")
    return table("berth::ErrorModel", "errors", rows)


def operations(model):
    query = "awsQuery" in model.service().traits
    rows = []
    for operation in model.operations():
        parts = [f'.name = "{operation.name}"']
        for key in ("input", "output"):
            target = operation.properties.get(key, "Unit")
            if target != "Unit":
                parts.append(f".{key} = &shapes::{names.snake(target)}")
        if query and operation.properties.get("output", "Unit") != "Unit":
            parts.append(f'.result_wrapper = "{operation.name}Result"')
        parts += pagination(operation)
        rows += layout.filled("      {", parts, "},", "       ")
    return table("berth::OperationModel", "operations", rows)


def pagination(operation):
    page = operation.traits.get("paginated")
    if not page:
        return []
    keys = {"inputToken": "input_token", "outputToken": "output_token"}
    keys |= {"items": "items", "pageSize": "page_size"}
    parts = [f'.{field} = "{page[key]}"' for key, field in keys.items() if key in page]
    return [f".pagination = {{{parts[0]}"] + parts[1:-1] + [parts[-1] + "}"]


def named(model):
    found = sorted(model.service().traits.get("namedOperations", []))
    return table("std::string_view", "named_operations", [f'      "{name}",' for name in found])


def table(type_name, name, rows):
    if not rows:
        return [f"  static constexpr std::span<const {type_name}> {name}{{}};"]
    return [f"  static constexpr {type_name} {name}[] = {{"] + rows + ["  };"]


def identity(model):
    service = model.service()
    traits = service.traits
    fields = [
        f'.name = "{model.name}"',
        f'.shape_name = "{service.name}"',
        f'.sdk_id = "{traits["service"]["sdkId"]}"',
        f'.signing_name = "{traits["sigv4"]["name"]}"',
        f'.endpoint_prefix = "{traits["service"]["endpointPrefix"]}"',
        f'.version = "{service.properties["version"]}"',
        f'.xml_namespace = "{traits.get("xmlNamespace", {}).get("uri", "")}"',
        f".query_compatible = {'true' if 'awsQueryCompatible' in traits else 'false'}",
        f".validation_code = {names.quoted(validation_code(model))}",
        ".protocols = protocols",
        ".operations = operations",
        ".named_operations = named_operations",
        ".errors = errors",
    ]
    lines = layout.filled("  static constexpr berth::ServiceModel model{", fields, "};", "      ")
    return lines


def validation_code(model):
    """How the service calls a request that breaks its model: its own word where it has one."""
    traits = model.service().traits
    if "ec2Query" in traits:
        return "InvalidParameterValue"
    if "awsQuery" in traits and "awsQueryCompatible" not in traits:
        return "ValidationError"
    declared = {shape.name for shape in model.errors()}
    for name in ("ValidationException", "InvalidParameterException", "InvalidParameterValue"):
        if name in declared:
            return name
    return "ValidationException"
