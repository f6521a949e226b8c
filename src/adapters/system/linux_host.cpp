#include "adapters/system/linux_host.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>

#include <unistd.h>

#include "base/text.hpp"

namespace berth::adapters {

namespace {

constexpr std::int32_t port_highest = 65535;

/// Closes the socket with itself.
class Socket {
 public:
  Socket(int family, int type) : handle_(socket(family, type | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (handle_ >= 0) close(handle_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool is_open() const { return handle_ >= 0; }
  int handle() const { return handle_; }

 private:
  int handle_;
};

template <class Address>
bool binds(const Socket& socket, const Address& address) {
  return bind(socket.handle(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool binds_ipv4(int type, std::uint16_t port) {
  const Socket socket(AF_INET, type);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  return socket.is_open() && binds(socket, address);
}

/// A host without IPv6 has nobody who could hold the port there.
bool binds_ipv6(int type, std::uint16_t port) {
  const Socket socket(AF_INET6, type);
  if (!socket.is_open()) return true;
  const int only = 1;
  setsockopt(socket.handle(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  return binds(socket, address) || errno != EADDRINUSE;
}

}  // namespace

ports::PortRange LinuxHost::dynamic_ports() const {
  std::ifstream file("/proc/sys/net/ipv4/ip_local_port_range");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return port_range_of(text);
}

bool LinuxHost::is_free(ports::HostPort port) const {
  if (port.number < 1 || port.number > port_highest) return false;
  const bool udp = port.protocol == gen::ecs::TransportProtocol::udp;
  const int type = udp ? SOCK_DGRAM : SOCK_STREAM;
  const auto number = static_cast<std::uint16_t>(port.number);
  return binds_ipv4(type, number) && binds_ipv6(type, number);
}

ports::PortRange port_range_of(std::string_view text) {
  constexpr ports::PortRange otherwise{49153, port_highest};
  const auto halves = cut(trim(text), '\t');
  if (!halves) return otherwise;
  const auto first = parse_unsigned(trim(halves->before));
  const auto last = parse_unsigned(trim(halves->after));
  if (!first || !last || *first < 1 || *first > *last || *last > port_highest) return otherwise;
  return {static_cast<std::int32_t>(*first), static_cast<std::int32_t>(*last)};
}

}  // namespace berth::adapters
