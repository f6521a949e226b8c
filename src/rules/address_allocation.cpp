#include "rules/address_allocation.hpp"

#include <iterator>

#include "base/check.hpp"

namespace berth::rules {

namespace {

/// The addresses that may be given away; none when the subnet is too small.
struct Pool {
  std::uint32_t first = 0, size = 0;
};

Pool pool_of(const model::Subnet& subnet) {
  const auto range = model::Cidr::parse(subnet.cidr_block);
  if (!range || range->last() - range->address <= first_free_offset) return {};
  const auto first = range->address + first_free_offset;
  return {first, range->last() - first};
}

}  // namespace

std::optional<std::string> free_address(const model::Subnet& subnet,
                                        const std::set<std::uint32_t>& used, std::uint64_t seed) {
  const auto pool = pool_of(subnet);
  for (std::uint32_t step = 0; step < pool.size; ++step) {
    const auto offset = static_cast<std::uint32_t>((seed % pool.size + step) % pool.size);
    const auto address = pool.first + offset;
    if (!used.contains(address)) return model::ipv4_text(address);
  }
  return std::nullopt;
}

std::uint32_t free_address_count(const model::Subnet& subnet, const std::set<std::uint32_t>& used) {
  const auto pool = pool_of(subnet);
  if (pool.size == 0) return 0;
  const auto begin = used.lower_bound(pool.first);
  const auto end = used.lower_bound(pool.first + pool.size);
  return pool.size - static_cast<std::uint32_t>(std::distance(begin, end));
}

std::string loopback_address(const std::set<std::string>& used, std::uint64_t seed) {
  // Second octet 1 to 254, third 0 to 255, fourth 1 to 254.
  constexpr std::uint64_t count = 254ULL * 256 * 254;
  for (std::uint64_t step = 0; step < count; ++step) {
    const auto number = (seed % count + step) % count;
    const auto octets =
        (1 + number / (256 * 254)) << 16 | (number / 254 % 256) << 8 | (1 + number % 254);
    auto text = model::ipv4_text(127U << 24 | static_cast<std::uint32_t>(octets));
    if (!used.contains(text)) return text;
  }
  check(false, "there are fewer load balancers than loopback addresses");
  return {};
}

}  // namespace berth::rules
