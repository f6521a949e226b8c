#include "wire/sigv4.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/text.hpp"
#include "wire/sigv4_canonical.hpp"

namespace berth::wire {

namespace {

/// Everything a request says about its own signature.
struct Claim {
  SignaturePlace place{};
  std::string algorithm, credential, signed_headers, signature, amz_date;
  /// Only where the claim stands in the query.
  std::optional<std::string> expires;
  std::string session_token;
  Scope scope{};
};

/// More names would only make verifying slow; clients sign about ten.
constexpr std::size_t signed_headers_max = 64;
constexpr std::chrono::seconds presigned_max{std::chrono::days{7}};

constexpr const char* wrong_token = "The security token included in the request is invalid.";
constexpr const char* wrong_signature =
    "The request signature we calculated does not match the signature you provided. Check your "
    "AWS Secret Access Key and signing method. Consult the service documentation for details.";

std::unexpected<Error> incomplete(std::string message) {
  return fail(ErrorCode::incomplete_signature, std::move(message));
}

std::string header_or_empty(const HttpRequest& request, std::string_view name) {
  return std::string(request.headers.find(name).value_or(""));
}

/// "AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…"; blanks after commas optional.
Claim claim_in_header(const HttpRequest& request, std::string_view authorization) {
  Claim claim{.place = SignaturePlace::header,
              .amz_date = header_or_empty(request, "X-Amz-Date"),
              .session_token = header_or_empty(request, "X-Amz-Security-Token")};
  const auto halves = cut(trim(authorization), ' ').value_or(Cut{trim(authorization), {}});
  claim.algorithm = halves.before;
  for (const auto part : split(halves.after, ',')) {
    const auto pair = cut(trim(part), '=');
    if (!pair) continue;
    if (pair->before == "Credential") claim.credential = pair->after;
    if (pair->before == "SignedHeaders") claim.signed_headers = pair->after;
    if (pair->before == "Signature") claim.signature = pair->after;
  }
  return claim;
}

Claim claim_in_query(const std::vector<QueryPair>& query) {
  const auto value = [&](std::string_view name) { return query_value(query, name).value_or(""); };
  return {.place = SignaturePlace::query,
          .algorithm = value("X-Amz-Algorithm"),
          .credential = value("X-Amz-Credential"),
          .signed_headers = value("X-Amz-SignedHeaders"),
          .signature = value("X-Amz-Signature"),
          .amz_date = value("X-Amz-Date"),
          .expires = query_value(query, "X-Amz-Expires"),
          .session_token = value("X-Amz-Security-Token")};
}

/// One sentence for each part that is absent.
std::string absences(const Claim& claim) {
  const bool in_header = claim.place == SignaturePlace::header;
  const std::vector<std::pair<const char*, const std::string*>> parts = {
      {"Credential", &claim.credential},
      {"Signature", &claim.signature},
      {"SignedHeaders", &claim.signed_headers}};
  std::vector<std::string> sentences;
  for (const auto& [name, value] : parts) {
    if (!value->empty()) continue;
    sentences.push_back(
        in_header ? fmt::format("Authorization header requires '{}' parameter.", name)
                  : fmt::format("AWS query-string parameters must include 'X-Amz-{}'.", name));
  }
  if (claim.amz_date.empty()) {
    sentences.push_back(in_header ? "Authorization header requires existence of either a "
                                    "'X-Amz-Date' or a 'Date' header."
                                  : "AWS query-string parameters must include 'X-Amz-Date'.");
  }
  return join(sentences, " ");
}

Result<Scope> scope_of(std::string_view credential) {
  const auto parts = split(credential, '/');
  if (parts.size() != 5) {
    return incomplete(
        fmt::format("Credential must have exactly 5 slash-delimited elements, e.g. "
                    "keyid/date/region/service/term, got '{}'",
                    credential));
  }
  if (parts[4] != scope_terminator) {
    return incomplete(
        fmt::format("Credential should be scoped with a valid terminator: '{}', not '{}'.",
                    scope_terminator, parts[4]));
  }
  if (std::ranges::any_of(parts, &std::string_view::empty)) {
    return incomplete(fmt::format("Credential has an empty element, got '{}'", credential));
  }
  return Scope{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]),
               std::string(parts[3])};
}

/// Finds the claim, in the header before the query, without judging it.
Result<Claim> find_claim(const HttpRequest& request) {
  if (const auto authorization = request.headers.find("Authorization")) {
    return claim_in_header(request, *authorization);
  }
  const auto query = parse_query(request.query(), PlusSign::blank);
  if (!query_value(query, "X-Amz-Algorithm") && !query_value(query, "X-Amz-Signature")) {
    return fail(ErrorCode::missing_authentication_token, "Missing Authentication Token");
  }
  return claim_in_query(query);
}

Result<Claim> read_claim(const HttpRequest& request) {
  Claim claim = TRY(find_claim(request));
  if (claim.algorithm != signature_algorithm) {
    return incomplete(fmt::format("Unsupported AWS 'algorithm': '{}'.", claim.algorithm));
  }
  if (auto sentences = absences(claim); !sentences.empty()) return incomplete(sentences);
  claim.scope = TRY(scope_of(claim.credential));
  return claim;
}

bool lists(std::string_view signed_headers, std::string_view name) {
  const auto names = split(signed_headers, ';');
  return std::ranges::find(names, name) != names.end();
}

Result<void> check_signed_headers(const HttpRequest& request, const Claim& claim) {
  if (std::ranges::count(claim.signed_headers, ';') >= std::ptrdiff_t{signed_headers_max}) {
    return incomplete("Too many names in 'SignedHeaders'.");
  }
  if (!request.headers.find("Host") || !lists(claim.signed_headers, "host")) {
    return fail(ErrorCode::invalid_signature,
                "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (claim.place == SignaturePlace::header && !lists(claim.signed_headers, "x-amz-date")) {
    return fail(ErrorCode::invalid_signature,
                "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
  }
  return {};
}

Result<void> check_key(const Claim& claim, const Credentials& credentials) {
  if (claim.scope.access_key_id != credentials.access_key_id ||
      !equal_secretly(claim.session_token, credentials.session_token)) {
    return fail(ErrorCode::unrecognized_client, wrong_token);
  }
  return {};
}

/// How long after its date a claim holds.
Result<Duration> lifetime(const Claim& claim) {
  if (!claim.expires) return signature_skew_max;
  const auto seconds = parse_unsigned(*claim.expires);
  if (!seconds || *seconds < 1 || *seconds > std::uint64_t{presigned_max.count()}) {
    return incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800.");
  }
  return std::chrono::seconds{*seconds};
}

Result<void> check_date(const Claim& claim, Instant now) {
  const auto date = parse_instant(claim.amz_date);
  if (!date || amz_date(*date) != claim.amz_date) {
    return incomplete(
        fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. See "
                    "http://en.wikipedia.org/wiki/ISO_8601",
                    claim.amz_date));
  }
  if (claim.scope.date != claim.amz_date.substr(0, 8)) {
    return fail(ErrorCode::invalid_signature,
                fmt::format("Date in Credential scope does not match YYYYMMDD from ISO-8601 "
                            "version of date from HTTP: '{}' != '{}', from '{}'.",
                            claim.scope.date, claim.amz_date.substr(0, 8), claim.amz_date));
  }
  const Duration valid = TRY(lifetime(claim));
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(signature_skew_max);
  if (*date < now - valid) {
    return fail(ErrorCode::signature_expired,
                claim.expires ? fmt::format("Signature expired: {} is now earlier than {}",
                                            amz_date(*date + valid), amz_date(now))
                              : fmt::format("Signature expired: {} is now earlier than {} "
                                            "({} - {} min.)",
                                            claim.amz_date, amz_date(now - valid), amz_date(now),
                                            minutes.count()));
  }
  if (*date > now + signature_skew_max) {
    return fail(ErrorCode::signature_expired,
                fmt::format("Signature not yet current: {} is still later than {} ({} + {} min.)",
                            claim.amz_date, amz_date(now + signature_skew_max), amz_date(now),
                            minutes.count()));
  }
  return {};
}

std::string payload_hash(const HttpRequest& request) {
  constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";
  const auto said = request.headers.find("X-Amz-Content-Sha256");
  if (said && *said == unsigned_payload) return std::string(unsigned_payload);
  return sha256_hex(request.body);
}

/// The value of the Authorization header for a request that is complete but for it.
std::string authorization(const SignedParts& parts, const Credentials& credentials,
                          const Scope& scope, std::string_view date) {
  return fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", signature_algorithm,
                     scope.access_key_id, scope_text(scope), parts.signed_headers,
                     signature(parts, date, scope, credentials.secret_access_key));
}

Scope scope_at(const Credentials& credentials, std::string_view region, std::string_view service,
               std::string_view date) {
  return {credentials.access_key_id, std::string(date.substr(0, 8)), std::string(region),
          std::string(service)};
}

/// Those of the names that the request carries, as SignedHeaders lists them.
std::string present(const HttpRequest& request, std::vector<std::string> names) {
  std::erase_if(names, [&](const auto& name) { return !request.headers.find(name); });
  return join(names, ";");
}

}  // namespace

Result<Scope> read_scope(const HttpRequest& request) {
  Claim claim = TRY(read_claim(request));
  return std::move(claim.scope);
}

Result<void> verify(const HttpRequest& request, const Credentials& credentials, Instant now) {
  const Claim claim = TRY(read_claim(request));
  TRY_VOID(check_key(claim, credentials));
  TRY_VOID(check_signed_headers(request, claim));
  TRY_VOID(check_date(claim, now));
  const std::string payload = payload_hash(request);
  const SignedParts parts{request, claim.signed_headers, payload, claim.place};
  const std::string expected =
      signature(parts, claim.amz_date, claim.scope, credentials.secret_access_key);
  if (!equal_secretly(expected, claim.signature)) {
    return fail(ErrorCode::invalid_signature, wrong_signature);
  }
  return {};
}

void sign(HttpRequest& request, const Credentials& credentials, std::string_view region,
          std::string_view service, Instant now) {
  check(request.headers.find("Host").has_value(), "a request names its host before it is signed");
  const std::string date = amz_date(now);
  request.headers.set("X-Amz-Date", date);
  if (!credentials.session_token.empty()) {
    request.headers.set("X-Amz-Security-Token", credentials.session_token);
  }
  const std::string names = present(
      request, {"content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"});
  const std::string payload = sha256_hex(request.body);
  const SignedParts parts{request, names, payload, SignaturePlace::header};
  request.headers.set(
      "Authorization",
      authorization(parts, credentials, scope_at(credentials, region, service, date), date));
}

std::string signed_frame_header(const HttpRequest& handshake, std::string_view json,
                                const Credentials& credentials, std::string_view region,
                                std::string_view service, Instant now) {
  const auto host = handshake.headers.find("Host");
  check(host.has_value(), "a handshake names its host before its frames are signed");
  const std::string date = amz_date(now);
  HttpRequest frame{.method = "GET", .target = handshake.target};
  frame.headers = {{"Host", std::string(*host)}, {"X-Amz-Date", date}};
  if (!credentials.session_token.empty()) {
    frame.headers.add("X-Amz-Security-Token", credentials.session_token);
  }
  const std::string names = present(frame, {"host", "x-amz-date", "x-amz-security-token"});
  const std::string payload = sha256_hex(json);
  const SignedParts parts{frame, names, payload, SignaturePlace::header};
  std::string block = fmt::format(
      "Authorization: {}\r\n",
      authorization(parts, credentials, scope_at(credentials, region, service, date), date));
  for (const auto& [name, value] : frame.headers) block += name + ": " + value + "\r\n";
  return block + "\r\n";
}

}  // namespace berth::wire
