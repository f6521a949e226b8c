#include "agent/inside/agent_api.hpp"

#include <limits>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "agent/inside/responses.hpp"
#include "base/text.hpp"
#include "client/error_code.hpp"

namespace berth::agent::inside {

namespace json = boost::json;

namespace {

using Wish = ProtectionRequest::Wish;

std::unexpected<Error> undecodable() {
  return fail(ErrorCode::validation, "UpdateTaskProtection: failed to decode request");
}

/// A whole number that fits; Go's decoder, which Amazon's agent has, takes no other.
std::optional<std::int32_t> whole_number(const json::value& value) {
  if (!value.is_int64()) return std::nullopt;
  const auto number = value.get_int64();
  const bool fits = number >= std::numeric_limits<std::int32_t>::min() &&
                    number <= std::numeric_limits<std::int32_t>::max();
  return fits ? std::optional(static_cast<std::int32_t>(number)) : std::nullopt;
}

Result<ProtectionRequest> read_update(const std::string& body) {
  boost::system::error_code broken;
  const auto value = json::parse(body, broken);
  if (broken || !value.is_object()) return undecodable();
  std::optional<bool> enabled;
  ProtectionRequest request;
  for (const auto& [key, member] : value.get_object()) {
    const std::string_view name(key.data(), key.size());
    const bool is_enabled = iequals(name, "ProtectionEnabled");
    if (!is_enabled && !iequals(name, "ExpiresInMinutes")) return undecodable();
    if (member.is_null()) continue;
    if (is_enabled) {
      if (!member.is_bool()) return undecodable();
      enabled = member.get_bool();
    } else {
      request.expires_in_minutes = whole_number(member);
      if (!request.expires_in_minutes) return undecodable();
    }
  }
  if (!enabled) {
    return fail(ErrorCode::validation,
                "Invalid request: does not contain 'ProtectionEnabled' field");
  }
  request.wish = *enabled ? Wish::protect : Wish::release;
  return request;
}

HttpResponse fault_error(int status, std::string text) {
  return json_response(status, json::object{{"Error", std::move(text)}});
}

}  // namespace

Result<ProtectionRequest> read_protection(const HttpRequest& request) {
  if (request.method == "PUT") return read_update(request.body);
  return ProtectionRequest{};
}

HttpResponse protection_error(int status, const std::string& arn, std::string_view code,
                              const std::string& message) {
  json::object error;
  if (!arn.empty()) error["Arn"] = arn;
  error["Code"] = code;
  error["Message"] = message;
  return json_response(status, json::object{{"error", std::move(error)}});
}

HttpResponse malformed_protection(const std::string& arn, const Error& error) {
  return protection_error(400, arn, "InvalidParameterException", error.message);
}

HttpResponse unknown_task_for_protection() {
  return protection_error(404, "", "ResourceNotFoundException",
                          "Failed to find a task for the request");
}

HttpResponse protection_without_role(const std::string& arn) {
  return protection_error(403, arn, "AccessDeniedException",
                          "Invalid Request: no task IAM role credentials available for task");
}

HttpResponse protection_answer(const std::string& arn,
                               const std::vector<gen::ecs::ProtectedTask>& protected_tasks,
                               const std::vector<gen::ecs::Failure>& failures) {
  if (!failures.empty()) {
    const auto& first = failures.front();
    json::object failure{{"Arn", first.arn.value_or(arn)}, {"Reason", first.reason.value_or("")}};
    if (first.detail) failure["Detail"] = *first.detail;
    return json_response(200, json::object{{"failure", std::move(failure)}});
  }
  if (protected_tasks.empty()) {
    return protection_error(500, arn, "ServerException",
                            "Unexpected error when retrieving task protection");
  }
  const auto& task = protected_tasks.front();
  json::object protection{{"ExpirationDate", nullptr},
                          {"ProtectionEnabled", task.protection_enabled.value_or(false)},
                          {"TaskArn", task.task_arn.value_or(arn)}};
  if (task.expiration_date) protection["ExpirationDate"] = iso8601(*task.expiration_date);
  return json_response(200, json::object{{"protection", std::move(protection)}});
}

HttpResponse protection_refused(const std::string& arn, const Error& error) {
  if (error.code == ErrorCode::timed_out) {
    return protection_error(504, arn, "ServerException",
                            "Timed out calling ECS Task Protection API");
  }
  const auto name = client::error_name(error.code);
  return protection_error(name == "ServerException" ? 500 : 400, arn, name, error.message);
}

HttpResponse fault_answer(const Question& question, const gen::agent_protocol::Task& task) {
  if (!task.enable_fault_injection.value_or(false)) {
    return fault_error(400, "enableFaultInjection is not enabled for task: " + task.arn);
  }
  return fault_error(501, fmt::format("Berth cannot inject the fault {} yet.", question.type));
}

HttpResponse unknown_task_for_fault(const Question& question) {
  return fault_error(
      404, fmt::format("unable to lookup container: unable to get task Arn from v3 endpoint ID: {}",
                       question.id));
}

}  // namespace berth::agent::inside
