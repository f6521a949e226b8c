"""The traits of services, operations, members and shapes, as lines of Smithy text."""

import botocore_model

PROTOCOLS = {
    "query": "aws.protocols#awsQuery",
    "ec2": "aws.protocols#ec2Query",
    "rest-json": "aws.protocols#restJson1",
    "rest-xml": "aws.protocols#restXml",
    "smithy-rpc-v2-cbor": "smithy.protocols#rpcv2Cbor",
}

TIMESTAMP_FORMATS = {
    "iso8601": "date-time",
    "unixTimestamp": "epoch-seconds",
    "rfc822": "http-date",
}

HTTP_LOCATIONS = {
    "uri": "httpLabel",
    "querystring": "httpQuery",
    "header": "httpHeader",
    "headers": "httpPrefixHeaders",
    "statusCode": "httpResponseCode",
}


def quoted(text):
    """A Smithy string; a long one goes on at column 0, where an escaped line end is nothing."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    pieces = []
    while len(escaped) > 80:
        # An odd run of backslashes at the end would part one from what it escapes.
        run = 80 - len(escaped[:80].rstrip("\\"))
        cut = 80 - run % 2
        pieces.append(escaped[:cut])
        escaped = escaped[cut:]
    return '"' + "\\\n".join(pieces + [escaped]) + '"'


def protocols(metadata):
    found = []
    for name in metadata.get("protocols", [metadata["protocol"]]):
        if name == "json":
            found.append("aws.protocols#awsJson" + metadata["jsonVersion"].replace(".", "_"))
        else:
            found.append(PROTOCOLS[name])
    if "awsQueryCompatible" in metadata:
        found.append("aws.protocols#awsQueryCompatible")
    return found


def of_service(service):
    meta = service.metadata
    signing = meta.get("signingName", meta["endpointPrefix"])
    lines = [
        f'@service(sdkId: {quoted(meta["serviceId"])}, '
        f'endpointPrefix: {quoted(meta["endpointPrefix"])})',
        f"@sigv4(name: {quoted(signing)})",
    ]
    lines += ["@" + name.split("#")[1] for name in protocols(meta)]
    if "xmlNamespace" in meta:
        # EC2 answers with a slash at the end that its own model leaves out.
        slash = "/" if meta["protocol"] == "ec2" else ""
        lines.append(f'@xmlNamespace(uri: {quoted(meta["xmlNamespace"] + slash)})')
    if service.named_operations:
        lines.append("@namedOperations([")
        lines += wrapped(service.named_operations)
        lines.append("])")
    return lines


def wrapped(names):
    lines, line = [], "   "
    for name in names:
        word = f' "{name}",'
        if len(line) + len(word) > 99:
            lines.append(line)
            line = "   "
        line += word
    return lines + [line.rstrip(",")]


def of_operation(service, name, operation):
    lines = []
    page = service.paginators.get(name)
    if page and isinstance(page["input_token"], str) and isinstance(page["output_token"], str):
        lines += paginated(page)
    if "requestcompression" in operation:
        encodings = ", ".join(quoted(e) for e in operation["requestcompression"]["encodings"])
        lines.append(f"@requestCompression(encodings: [{encodings}])")
    if "hostPrefix" in operation.get("endpoint", {}):
        lines.append(f'@endpoint(hostPrefix: {quoted(operation["endpoint"]["hostPrefix"])})')
    if service.metadata["protocol"].startswith("rest-"):
        http = operation["http"]
        lines.append(f'@http(method: "{http["method"]}", uri: {quoted(http["requestUri"])})')
    return lines


def paginated(page):
    items = page["result_key"]
    fields = [f'inputToken: "{page["input_token"]}"', f'outputToken: "{page["output_token"]}"']
    if isinstance(items, str):
        fields.append(f'items: "{items}"')
    if "limit_key" in page:
        fields.append(f'pageSize: "{page["limit_key"]}"')
    line = f"@paginated({', '.join(fields)})"
    if len(line) <= 100:
        return [line]
    return ["@paginated("] + [f"    {field}" for field in fields] + [")"]


def of_member(service, owner, name, member):
    target = service.shapes[member["shape"]]
    lines = []
    if name in owner.get("required", []):
        lines.append("@required")
    if member.get("idempotencyToken"):
        lines.append("@idempotencyToken")
    lines += of_location(service, member, target)
    if "queryName" in member:
        lines.append(f'@ec2QueryName({quoted(member["queryName"])})')
    if member.get("flattened") or target.get("flattened"):
        lines.append("@xmlFlattened")
    if member.get("xmlAttribute"):
        lines.append("@xmlAttribute")
    if "timestampFormat" in member:
        lines.append(f'@timestampFormat("{TIMESTAMP_FORMATS[member["timestampFormat"]]}")')
    return lines


def of_location(service, member, target):
    location = member.get("location")
    name = member.get("locationName")
    if location:
        trait = HTTP_LOCATIONS[location]
        bare = location in ("uri", "statusCode")
        return [f"@{trait}" if bare else f"@{trait}({quoted(name or '')})"]
    # In Smithy the element of a flattened list is named by the member that holds the list.
    if (member.get("flattened") or target.get("flattened")) and target["type"] == "list":
        name = target["member"].get("locationName", name)
    if not name:
        return []
    json_only = service.metadata["protocol"] in ("json", "rest-json")
    return [f"@{'jsonName' if json_only else 'xmlName'}({quoted(name)})"]


def of_shape(shape):
    lines = []
    if "exception" in shape or "error" in shape:
        lines += of_error(shape)
    if shape.get("sensitive"):
        lines.append("@sensitive")
    if botocore_model.is_enum(shape):
        return lines  # The set of values says more than a length or a pattern.
    bounds = [f"{key}: {number(shape[key])}" for key in ("min", "max") if key in shape]
    if bounds:
        sized = shape["type"] in ("string", "list", "map", "blob")
        lines.append(f"@{'length' if sized else 'range'}({', '.join(bounds)})")
    if "pattern" in shape:
        lines.append(f"@pattern({quoted(shape['pattern'])})")
    if "timestampFormat" in shape:
        lines.append(f'@timestampFormat("{TIMESTAMP_FORMATS[shape["timestampFormat"]]}")')
    return lines


def of_error(shape):
    error = shape.get("error", {})
    server = shape.get("fault") or error.get("fault") or error.get("httpStatusCode", 400) >= 500
    lines = [f'@error("{"server" if server else "client"}")']
    if "code" in error:
        status = error.get("httpStatusCode", 400)
        lines.append(f'@awsQueryError(code: {quoted(error["code"])}, httpResponseCode: {status})')
    elif "httpStatusCode" in error:
        lines.append(f'@httpError({error["httpStatusCode"]})')
    return lines


def number(value):
    return int(value) if float(value).is_integer() else value


def imports(service):
    """The `use` statements: full names of the traits that are not in the prelude."""
    names = {"aws.api#service", "aws.auth#sigv4", *protocols(service.metadata)}
    names |= {"aws.protocols#awsQueryError"} if has_query_errors(service) else set()
    if service.named_operations:
        names.add("berth.traits#namedOperations")
    members = [m for s in service.shapes.values() for m in s.get("members", {}).values()]
    if any("queryName" in member for member in members):
        names.add("aws.protocols#ec2QueryName")
    return sorted(names)


def has_query_errors(service):
    return any("code" in shape.get("error", {}) for shape in service.shapes.values())


def is_carried(shape):
    return not botocore_model.is_plain(shape) and not botocore_model.is_document(shape)
