#pragma once
// AWS Signature Version 4: proves on the server that a request comes from the holder of a key, and
// signs the requests of our own agents and CLI. Nothing is read from a clock or a key store here.
//
// A signature may stand in the Authorization header or, presigned, in the query (X-Amz-Signature).
// The server uses exactly the header list that the client signed, but insists on host and the date.
// Paths are encoded twice, as every service except S3 does it.

#include <string>
#include <string_view>

#include "base/http.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"

namespace berth::wire {

/// How far the clocks of a client and the server may be apart.
inline constexpr Duration signature_skew_max = std::chrono::minutes{5};

struct Credentials {
  std::string access_key_id;
  Secret secret_access_key;
  /// Empty for long-lived keys.
  std::string session_token;
};

/// What a request claims about its signature: whose key, and for which day, region and service.
struct Scope {
  std::string access_key_id, date, region, service;
  bool operator==(const Scope&) const = default;
};

/// Reads the claim without verifying it, so that the caller can look the key up.
/// missing_authentication_token: there is none; incomplete_signature: it is malformed.
Result<Scope> read_scope(const HttpRequest& request);

/// Verifies the signature against the key. Errors, with AWS's own texts: those of read_scope,
/// unrecognized_client (another key, or a session token that is not the key's), signature_expired
/// (outside the skew, or past X-Amz-Expires) and invalid_signature.
Result<void> verify(const HttpRequest& request, const Credentials& credentials, Instant now);

/// Adds X-Amz-Date, X-Amz-Security-Token (when the credentials have one) and Authorization, which
/// covers those, Host, Content-Type and X-Amz-Target. Host must already stand in the request.
void sign(HttpRequest& request, const Credentials& credentials, std::string_view region,
          std::string_view service, Instant now);

/// The header block that an agent puts before the JSON of each telemetry frame: header lines and an
/// empty line. The signature covers the GET of the websocket's `handshake` (its target and Host)
/// with the JSON as its payload. agent-protocol §4.2.
std::string signed_frame_header(const HttpRequest& handshake, std::string_view json,
                                const Credentials& credentials, std::string_view region,
                                std::string_view service, Instant now);

}  // namespace berth::wire
