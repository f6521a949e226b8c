#pragma once
// Requests and responses of operations as the client's protocol carries them: decoding with
// validation, refusals in the right dialect, encoding.

#include <optional>
#include <string>
#include <string_view>

#include "base/http.hpp"
#include "base/result.hpp"
#include "wire/dispatch.hpp"
#include "wire/sigv4.hpp"

namespace berth::api {

/// The signature must be scoped to the service that the request is for, in a real region.
Result<void> check_scope(const wire::Target& target, const std::optional<wire::Scope>& scope);

/// Unknown operations and those that are known by name only.
Result<void> check_operation(const wire::Target& target);

/// The decoded and validated input. Members that the model does not know are refused by name,
/// except in reports of agents, which may be newer than our models.
Result<AnyValue> read_request(const wire::Target& target, std::string_view body);

HttpResponse write_response(const wire::Target& target, const void* response,
                            std::string_view request_id);
HttpResponse write_failure(const wire::Target& target, const Error& error,
                           std::string_view request_id);

}  // namespace berth::api
