#include "adapters/netlink/netlink_message.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace berth::adapters {

namespace {

constexpr timeval patience{.tv_sec = 2, .tv_usec = 0};

class Socket {
 public:
  explicit Socket(int family) : number(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, family)) {}
  ~Socket() {
    if (number >= 0) ::close(number);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  const int number;
};

std::unexpected<Error> failure(int number) {
  const auto code = number == EEXIST                              ? ErrorCode::already_exists
                    : number == ENOENT || number == EADDRNOTAVAIL ? ErrorCode::not_found
                                                                  : ErrorCode::refused;
  return fail(code, std::system_category().message(number));
}

/// Reads one datagram's confirmations; answers how many there were.
Result<int> read_confirmations(std::string_view datagram) {
  int count = 0;
  while (datagram.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header{};
    std::memcpy(&header, datagram.data(), sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > datagram.size()) break;
    if (header.nlmsg_type == NLMSG_ERROR) {
      int error = 0;
      if (header.nlmsg_len < sizeof header + sizeof error) break;
      std::memcpy(&error, datagram.data() + sizeof header, sizeof error);
      if (error != 0) return failure(-error);
      ++count;
    }
    datagram.remove_prefix(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), datagram.size()));
  }
  return count;
}

}  // namespace

NetlinkMessages& NetlinkMessages::begin(std::uint16_t type, std::uint16_t flags,
                                        std::string_view fixed, Answer answer) {
  const bool confirmed = answer == Answer::confirmed;
  confirmations_ += confirmed ? 1 : 0;
  message_ = bytes_.size();
  nlmsghdr header{};
  header.nlmsg_type = type;
  header.nlmsg_flags = static_cast<std::uint16_t>(flags | NLM_F_REQUEST);
  if (confirmed) header.nlmsg_flags |= NLM_F_ACK;
  header.nlmsg_seq = ++sequence_;
  bytes_ += bytes_of(header);
  bytes_ += fixed;
  pad();
  return *this;
}

NetlinkMessages& NetlinkMessages::end() {
  const auto length = static_cast<std::uint32_t>(bytes_.size() - message_);
  std::memcpy(bytes_.data() + message_, &length, sizeof length);
  return *this;
}

NetlinkMessages& NetlinkMessages::put(std::uint16_t attribute, std::string_view bytes) {
  const nlattr header{static_cast<std::uint16_t>(sizeof(nlattr) + bytes.size()), attribute};
  bytes_ += bytes_of(header);
  bytes_ += bytes;
  pad();
  return *this;
}

NetlinkMessages& NetlinkMessages::put_name(std::uint16_t attribute, std::string_view name) {
  return put(attribute, std::string(name) + '\0');
}

NetlinkMessages& NetlinkMessages::put_number(std::uint16_t attribute, std::uint32_t number) {
  return put(attribute, bytes_of(htonl(number)));
}

NetlinkMessages& NetlinkMessages::open(std::uint16_t attribute) {
  opened_.push_back(bytes_.size());
  return put(attribute | NLA_F_NESTED, {});
}

NetlinkMessages& NetlinkMessages::close() {
  const auto start = opened_.back();
  opened_.pop_back();
  const auto length = static_cast<std::uint16_t>(bytes_.size() - start);
  std::memcpy(bytes_.data() + start, &length, sizeof length);
  return *this;
}

void NetlinkMessages::pad() { bytes_.resize(NLMSG_ALIGN(bytes_.size())); }

Result<void> netlink_order(int family, const NetlinkMessages& messages) {
  const Socket socket(family);
  if (socket.number < 0) return failure(errno);
  ::setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const auto& bytes = messages.bytes();
  if (::send(socket.number, bytes.data(), bytes.size(), 0) < 0) return failure(errno);
  std::array<char, 16384> buffer{};
  for (int confirmed = 0; confirmed < messages.confirmations();) {
    const auto length = ::recv(socket.number, buffer.data(), buffer.size(), 0);
    if (length < 0) return failure(errno);
    confirmed += TRY(read_confirmations({buffer.data(), static_cast<std::size_t>(length)}));
  }
  return {};
}

}  // namespace berth::adapters
