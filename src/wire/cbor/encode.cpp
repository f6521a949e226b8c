#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>

#include "wire/cbor/cbor.hpp"

namespace berth::wire::cbor {

namespace {

class Writer {
 public:
  void write(const Shape& shape, const void* value) {
    switch (shape.kind) {
      case ShapeKind::boolean: return simple(shape.number->read(value) != 0 ? 21 : 20);
      case ShapeKind::integer:
      case ShapeKind::long_integer: return integer(shape.number->read(value));
      case ShapeKind::double_number: return real(shape.real->read(value));
      case ShapeKind::timestamp: return timestamp(shape.number->read(value));
      case ShapeKind::enumeration: return enumeration(shape, shape.number->read(value));
      case ShapeKind::string:
      case ShapeKind::document: return bytes(3, shape.text->read(value));
      case ShapeKind::blob: return bytes(2, shape.text->read(value));
      case ShapeKind::list: return list(shape, value);
      case ShapeKind::map: return map(shape, value);
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, value);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void head(unsigned major, std::uint64_t count) {
    const auto first = [&](unsigned low) { out_ += static_cast<char>(major << 5 | low); };
    int width = 0;
    if (count < 24) return first(static_cast<unsigned>(count));
    if (count <= 0xFF)
      first(24), width = 8;
    else if (count <= 0xFFFF)
      first(25), width = 16;
    else if (count <= 0xFFFFFFFF)
      first(26), width = 32;
    else
      first(27), width = 64;
    big_endian(count, width);
  }

  void big_endian(std::uint64_t value, int width) {
    for (int shift = width - 8; shift >= 0; shift -= 8) out_ += static_cast<char>(value >> shift);
  }

  void simple(unsigned value) { out_ += static_cast<char>(7 << 5 | value); }

  void integer(std::int64_t value) {
    if (value >= 0)
      head(0, static_cast<std::uint64_t>(value));
    else
      head(1, ~static_cast<std::uint64_t>(value));
  }

  void real(double value) {
    // One form for every not-a-number keeps equal values equal.
    const auto bits = std::isnan(value) ? 0x7FF8000000000000 : std::bit_cast<std::uint64_t>(value);
    simple(27);
    big_endian(bits, 64);
  }

  void timestamp(std::int64_t milliseconds) {
    head(6, 1);
    real(static_cast<double>(milliseconds) / 1000.0);
  }

  /// A value outside the enumeration travels as its number, so that nothing is lost.
  void enumeration(const Shape& shape, std::int64_t value) {
    const auto text = enumerator_text(shape, value);
    if (text.empty())
      integer(value);
    else
      bytes(3, text);
  }

  void bytes(unsigned major, std::string_view text) {
    head(major, text.size());
    out_ += text;
  }

  void list(const Shape& shape, const void* value) {
    head(4, shape.list->size(value));
    const Shape& item = shape.item->shape();
    shape.list->each(value, [&](const void* each) { write(item, each); });
  }

  void map(const Shape& shape, const void* value) {
    head(5, shape.map->size(value));
    const Shape& item = shape.item->shape();
    shape.map->each(value, [&](std::string_view key, const void* each) {
      bytes(3, key);
      write(item, each);
    });
  }

  void members(const Shape& shape, const void* value) {
    std::uint64_t present = 0;
    for (const Member& member : shape.members) present += read_member(member, value) != nullptr;
    head(5, present);
    for (const Member& member : shape.members) {
      const void* part = read_member(member, value);
      if (!part) continue;
      bytes(3, member.name);
      write(member.shape(), part);
    }
  }

  std::string out_;
};

}  // namespace

std::string encode(const Shape& shape, const void* value) {
  Writer writer;
  writer.write(shape, value);
  return writer.take();
}

}  // namespace berth::wire::cbor
