#include "events/address_range.hpp"

#include <vector>

#include "base/text.hpp"

namespace berth::events {

namespace {

std::optional<std::uint32_t> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : lowercase(text)) {
    const bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
    if (!digit && !letter) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

/// The groups between colons; nothing for a text that is not only such.
std::optional<std::vector<std::uint32_t>> parse_groups(std::string_view text) {
  std::vector<std::uint32_t> groups;
  if (text.empty()) return groups;
  for (const auto part : split(text, ':')) {
    const auto group = parse_group(part);
    if (!group) return std::nullopt;
    groups.push_back(*group);
  }
  return groups;
}

}  // namespace

std::optional<AddressRange::Address> AddressRange::parse_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  Address address;
  address.bits = 32;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = parse_unsigned(parts[i]);
    if (!number || *number > 255) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*number);
  }
  return address;
}

std::optional<AddressRange::Address> AddressRange::parse_ipv6(std::string_view text) {
  const auto gap = text.find("::");
  const bool shortened = gap != std::string_view::npos;
  const auto head = parse_groups(text.substr(0, gap));
  const auto tail = parse_groups(shortened ? text.substr(gap + 2) : std::string_view());
  if (!head || !tail) return std::nullopt;
  const auto count = head->size() + tail->size();
  if (shortened ? count > 7 : count != 8) return std::nullopt;
  Address address;
  address.bits = 128;
  const auto write = [&](std::size_t place, std::uint32_t group) {
    address.bytes[2 * place] = static_cast<std::uint8_t>(group >> 8);
    address.bytes[2 * place + 1] = static_cast<std::uint8_t>(group);
  };
  for (std::size_t i = 0; i < head->size(); ++i) write(i, (*head)[i]);
  for (std::size_t i = 0; i < tail->size(); ++i) write(8 - tail->size() + i, (*tail)[i]);
  return address;
}

std::optional<AddressRange::Address> AddressRange::parse_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_ipv4(text) : parse_ipv6(text);
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const auto halves = cut(text, '/');
  if (!halves) return std::nullopt;
  const auto first = parse_address(halves->before);
  const auto prefix = parse_unsigned(halves->after);
  if (!first || !prefix || *prefix > static_cast<std::uint64_t>(first->bits)) return std::nullopt;
  AddressRange range;
  range.first_ = *first;
  range.prefix_ = static_cast<int>(*prefix);
  return range;
}

bool AddressRange::contains(std::string_view text) const {
  const auto address = parse_address(text);
  if (!address || address->bits != first_.bits) return false;
  for (int bit = 0; bit < prefix_; ++bit) {
    const auto place = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((address->bytes[place] & mask) != (first_.bytes[place] & mask)) return false;
  }
  return true;
}

}  // namespace berth::events
