#include "wire/sigv4_canonical.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace berth::wire {

namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Digest hmac(std::string_view key, std::string_view text) {
  Digest digest;
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                          unsigned_bytes(text), text.size(), digest.data(), &size);
  check(made != nullptr && size == digest.size(), "libcrypto computes HMAC-SHA256");
  return digest;
}

std::string escaped_keeping_slashes(std::string_view path) {
  std::string escaped;
  for (const auto segment : split(path, '/')) {
    if (segment.data() != path.data()) escaped += '/';
    escaped += percent_encode(segment);
  }
  return escaped;
}

/// Outer blanks go, inner runs of blanks become one.
void append_trimmed(std::string& text, std::string_view value) {
  bool gap = false;
  for (const char c : trim(value)) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank && gap) text += ' ';
    if (!blank) text += c;
    gap = blank;
  }
}

/// "name:first,second\n". A name that the request lacks is signed as empty.
void append_header(std::string& text, const HttpHeaders& headers, std::string_view name) {
  text += name;
  text += ':';
  bool first = true;
  for (const auto& header : headers) {
    if (!iequals(header.name, name)) continue;
    if (!std::exchange(first, false)) text += ',';
    append_trimmed(text, header.value);
  }
  text += '\n';
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Digest digest;
  SHA256(unsigned_bytes(bytes), bytes.size(), digest.data());
  return hex(bytes_of(digest));
}

std::string canonical_path(std::string_view path) {
  std::vector<std::string> kept;
  for (const auto segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.emplace_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string normal = "/" + join(kept, "/");
  if (!kept.empty() && path.ends_with('/')) normal += '/';
  return escaped_keeping_slashes(normal);
}

std::string canonical_query(std::string_view query, SignaturePlace place) {
  std::vector<std::pair<std::string, std::string>> pairs;
  // A '+' means a blank here: some clients send it so and sign it as %20.
  for (const auto& [name, value] : parse_query(query, PlusSign::blank)) {
    if (place == SignaturePlace::query && name == "X-Amz-Signature") continue;
    pairs.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::ranges::sort(pairs);
  std::string canonical;
  for (const auto& [name, value] : pairs) {
    if (!canonical.empty()) canonical += '&';
    canonical += name;
    canonical += '=';
    canonical += value;
  }
  return canonical;
}

std::string canonical_request(const SignedParts& parts) {
  std::string text = parts.request.method;
  text += '\n';
  text += canonical_path(parts.request.path());
  text += '\n';
  text += canonical_query(parts.request.query(), parts.place);
  text += '\n';
  for (const auto name : split(parts.signed_headers, ';')) {
    append_header(text, parts.request.headers, name);
  }
  text += '\n';
  text += parts.signed_headers;
  text += '\n';
  text += parts.payload_hash;
  return text;
}

std::string scope_text(const Scope& scope) {
  return join({scope.date, scope.region, scope.service, std::string(scope_terminator)}, "/");
}

std::string signature(const SignedParts& parts, std::string_view amz_date, const Scope& scope,
                      const Secret& secret_access_key) {
  const std::string text = join({std::string(signature_algorithm), std::string(amz_date),
                                 scope_text(scope), sha256_hex(canonical_request(parts))},
                                "\n");
  const Digest day = hmac("AWS4" + secret_access_key.reveal(), scope.date);
  const Digest region = hmac(bytes_of(day), scope.region);
  const Digest service = hmac(bytes_of(region), scope.service);
  const Digest key = hmac(bytes_of(service), scope_terminator);
  return hex(bytes_of(hmac(bytes_of(key), text)));
}

bool equal_secretly(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace berth::wire
