#pragma once
// "10.0.0.0/24", "2001:db8::/32": the addresses that the "cidr" of an event pattern holds.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace berth::events {

class AddressRange {
 public:
  /// An address with a prefix length, of either family.
  static std::optional<AddressRange> parse(std::string_view text);

  /// Whether the text is an address of the same family within the range.
  bool contains(std::string_view address) const;

 private:
  /// An IPv4 address takes the first four bytes.
  struct Address {
    std::array<std::uint8_t, 16> bytes{};
    int bits = 0;
  };

  static std::optional<Address> parse_address(std::string_view text);
  static std::optional<Address> parse_ipv4(std::string_view text);
  static std::optional<Address> parse_ipv6(std::string_view text);

  Address first_;
  int prefix_ = 0;
};

}  // namespace berth::events
