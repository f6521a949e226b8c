#pragma once
// Makes a load balancer's address inside a VPC reachable: the address is added to the bridge whose
// subnet holds it, because a proxy that merely listens on an address is never asked for it.
//
// Which changes are needed is decided by a pure function; the rest asks the kernel (rtnetlink) and
// needs CAP_NET_ADMIN. Addresses that we added stand in a file of the folder, so that a later run
// takes away what nobody wants any more and never touches another's.

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/haproxy/folder.hpp"
#include "adapters/haproxy/layout.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace berth::adapters::haproxy {

enum class InterfaceKind : std::uint8_t { bridge, other };

/// One address of one interface of this host.
struct InterfaceAddress {
  std::string interface;
  InterfaceKind kind = InterfaceKind::other;
  std::string address;
  unsigned prefix_length = 0;

  bool operator==(const InterfaceAddress&) const = default;
};

struct AddressOnBridge {
  std::string address, bridge;

  auto operator<=>(const AddressOnBridge&) const = default;
};

struct AddressChanges {
  std::vector<AddressOnBridge> add, remove;

  bool operator==(const AddressChanges&) const = default;
};

/// `ours` are those that earlier calls added. Addresses that this host has already, loopback ones
/// and those in no bridge's subnet (yet) need nothing.
AddressChanges plan_addresses(const std::set<std::string>& wanted,
                              const std::vector<InterfaceAddress>& present,
                              const std::set<AddressOnBridge>& ours);

/// IPv4 addresses of this host's interfaces.
std::vector<InterfaceAddress> interface_addresses();

enum class AddressChange : std::uint8_t { add, remove };
/// Adds or removes A/32; doing it twice is no failure.
Result<void> change_address(AddressChange change, const AddressOnBridge& what);

class BridgeAddresses {
 public:
  BridgeAddresses(const Folder& folder, const Log& log);

  /// Looks and changes what is needed; cheap when nothing is. Failures are logged once each.
  void ensure(const std::set<std::string>& wanted);

 private:
  void remember() const;
  void report(const AddressOnBridge& what, const Error& error);

  const Folder& folder_;
  const Log& log_;
  std::set<AddressOnBridge> ours_;
  std::map<AddressOnBridge, std::string> failures_;
};

/// Nothing when HAProxy could listen there now, else why not. An address that no interface has yet
/// is no obstacle.
Result<void> try_bind(const Bind& bind);

}  // namespace berth::adapters::haproxy
