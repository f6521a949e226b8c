#pragma once
// From an error answer of an AWS-style API to our own Error, and which of them may go away.

#include <string_view>

#include "base/http.hpp"
#include "base/result.hpp"

namespace berth::client {

/// The code behind an AWS error name; client_exception for a name that is not in the table.
ErrorCode error_code(std::string_view name);

/// The other way round; "ServerException" for a code that has no name there.
std::string_view error_name(ErrorCode code);

/// Reads __type (or X-Amzn-ErrorType) and the message. An answer without either is
/// server_failure with its status.
Error error_of(const HttpResponse& answer);

/// The same request may succeed later without any change.
bool is_retriable(const Error& error);

/// The server is not there or busy for the moment: what a person at a terminal waits out. A wrong
/// key is none of it.
bool is_away(const Error& error);

}  // namespace berth::client
