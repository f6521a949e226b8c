#pragma once
// D-Bus messages, as far as calling systemd's manager needs: a method call with texts and numbers
// in its body, and whether its answer is a success or an error. Wire format: the D-Bus
// specification, "Message Protocol"; little-endian only, because both ends are this machine.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace berth::adapters {

/// The arguments of a call, each aligned as D-Bus asks.
class DbusBody {
 public:
  DbusBody& text(std::string_view value);
  /// An array of (name, variant) structs, "a(sv)", with 64-bit numbers ("t") in the variants.
  DbusBody& numbers(const std::vector<std::pair<std::string, std::uint64_t>>& properties);
  /// An array of structs without any element.
  DbusBody& empty_structs();

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

struct DbusCall {
  std::string destination, path, interface, member;
  /// Of the body: "ss".
  std::string signature;
  std::string body;
};

/// The whole message; `serial` is not 0 and comes back in the answer.
std::string dbus_message(const DbusCall& call, std::uint32_t serial);

struct DbusAnswer {
  /// Serial of the call that this answers; 0 for a signal, which answers none.
  std::uint32_t reply_to = 0;
  /// "org.freedesktop.systemd1.NoSuchUnit"; empty for a success.
  std::string error;
  /// What the error says to people.
  std::string text;

  bool operator==(const DbusAnswer&) const = default;
};

/// Takes the first whole message off `received`; nothing when more bytes are needed. Error corrupt:
/// these bytes are no such message.
Result<std::optional<DbusAnswer>> take_dbus_answer(std::string& received);

}  // namespace berth::adapters
