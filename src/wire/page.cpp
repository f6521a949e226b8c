#include "wire/page.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "wire/text/base64.hpp"

namespace berth::wire {

namespace {

constexpr std::size_t checksum_digits = 16;

/// Not a secret: it tells a mistake, not an attack. Whoever forges a token gains nothing by it.
std::string checksum(std::string_view key) {
  return fmt::format("{:016x}", stable_hash(std::string("page:") + std::string(key)));
}

}  // namespace

std::string page_token(std::string_view last_key) {
  return base64(checksum(last_key) + std::string(last_key));
}

Result<std::string> read_page_token(std::string_view token) {
  const auto plain = from_base64(token);
  if (plain && plain->size() >= checksum_digits) {
    const auto key = std::string_view(*plain).substr(checksum_digits);
    if (checksum(key) == std::string_view(*plain).substr(0, checksum_digits)) {
      return std::string(key);
    }
  }
  return fail(ErrorCode::validation, "The pagination token is not one of ours.");
}

}  // namespace berth::wire
