#pragma once
// The text of an HTTP/1.1 message up to its body, for both directions. Lengths and connection
// headers are written here and nowhere else, so a caller cannot contradict the framing; line ends
// inside names and values become blanks, so nobody can smuggle headers in.

#include <string>
#include <string_view>

#include "base/http.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::adapters {

enum class Persistence : unsigned char { keep_alive, close };

/// Host is the caller's or `authority`. Error validation: a method or target that HTTP cannot
/// carry.
Result<std::string> request_head(const HttpRequest& request, std::string_view authority,
                                 Persistence persistence);

/// Adds Date, Server and Content-Length; `date` is the text of http_date().
std::string response_head(const HttpResponse& response, std::string_view date,
                          Persistence persistence);

/// Whether an answer of this status has a body and so a Content-Length.
bool allows_body(int status);

/// "Tue, 15 Nov 1994 08:12:31 GMT"
std::string http_date(Instant instant);

/// "Not Found" for 404; "Status" for a number without a name.
std::string_view status_text(int status);

}  // namespace berth::adapters
