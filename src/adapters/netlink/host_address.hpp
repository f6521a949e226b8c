#pragma once
// Addresses and port redirections of this host, made through netlink. Both need root
// (CAP_NET_ADMIN) and outlive the process that made them. For use inside adapters only.

#include <cstdint>
#include <string>

#include "adapters/netlink/netlink_message.hpp"
#include "base/result.hpp"

namespace berth::adapters {

/// Gives the loopback device one more IPv4 address, so that packets to it from anywhere on this
/// host, containers included, are delivered here. Answers whether it had the address before.
enum class Before : std::uint8_t { absent, present };
Result<Before> add_loopback_address(const std::string& address);
/// Success where it is gone already.
Result<void> remove_loopback_address(const std::string& address);

struct PortRedirect {
  /// The nf_tables table that holds it, nobody else's.
  std::string table;
  std::string address;
  std::uint16_t from = 0, to = 0;
};

/// Connections to address:from, of this host or coming in, arrive at address:to. It is decided
/// before Docker's own translation, which would lead them to whatever container publishes `from`.
Result<void> add_redirect(const PortRedirect& redirect);
/// Success where it is gone already.
Result<void> remove_redirect(const PortRedirect& redirect);

/// The transaction of add_redirect: it replaces what the table held before, in one go.
NetlinkMessages redirect_messages(const PortRedirect& redirect);

}  // namespace berth::adapters
