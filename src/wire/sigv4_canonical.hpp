#pragma once
// The deterministic half of Signature Version 4: from a request to the text that is signed, and
// from a key to the signature. Both signing and verifying use it; wire/sigv4.hpp is the interface.

#include <optional>
#include <string>
#include <string_view>

#include "base/http.hpp"
#include "wire/sigv4.hpp"

namespace berth::wire {

inline constexpr std::string_view signature_algorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view scope_terminator = "aws4_request";

/// Where a signature stands. In the query its own parameter is not part of what is signed.
enum class SignaturePlace : unsigned char { header, query };

/// What both sides feed into the signature.
struct SignedParts {
  const HttpRequest& request;
  /// "content-type;host;x-amz-date", exactly as the client wrote it.
  std::string_view signed_headers;
  /// Hexadecimal SHA-256 of the body, or UNSIGNED-PAYLOAD.
  std::string_view payload_hash;
  SignaturePlace place;
};

std::string sha256_hex(std::string_view bytes);

/// Duplicate slashes and dot segments removed, every byte but unreserved ones and '/' escaped.
std::string canonical_path(std::string_view path);
std::string canonical_query(std::string_view query, SignaturePlace place);
std::string canonical_request(const SignedParts& parts);

/// "20150830/us-east-1/iam/aws4_request".
std::string scope_text(const Scope& scope);

/// The signature in hexadecimal. `amz_date` is "20150830T123600Z".
std::string signature(const SignedParts& parts, std::string_view amz_date, const Scope& scope,
                      const Secret& secret_access_key);

/// Compares without telling by its time where the texts differ.
bool equal_secretly(std::string_view a, std::string_view b);

}  // namespace berth::wire
