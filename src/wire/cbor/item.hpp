#pragma once
// Reads CBOR item by item from a text: heads, strings in one piece or in chunks, numbers in every
// width. It knows nothing of shapes. Every function answers false when the bytes are malformed or
// end too early; after that the reader must not be used.

#include <cstdint>
#include <string>
#include <string_view>

namespace berth::wire::cbor {

enum class Major : std::uint8_t { positive, negative, bytes, text, array, map, tag, other };

struct Head {
  Major major{};
  std::uint8_t low = 0;     // The five low bits.
  bool indefinite = false;  // `count` says nothing.
  std::uint64_t count = 0;  // Value, length, tag number or the bits of a float.
};

/// A number of any form.
struct Number {
  bool whole = false;  // `integer` holds it exactly.
  std::int64_t integer = 0;
  double real = 0;
};

class ItemReader {
 public:
  explicit ItemReader(std::string_view input) : rest_(input) {}

  bool at_end() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }

  /// The next head without taking it.
  bool peek(Head& head) const;
  bool take(Head& head);
  /// Takes the break that ends an indefinite item, if it stands here.
  bool take_break();
  /// Bytes or text, whole or in chunks, after its head was taken.
  bool string(const Head& head, std::string& text);
  /// An integer, a float or a bignum after its head was taken; false for anything else.
  bool number(const Head& head, Number& number);
  /// Steps over one item and all that it holds.
  bool skip(int depth);

 private:
  bool slice(std::uint64_t size, std::string_view& bytes);
  bool bignum(Major sign, Number& number);

  std::string_view rest_;
};

inline bool is_break(const Head& head) { return head.major == Major::other && head.low == 31; }
inline bool is_null(const Head& head) {
  return head.major == Major::other && (head.low == 22 || head.low == 23);
}

}  // namespace berth::wire::cbor
