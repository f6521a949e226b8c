#include "adapters/haproxy/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <utility>

#include <fmt/core.h>
#include <ifaddrs.h>
#include <unistd.h>

#include "base/text.hpp"

namespace berth::adapters::haproxy {
namespace {

constexpr auto record_name = "addresses";

/// Closes on every way out.
struct Socket {
  int number;
  explicit Socket(int domain, int type, int protocol = 0)
      : number(socket(domain, type | SOCK_CLOEXEC, protocol)) {}
  ~Socket() {
    if (number >= 0) close(number);
  }
};

/// In the host's byte order, so that masks and ranges are plain arithmetic.
std::optional<std::uint32_t> number_of(const std::string& address) {
  in_addr parsed{};
  if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return std::nullopt;
  return ntohl(parsed.s_addr);
}

std::uint32_t mask_of(unsigned prefix_length) {
  return prefix_length == 0 ? 0 : ~std::uint32_t{0} << (32 - std::min(prefix_length, 32U));
}

bool is_loopback(std::uint32_t address) { return address >> 24 == 127; }

const InterfaceAddress* bridge_around(std::uint32_t address,
                                      const std::vector<InterfaceAddress>& present) {
  for (const auto& candidate : present) {
    // A single address, such as one that we added, spans no subnet.
    if (candidate.kind != InterfaceKind::bridge || candidate.prefix_length >= 32) continue;
    const auto mask = mask_of(candidate.prefix_length);
    if ((*number_of(candidate.address) & mask) == (address & mask)) return &candidate;
  }
  return nullptr;
}

InterfaceKind kind_of(int socket, const char* interface) {
  ethtool_drvinfo driver{};
  driver.cmd = ETHTOOL_GDRVINFO;
  ifreq request{};
  std::strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
  request.ifr_data = reinterpret_cast<char*>(&driver);
  const bool known = ioctl(socket, SIOCETHTOOL, &request) == 0;
  const bool bridge = known && std::string_view(driver.driver) == "bridge";
  return bridge ? InterfaceKind::bridge : InterfaceKind::other;
}

std::string text_of(const sockaddr* address) {
  char text[INET_ADDRSTRLEN] = {};
  inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
  return text;
}

/// A request for one address, as rtnetlink(7) wants it.
struct AddressMessage {
  nlmsghdr header{};
  ifaddrmsg address{};
  char attributes[64]{};

  void append(unsigned short type, std::uint32_t value) {
    auto* attribute = reinterpret_cast<rtattr*>(reinterpret_cast<char*>(this) + header.nlmsg_len);
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(sizeof value);
    std::memcpy(RTA_DATA(attribute), &value, sizeof value);
    header.nlmsg_len += RTA_ALIGN(attribute->rta_len);
  }
};

AddressMessage message_for(AddressChange change, std::uint32_t address, unsigned interface) {
  AddressMessage message;
  message.header.nlmsg_len = NLMSG_LENGTH(sizeof(ifaddrmsg));
  message.header.nlmsg_type = change == AddressChange::add ? RTM_NEWADDR : RTM_DELADDR;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  if (change == AddressChange::add) message.header.nlmsg_flags |= NLM_F_CREATE | NLM_F_EXCL;
  message.address.ifa_family = AF_INET;
  message.address.ifa_prefixlen = 32;
  message.address.ifa_index = interface;
  message.append(IFA_LOCAL, htonl(address));
  message.append(IFA_ADDRESS, htonl(address));
  return message;
}

/// The kernel's answer to the message: 0 or an errno.
int exchange(const AddressMessage& message) {
  const Socket netlink(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  if (netlink.number < 0) return errno;
  if (send(netlink.number, &message, message.header.nlmsg_len, 0) < 0) return errno;
  alignas(nlmsghdr) char answer[4096];
  const auto count = recv(netlink.number, answer, sizeof answer, 0);
  if (count < 0) return errno;
  const auto* header = reinterpret_cast<const nlmsghdr*>(answer);
  if (!NLMSG_OK(header, static_cast<unsigned>(count)) || header->nlmsg_type != NLMSG_ERROR) {
    return EPROTO;
  }
  return -static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
}

}  // namespace

AddressChanges plan_addresses(const std::set<std::string>& wanted,
                              const std::vector<InterfaceAddress>& present,
                              const std::set<AddressOnBridge>& ours) {
  AddressChanges changes;
  const auto is_present = [&](const std::string& address) {
    return std::ranges::find(present, address, &InterfaceAddress::address) != present.end();
  };
  for (const auto& address : wanted) {
    const auto number = number_of(address);
    if (!number || is_loopback(*number) || is_present(address)) continue;
    const auto* bridge = bridge_around(*number, present);
    if (bridge != nullptr) changes.add.push_back({address, bridge->interface});
  }
  for (const auto& added : ours) {
    if (!wanted.contains(added.address)) changes.remove.push_back(added);
  }
  return changes;
}

std::vector<InterfaceAddress> interface_addresses() {
  std::vector<InterfaceAddress> result;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return result;
  const Socket socket(AF_INET, SOCK_DGRAM);
  for (const ifaddrs* at = list; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr || at->ifa_addr->sa_family != AF_INET) continue;
    if (at->ifa_netmask == nullptr) continue;
    const auto mask = number_of(text_of(at->ifa_netmask)).value_or(0);
    result.push_back({at->ifa_name, kind_of(socket.number, at->ifa_name), text_of(at->ifa_addr),
                      static_cast<unsigned>(__builtin_popcount(mask))});
  }
  freeifaddrs(list);
  return result;
}

Result<void> change_address(AddressChange change, const AddressOnBridge& what) {
  const auto address = number_of(what.address);
  const auto interface = if_nametoindex(what.bridge.c_str());
  // Without its bridge the address is gone already.
  if (interface == 0 && change == AddressChange::remove) return {};
  if (!address || interface == 0) {
    return fail(ErrorCode::not_found, fmt::format("there is no interface {}", what.bridge));
  }
  const int error = exchange(message_for(change, *address, interface));
  const int harmless = change == AddressChange::add ? EEXIST : EADDRNOTAVAIL;
  if (error == 0 || error == harmless) return {};
  return fail(error == EPERM ? ErrorCode::refused : ErrorCode::input_output,
              fmt::format("{}{}", std::strerror(error),
                          error == EPERM ? " (CAP_NET_ADMIN is needed: run as root)" : ""));
}

BridgeAddresses::BridgeAddresses(const Folder& folder, const Log& log)
    : folder_(folder), log_(log) {
  const auto text = folder.read(record_name);
  for (const auto line : split(text, '\n')) {
    const auto fields = cut(line, ' ');
    if (fields) ours_.insert({std::string(fields->before), std::string(fields->after)});
  }
}

void BridgeAddresses::ensure(const std::set<std::string>& wanted) {
  const auto changes = plan_addresses(wanted, interface_addresses(), ours_);
  const auto before = ours_;
  for (const auto& added : changes.add) ours_.insert(added);
  // Remembered before it is done: after a crash in between, removing it is harmless.
  if (ours_ != before) remember();
  for (const auto& added : changes.add) {
    const auto done = change_address(AddressChange::add, added);
    if (!done) {
      report(added, done.error());
    } else if (failures_.erase(added) > 0 || !before.contains(added)) {
      log_.info("load balancer address added",
                {{"address", added.address}, {"bridge", added.bridge}});
    }
  }
  for (const auto& left : changes.remove) {
    const auto done = change_address(AddressChange::remove, left);
    if (!done) {
      report(left, done.error());
      continue;
    }
    ours_.erase(left);
    failures_.erase(left);
  }
  if (!changes.remove.empty()) remember();
}

void BridgeAddresses::remember() const {
  std::string text;
  for (const auto& added : ours_) text += fmt::format("{} {}\n", added.address, added.bridge);
  const auto written = folder_.write(record_name, text);
  if (!written) log_.warn("address record not written", {{"reason", written.error().message}});
}

void BridgeAddresses::report(const AddressOnBridge& what, const Error& error) {
  if (std::exchange(failures_[what], error.message) == error.message) return;
  log_.error("load balancer address not changed",
             {{"address", what.address}, {"bridge", what.bridge}, {"reason", error.message}});
}

Result<void> try_bind(const Bind& bind) {
  const Socket socket(AF_INET, SOCK_STREAM);
  const int on = 1;
  setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(socket.number, IPPROTO_IP, IP_FREEBIND, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(bind.port);
  inet_pton(AF_INET, bind.address.c_str(), &address.sin_addr);
  if (::bind(socket.number, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return {};
  const auto code = errno == EADDRINUSE ? ErrorCode::already_exists : ErrorCode::refused;
  return fail(code, std::strerror(errno));
}

}  // namespace berth::adapters::haproxy
