#pragma once
// Which address a task or load balancer gets inside its subnet. Addresses 0 to 9 of a subnet stay
// free: AWS reserves the first four (base, router, DNS, future use), and hosts' own ends of the
// network need some. The last address is the broadcast address.

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "model/network.hpp"

namespace berth::rules {

/// How far above the subnet's base the first address lies that may be given away.
inline constexpr std::uint32_t first_free_offset = 10;

/// An address of the subnet that is not in `used`, or nothing when all are. The search starts at a
/// place that `seed` chooses, so that an address is not used again soon after it was given back.
std::optional<std::string> free_address(const model::Subnet& subnet,
                                        const std::set<std::uint32_t>& used, std::uint64_t seed);

/// How many addresses free_address could still give away.
std::uint32_t free_address_count(const model::Subnet& subnet, const std::set<std::uint32_t>& used);

/// An address of 127.1.0.0 to 127.254.255.255 that is not in `used`. Linux hosts reach all of
/// 127.0.0.0/8 without set-up; 127.0.x.y is left to others.
std::string loopback_address(const std::set<std::string>& used, std::uint64_t seed);

}  // namespace berth::rules
