#include "model/network.hpp"

#include "base/text.hpp"

namespace berth::model {

std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::uint32_t address = 0;
  for (const auto part : parts) {
    const auto octet = parse_unsigned(part);
    if (!octet || *octet > 255 || part.size() > 3) return std::nullopt;
    address = address << 8 | static_cast<std::uint32_t>(*octet);
  }
  return address;
}

std::string ipv4_text(std::uint32_t address) {
  return std::to_string(address >> 24) + "." + std::to_string(address >> 16 & 255) + "." +
         std::to_string(address >> 8 & 255) + "." + std::to_string(address & 255);
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
  const auto halves = cut(text, '/');
  if (!halves) return std::nullopt;
  const auto address = parse_ipv4(halves->before);
  const auto prefix = parse_unsigned(halves->after);
  if (!address || !prefix || *prefix == 0 || *prefix > 32) return std::nullopt;
  const auto mask = ~std::uint32_t{0} << (32 - *prefix);
  return Cidr{*address & mask, static_cast<std::uint8_t>(*prefix)};
}

std::string Cidr::text() const { return ipv4_text(address) + "/" + std::to_string(prefix); }

std::uint32_t Cidr::last() const {
  return prefix == 32 ? address : address | ~(~std::uint32_t{0} << (32 - prefix));
}

std::string gateway_address(const Vpc& vpc) {
  const auto cidr = Cidr::parse(vpc.cidr_block);
  return cidr ? ipv4_text(cidr->address + 1) : std::string{};
}

std::string network_name(const VpcId& vpc) { return "berth-" + vpc.text(); }

std::string bridge_name(const VpcId& vpc) {
  // Linux limits interface names to 15 characters.
  const auto& text = vpc.text();
  return "br-" + text.substr(text.size() > 12 ? text.size() - 12 : 0);
}

}  // namespace berth::model
