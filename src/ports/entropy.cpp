#include "ports/entropy.hpp"

#include <string_view>

namespace berth::ports {

std::uint64_t Entropy::below(std::uint64_t bound) {
  // Rejecting the last, incomplete block keeps the result uniform.
  const std::uint64_t limit = ~std::uint64_t{0} - ~std::uint64_t{0} % bound;
  std::uint64_t drawn = next();
  while (drawn >= limit) drawn = next();
  return drawn % bound;
}

std::string Entropy::hex(std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(count);
  while (text.size() < count) {
    std::uint64_t drawn = next();
    for (int i = 0; i < 16 && text.size() < count; ++i, drawn >>= 4) text += digits[drawn & 15];
  }
  return text;
}

std::string Entropy::decimal(std::size_t count) {
  std::string text;
  text.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t digit = i == 0 ? 1 + below(9) : below(10);
    text += static_cast<char>('0' + digit);
  }
  return text;
}

std::string Entropy::uuid() {
  std::string digits = hex(32);
  digits[12] = '4';
  digits[16] = "89ab"[below(4)];
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
         digits.substr(16, 4) + "-" + digits.substr(20);
}

}  // namespace berth::ports
