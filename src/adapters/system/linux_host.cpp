#include "adapters/system/linux_host.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/text.hpp"

namespace berth::adapters {

namespace {

constexpr std::int32_t port_highest = 65535;

/// A file descriptor, closed with its owner.
class Handle {
 public:
  explicit Handle(int number) : number_(number) {}
  ~Handle() {
    if (number_ >= 0) close(number_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

Handle new_socket(int family, int type) { return Handle(socket(family, type | SOCK_CLOEXEC, 0)); }

std::unexpected<Error> failed(int cause) {
  const auto code = cause == ENOENT || cause == ENOTDIR ? ErrorCode::not_found
                    : cause == EACCES || cause == EPERM ? ErrorCode::refused
                                                        : ErrorCode::input_output;
  return fail(code, std::generic_category().message(cause));
}

/// Up to one byte more than wanted, so that the caller sees that there is more.
Result<std::string> read_some(const Handle& file, std::size_t size_max) {
  std::string bytes(size_max + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const auto count = read(file.number(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(errno);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

template <class Address>
bool binds(const Handle& socket, const Address& address) {
  return bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool binds_ipv4(int type, std::uint16_t port) {
  const Handle socket = new_socket(AF_INET, type);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  return socket.is_open() && binds(socket, address);
}

/// A host without IPv6 has nobody who could hold the port there.
bool binds_ipv6(int type, std::uint16_t port) {
  const Handle socket = new_socket(AF_INET6, type);
  if (!socket.is_open()) return true;
  const int only = 1;
  setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
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

Result<std::string> LinuxHost::read_file(const std::string& path, std::size_t size_max) const {
  // Without waiting: a pipe would keep the caller until somebody writes to it.
  const Handle file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return failed(errno);
  struct stat facts{};
  if (fstat(file.number(), &facts) != 0) return failed(errno);
  if (!S_ISREG(facts.st_mode)) return fail(ErrorCode::refused, "Not a plain file");
  auto bytes = TRY(read_some(file, size_max));
  if (bytes.size() > size_max) {
    return fail(ErrorCode::refused, fmt::format("Larger than {} bytes", size_max));
  }
  return bytes;
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
