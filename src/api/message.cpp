#include "api/message.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/error_table.hpp"
#include "base/arn.hpp"
#include "wire/error_document.hpp"
#include "wire/json/json.hpp"
#include "wire/query/query.hpp"
#include "wire/validate.hpp"
#include "wire/xml/xml.hpp"

namespace berth::api {

namespace {

/// Called by agents alone.
constexpr std::string_view agent_operations[] = {
    "DiscoverPollEndpoint", "RegisterContainerInstance", "SubmitAttachmentStateChanges",
    "SubmitContainerStateChange", "SubmitTaskStateChange"};

bool is_agents(const wire::Target& target) {
  return std::ranges::find(agent_operations, target.operation_name) != std::end(agent_operations);
}

Result<void> decode(const wire::Target& target, std::string_view body, void* value,
                    wire::Findings& findings) {
  const auto& shape = target.operation->input();
  if (wire::is_query(target.protocol)) {
    return wire::query::decode(shape, target.parameters, target.protocol, value, findings);
  }
  wire::json::DecodeOptions options;
  options.findings = &findings;
  return wire::json::decode(shape, body, value, options);
}

}  // namespace

Result<void> check_scope(const wire::Target& target, const std::optional<wire::Scope>& scope) {
  if (!scope) return {};
  if (!is_region(scope->region)) {
    return fail(ErrorCode::invalid_signature, "Credential should be scoped to a valid region.");
  }
  if (target.service && target.service->signing_name != scope->service) {
    return fail(ErrorCode::invalid_signature,
                fmt::format("Credential should be scoped to correct service: '{}'.",
                            target.service->signing_name));
  }
  return {};
}

Result<void> check_operation(const wire::Target& target) {
  if (target.operation) return {};
  if (target.known) {
    return fail(ErrorCode::unsupported_operation,
                fmt::format("Berth does not support the operation {}.", target.operation_name));
  }
  if (target.service && wire::is_query(target.protocol)) {
    return fail(ErrorCode::unknown_operation,
                fmt::format("Could not find operation {} for version {}", target.operation_name,
                            target.service->version));
  }
  return fail(ErrorCode::unknown_operation,
              fmt::format("The operation '{}' is not known.", target.operation_name));
}

Result<AnyValue> read_request(const wire::Target& target, std::string_view body) {
  AnyValue input(target.operation->input());
  wire::Findings findings;
  TRY_VOID(decode(target, body, input.get(), findings));
  if (!findings.unknown.empty() && !is_agents(target)) {
    return fail(ErrorCode::validation,
                fmt::format("Unknown request member '{}' of the operation {}.",
                            findings.unknown.front(), target.operation_name));
  }
  wire::validate(input.shape(), input.get(), findings);
  TRY_VOID(wire::refuse_violations(findings));
  return input;
}

HttpResponse write_response(const wire::Target& target, const void* response,
                            std::string_view request_id) {
  HttpResponse answer;
  answer.headers.set("x-amzn-RequestId", std::string(request_id));
  const auto& shape = target.operation->output();
  if (wire::is_query(target.protocol)) {
    answer.headers.set("Content-Type", "text/xml;charset=UTF-8");
    answer.body = wire::xml::encode_response(*target.service, *target.operation, target.protocol,
                                             response, request_id);
    return answer;
  }
  const bool old = target.protocol == Protocol::aws_json_1_0;
  answer.headers.set("Content-Type",
                     old ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1");
  answer.body = wire::json::encode(shape, response);
  return answer;
}

HttpResponse write_failure(const wire::Target& target, const Error& error,
                           std::string_view request_id) {
  static constexpr ServiceModel nobody{};
  const auto& service = target.service ? *target.service : nobody;
  const auto named = wire_error(error.code, service);
  const bool query = wire::is_query(target.protocol);
  wire::ErrorDocument document;
  document.name = query ? named.query_code : named.name;
  document.status = query ? named.query_status : named.json_status;
  document.fault = named.fault;
  document.message = error.message;
  document.resource_ids = error.resource_ids;
  return wire::write_error(target.protocol, target.service, document, request_id);
}

}  // namespace berth::api
