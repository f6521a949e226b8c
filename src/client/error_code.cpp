#include "client/error_code.hpp"

#include <array>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/blob.hpp"
#include "base/text.hpp"
#include "wire/json/json.hpp"

namespace berth::client {

namespace {

struct NamedCode {
  std::string_view name;
  ErrorCode code;
};

constexpr std::array named_codes{
    NamedCode{"AccessDeniedException", ErrorCode::access_denied},
    NamedCode{"ClientException", ErrorCode::client_exception},
    NamedCode{"ClusterNotFoundException", ErrorCode::cluster_not_found},
    NamedCode{"ConflictException", ErrorCode::conflict},
    NamedCode{"ExpiredTokenException", ErrorCode::expired_token},
    NamedCode{"IncompleteSignatureException", ErrorCode::incomplete_signature},
    NamedCode{"InternalFailure", ErrorCode::server_failure},
    NamedCode{"InvalidParameterException", ErrorCode::invalid_parameter},
    NamedCode{"InvalidSignatureException", ErrorCode::invalid_signature},
    NamedCode{"LimitExceededException", ErrorCode::limit_exceeded},
    NamedCode{"MissingAuthenticationTokenException", ErrorCode::missing_authentication_token},
    NamedCode{"ResourceInUseException", ErrorCode::resource_in_use},
    NamedCode{"ResourceNotFoundException", ErrorCode::resource_not_found},
    NamedCode{"SerializationException", ErrorCode::serialization},
    NamedCode{"ServerException", ErrorCode::server_failure},
    NamedCode{"ServiceNotActiveException", ErrorCode::service_not_active},
    NamedCode{"ServiceNotFoundException", ErrorCode::service_not_found},
    NamedCode{"ServiceUnavailable", ErrorCode::server_failure},
    NamedCode{"SignatureDoesNotMatch", ErrorCode::invalid_signature},
    NamedCode{"TargetNotFoundException", ErrorCode::target_not_found},
    NamedCode{"ThrottlingException", ErrorCode::throttling},
    NamedCode{"UnknownOperationException", ErrorCode::unknown_operation},
    NamedCode{"UnrecognizedClientException", ErrorCode::unrecognized_client},
    NamedCode{"UnsupportedFeatureException", ErrorCode::unsupported_feature},
    NamedCode{"UnsupportedOperationException", ErrorCode::unsupported_operation},
    NamedCode{"UpdateInProgressException", ErrorCode::update_in_progress},
    NamedCode{"ValidationException", ErrorCode::validation},
};

using Members = std::map<std::string, Document>;

/// The text member of that name in any case; empty when there is none.
std::string text_member(const Members& members, std::string_view name) {
  for (const auto& [key, value] : members) {
    if (iequals(key, name)) return wire::json::decode<std::string>(value.json).value_or("");
  }
  return {};
}

/// "ns#Name:http://…" is how some servers decorate the name.
std::string_view bare_name(std::string_view decorated) {
  const auto hash = decorated.rfind('#');
  if (hash != std::string_view::npos) decorated.remove_prefix(hash + 1);
  return decorated.substr(0, decorated.find(':'));
}

}  // namespace

ErrorCode error_code(std::string_view name) {
  for (const auto& row : named_codes) {
    if (row.name == name) return row.code;
  }
  return ErrorCode::client_exception;
}

std::string_view error_name(ErrorCode code) {
  for (const auto& row : named_codes) {
    if (row.code == code && code != ErrorCode::server_failure) return row.name;
  }
  return "ServerException";
}

Error error_of(const HttpResponse& answer) {
  const auto body = wire::json::decode<Members>(answer.body).value_or(Members{});
  auto decorated = text_member(body, "__type");
  if (decorated.empty()) decorated = answer.headers.find("X-Amzn-ErrorType").value_or("");
  const auto name = bare_name(decorated);
  if (name.empty()) {
    return {ErrorCode::server_failure, fmt::format("HTTP status {}", answer.status), {}};
  }
  const bool known_fault = answer.status < 500;
  const auto code = known_fault ? error_code(name) : ErrorCode::server_failure;
  auto text = text_member(body, "message");
  return {code, text.empty() ? std::string(name) : std::move(text), {}};
}

bool is_away(const Error& error) {
  switch (error.code) {
    case ErrorCode::throttling:
    case ErrorCode::server_failure:
    case ErrorCode::unreachable:
    case ErrorCode::timed_out:
    case ErrorCode::closed: return true;
    default: return false;
  }
}

bool is_retriable(const Error& error) {
  if (is_away(error)) return true;
  switch (error.code) {
    case ErrorCode::canceled:
    case ErrorCode::input_output:
    // These go away when the server learns of the key, or a clock is set right.
    case ErrorCode::access_denied:
    case ErrorCode::unrecognized_client:
    case ErrorCode::invalid_signature:
    case ErrorCode::signature_expired:
    case ErrorCode::expired_token: return true;
    default: return false;
  }
}

}  // namespace berth::client
