#include "adapters/cgroup/dbus_message.hpp"

#include <cstddef>

namespace berth::adapters {

namespace {

enum class Kind : char { call = 1, success = 2, error = 3, signal = 4 };

/// The codes of header fields (D-Bus specification, "Header Fields").
enum class Field : char {
  path = 1,
  interface = 2,
  member = 3,
  error_name = 4,
  reply_serial = 5,
  destination = 6,
  signature = 8,
};

constexpr std::size_t fixed_header_size = 16;
/// systemd's answers are some hundred bytes.
constexpr std::uint32_t message_size_max = 1 << 20;

std::size_t aligned(std::size_t size, std::size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

void align(std::string& bytes, std::size_t alignment) {
  bytes.resize(aligned(bytes.size(), alignment), '\0');
}

template <class Number>
void put(std::string& bytes, Number number) {
  align(bytes, sizeof number);
  for (std::size_t i = 0; i < sizeof number; ++i) bytes += static_cast<char>(number >> (8 * i));
}

void put_text(std::string& bytes, std::string_view text) {
  put(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
  bytes += '\0';
}

void put_signature(std::string& bytes, std::string_view signature) {
  bytes += static_cast<char>(signature.size());
  bytes += signature;
  bytes += '\0';
}

/// Writes the length of an array of structs before what `write` adds.
template <class Write>
void put_structs(std::string& bytes, Write write) {
  put(bytes, std::uint32_t{0});
  const std::size_t length_at = bytes.size() - 4;
  align(bytes, 8);
  const std::size_t begin = bytes.size();
  write();
  std::string length;
  put(length, static_cast<std::uint32_t>(bytes.size() - begin));
  bytes.replace(length_at, 4, length);
}

void put_field(std::string& bytes, Field field, std::string_view type, std::string_view value) {
  align(bytes, 8);
  bytes += static_cast<char>(field);
  put_signature(bytes, type);
  if (type == "g") {
    put_signature(bytes, value);
  } else {
    put_text(bytes, value);
  }
}

/// Reads values one after the other; after a step beyond the end everything is empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  void align(std::size_t alignment) { at_ = aligned(at_, alignment); }
  bool at(std::size_t end) const { return at_ >= end; }
  bool failed() const { return at_ > bytes_.size(); }
  std::size_t position() const { return at_; }

  std::uint8_t byte() {
    const auto read = take(1);
    return read.empty() ? 0 : static_cast<std::uint8_t>(read.front());
  }

  std::uint32_t number() {
    align(4);
    std::uint32_t value = 0, shift = 0;
    for (const char c : take(4)) {
      value |= std::uint32_t{static_cast<unsigned char>(c)} << shift;
      shift += 8;
    }
    return value;
  }

  std::string text() {
    std::string value(take(number()));
    byte();
    return value;
  }

  std::string signature() {
    std::string value(take(byte()));
    byte();
    return value;
  }

 private:
  std::string_view take(std::size_t size) {
    if (failed() || bytes_.size() - at_ < size) {
      at_ = bytes_.size() + 1;
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

std::unexpected<Error> corrupt() {
  return fail(ErrorCode::corrupt, "systemd sent a message that is not D-Bus as we know it.");
}

/// Reads one header field into the answer; false for a type that we cannot step over.
bool read_field(Reader& reader, DbusAnswer& answer, std::string& body_signature) {
  reader.align(8);
  const auto field = static_cast<Field>(reader.byte());
  const auto type = reader.signature();
  if (type == "u") {
    const auto value = reader.number();
    if (field == Field::reply_serial) answer.reply_to = value;
  } else if (type == "s" || type == "o") {
    auto value = reader.text();
    if (field == Field::error_name) answer.error = std::move(value);
  } else if (type == "g") {
    auto value = reader.signature();
    if (field == Field::signature) body_signature = std::move(value);
  } else {
    return false;
  }
  return !reader.failed();
}

}  // namespace

DbusBody& DbusBody::text(std::string_view value) {
  put_text(bytes_, value);
  return *this;
}

DbusBody& DbusBody::numbers(const std::vector<std::pair<std::string, std::uint64_t>>& properties) {
  put_structs(bytes_, [&] {
    for (const auto& [name, value] : properties) {
      align(bytes_, 8);
      put_text(bytes_, name);
      put_signature(bytes_, "t");
      put(bytes_, value);
    }
  });
  return *this;
}

DbusBody& DbusBody::empty_structs() {
  put_structs(bytes_, [] {});
  return *this;
}

std::string dbus_message(const DbusCall& call, std::uint32_t serial) {
  constexpr char little_endian = 'l', no_flags = 0, protocol_version = 1;
  std::string message = {little_endian, static_cast<char>(Kind::call), no_flags, protocol_version};
  put(message, static_cast<std::uint32_t>(call.body.size()));
  put(message, serial);
  put_structs(message, [&] {
    put_field(message, Field::path, "o", call.path);
    put_field(message, Field::interface, "s", call.interface);
    put_field(message, Field::member, "s", call.member);
    put_field(message, Field::destination, "s", call.destination);
    put_field(message, Field::signature, "g", call.signature);
  });
  align(message, 8);
  return message + call.body;
}

Result<std::optional<DbusAnswer>> take_dbus_answer(std::string& received) {
  if (received.size() < fixed_header_size) return std::nullopt;
  Reader fixed(received);
  const char order = static_cast<char>(fixed.byte());
  const auto kind = static_cast<Kind>(fixed.byte());
  fixed.align(4);
  const std::uint32_t body_size = fixed.number();
  fixed.number();  // Its own serial.
  const std::uint32_t fields_size = fixed.number();
  if (order != 'l' || body_size > message_size_max || fields_size > message_size_max) {
    return corrupt();
  }
  const std::size_t body_at = aligned(fixed_header_size + fields_size, 8);
  if (received.size() < body_at + body_size) return std::nullopt;

  DbusAnswer answer;
  std::string body_signature;
  Reader fields(std::string_view(received).substr(0, fixed_header_size + fields_size));
  while (fields.position() < fixed_header_size) fields.byte();
  while (!fields.at(fixed_header_size + fields_size)) {
    if (!read_field(fields, answer, body_signature)) return corrupt();
  }
  if (kind == Kind::error && body_signature.starts_with('s')) {
    Reader body(std::string_view(received).substr(body_at, body_size));
    answer.text = body.text();
    if (body.failed()) return corrupt();
  }
  if (kind != Kind::success && kind != Kind::error) answer = {};
  received.erase(0, body_at + body_size);
  return answer;
}

}  // namespace berth::adapters
