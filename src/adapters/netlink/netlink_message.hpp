#pragma once
// Messages to the kernel over netlink, as bytes: a header, a fixed part, attributes that may nest.
// Building is pure; netlink_order() sends and waits for the kernel's word. For use inside adapters
// only. Format: netlink(7), rtnetlink(7).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace berth::adapters {

/// The bytes of a plain struct of the kernel's.
template <class Fixed>
std::string_view bytes_of(const Fixed& fixed) {
  return {reinterpret_cast<const char*>(&fixed), sizeof fixed};
}

/// One or more messages that are sent together.
class NetlinkMessages {
 public:
  /// Opens a message; end() closes it. NLM_F_REQUEST is added, and NLM_F_ACK as far as `answer`
  /// says that the kernel confirms it.
  enum class Answer : std::uint8_t { none, confirmed };
  NetlinkMessages& begin(std::uint16_t type, std::uint16_t flags, std::string_view fixed,
                         Answer answer = Answer::confirmed);
  NetlinkMessages& end();

  NetlinkMessages& put(std::uint16_t attribute, std::string_view bytes);
  /// With the zero at its end that names have.
  NetlinkMessages& put_name(std::uint16_t attribute, std::string_view name);
  /// In network byte order, as nf_tables wants its numbers.
  NetlinkMessages& put_number(std::uint16_t attribute, std::uint32_t number);
  NetlinkMessages& open(std::uint16_t attribute);
  NetlinkMessages& close();

  const std::string& bytes() const { return bytes_; }
  /// How many confirmations the kernel owes.
  int confirmations() const { return confirmations_; }

 private:
  void pad();

  std::string bytes_;
  std::size_t message_ = 0;
  /// Where the attributes that are open begin.
  std::vector<std::size_t> opened_;
  std::uint32_t sequence_ = 0;
  int confirmations_ = 0;
};

/// Sends the messages to one of the kernel's families (NETLINK_ROUTE, NETLINK_NETFILTER) and waits
/// for every confirmation. Errors: already_exists, not_found, refused (not root, not known to this
/// kernel), each with the system's text.
Result<void> netlink_order(int family, const NetlinkMessages& messages);

}  // namespace berth::adapters
