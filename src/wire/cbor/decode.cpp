#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "wire/cbor/cbor.hpp"
#include "wire/cbor/item.hpp"

namespace berth::wire::cbor {

namespace {

/// Walks shape and input together. Every read answers false after it noted why in `problem_`.
class Reader {
 public:
  Reader(std::string_view bytes, Findings* findings) : items_(bytes), findings_(findings) {}

  Result<void> read_all(const Shape& shape, void* value) {
    if (!read(shape, value, Path{}, depth_max)) {
      return fail(ErrorCode::serialization, "The CBOR cannot be read: " + problem_ + ".");
    }
    if (!items_.at_end()) {
      return fail(ErrorCode::serialization, "The CBOR goes on after its value.");
    }
    return {};
  }

 private:
  bool refuse(const Path& path, std::string_view what) {
    const auto where = path.text();
    problem_ = std::string(what) + (where.empty() ? "" : " at '" + where + "'");
    return false;
  }

  bool read(const Shape& shape, void* value, const Path& path, int depth) {
    if (depth <= 0) return refuse(path, "too many levels");
    Head head;
    if (!items_.take(head)) return refuse(path, "malformed bytes");
    switch (shape.kind) {
      case ShapeKind::boolean: return boolean(shape, head, value, path);
      case ShapeKind::integer:
      case ShapeKind::long_integer: return integer(shape, head, value, path);
      case ShapeKind::double_number: return real(shape, head, value, path);
      case ShapeKind::timestamp: return timestamp(shape, head, value, path);
      case ShapeKind::enumeration: return enumeration(shape, head, value, path);
      case ShapeKind::string:
      case ShapeKind::document: return text(shape, head, Major::text, value, path);
      case ShapeKind::blob: return text(shape, head, Major::bytes, value, path);
      case ShapeKind::list: return list(shape, head, value, path, depth);
      case ShapeKind::map: return map(shape, head, value, path, depth);
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, head, value, path, depth);
    }
    return false;
  }

  bool boolean(const Shape& shape, const Head& head, void* value, const Path& path) {
    if (head.major != Major::other || (head.low != 20 && head.low != 21)) {
      return refuse(path, "a boolean is expected");
    }
    return shape.number->write(value, head.low == 21);
  }

  bool integer(const Shape& shape, const Head& head, void* value, const Path& path) {
    Number number;
    if (!items_.number(head, number)) return refuse(path, "a number is expected");
    if (!number.whole || !shape.number->write(value, number.integer)) {
      return refuse(path, "the number does not fit");
    }
    return true;
  }

  bool real(const Shape& shape, const Head& head, void* value, const Path& path) {
    Number number;
    if (!items_.number(head, number)) return refuse(path, "a number is expected");
    shape.real->write(value, number.real);
    return true;
  }

  bool timestamp(const Shape& shape, Head head, void* value, const Path& path) {
    if (head.major == Major::tag && head.count == 1 && !items_.take(head)) {
      return refuse(path, "malformed bytes");
    }
    Number number;
    if (!items_.number(head, number) || std::isnan(number.real)) {
      return refuse(path, "a timestamp is expected");
    }
    return shape.number->write(value, from_epoch_seconds(number.real).time_since_epoch().count());
  }

  bool enumeration(const Shape& shape, const Head& head, void* value, const Path& path) {
    // Our own journal may hold a number; a client has to say the text.
    if (head.major != Major::text && !findings_) return integer(shape, head, value, path);
    if (head.major != Major::text) return refuse(path, "a text is expected");
    std::string name;
    if (!items_.string(head, name)) return refuse(path, "malformed bytes");
    if (const auto number = enumerator_value(shape, name)) {
      return shape.number->write(value, *number);
    }
    if (!findings_) return refuse(path, "'" + name + "' is not in its enumeration");
    findings_->add({Breach::not_in_set, path.text(), shown(shape, name), &shape});
    dropped_ = true;
    return true;
  }

  bool text(const Shape& shape, const Head& head, Major major, void* value, const Path& path) {
    if (head.major != major) {
      return refuse(path, major == Major::text ? "a text is expected" : "bytes are expected");
    }
    std::string bytes;
    if (!items_.string(head, bytes)) return refuse(path, "malformed bytes");
    shape.text->write(value, bytes);
    return true;
  }

  /// Calls `one` for each item of a container until it answers false.
  template <class One>
  bool each(const Head& head, const Path& path, One one) {
    if (!head.indefinite && head.count > items_.left()) return refuse(path, "malformed bytes");
    for (std::uint64_t i = 0; head.indefinite || i < head.count; ++i) {
      if (head.indefinite && items_.take_break()) return true;
      if (!one(i)) return false;
    }
    return true;
  }

  /// Steps over a null; `present` tells whether a value stands there instead.
  bool take_null(bool& present) {
    Head head;
    if (!items_.peek(head)) return false;
    present = !is_null(head);
    return present || items_.take(head);
  }

  bool list(const Shape& shape, const Head& head, void* value, const Path& path, int depth) {
    if (head.major != Major::array) return refuse(path, "a list is expected");
    const Shape& item = shape.item->shape();
    return each(head, path, [&](std::uint64_t index) {
      bool present = false, good = true;
      if (!take_null(present)) return refuse(path, "malformed bytes");
      if (!present) return true;
      shape.list->append(value, [&](void* slot) {
        good = read(item, slot, Path(path, static_cast<std::size_t>(index + 1)), depth - 1);
        return good && !std::exchange(dropped_, false);
      });
      return good;
    });
  }

  bool key(std::string& name, const Path& path) {
    Head head;
    if (!items_.take(head) || head.major != Major::text || !items_.string(head, name)) {
      return refuse(path, "a key must be a text");
    }
    return true;
  }

  bool map(const Shape& shape, const Head& head, void* value, const Path& path, int depth) {
    if (head.major != Major::map) return refuse(path, "a map is expected");
    const Shape& item = shape.item->shape();
    std::string name;
    return each(head, path, [&](std::uint64_t) {
      bool present = false, good = true, filled = false;
      if (!key(name, path) || !take_null(present)) return refuse(path, "a key must be a text");
      if (!present) return true;
      shape.map->insert(value, name, [&](void* slot) {
        filled = true;
        good = read(item, slot, Path(path, name), depth - 1);
        return good && !std::exchange(dropped_, false);
      });
      return filled ? good : refuse(path, "'" + name + "' cannot be a key");
    });
  }

  bool members(const Shape& shape, const Head& head, void* value, const Path& path, int depth) {
    if (head.major != Major::map) return refuse(path, "a structure is expected");
    std::vector<bool> seen(shape.members.size());
    std::string name;
    auto expected = shape.members.begin();
    const bool good = each(head, path, [&](std::uint64_t) {
      if (!key(name, path)) return false;
      const Member* member = find_next(shape, name, expected);
      if (!member) return unknown(shape, name, path, depth);
      const auto index = static_cast<std::size_t>(member - shape.members.data());
      if (seen[index]) return refuse(path, "'" + name + "' stands twice");
      return one_member(*member, value, Path(path, name), depth, seen, index);
    });
    return good && complete(shape, seen, path);
  }

  /// Members mostly come in order, so the search begins behind the one before.
  static const Member* find_next(const Shape& shape, std::string_view name,
                                 std::span<const Member>::iterator& expected) {
    const auto end = shape.members.end();
    auto found = std::ranges::find(expected, end, name, &Member::name);
    if (found == end) {
      found = std::ranges::find(shape.members.begin(), expected, name, &Member::name);
      if (found == expected) return nullptr;
    }
    expected = found + 1;
    return &*found;
  }

  bool unknown(const Shape& shape, const std::string& name, const Path& path, int depth) {
    if (shape.kind == ShapeKind::union_ && !findings_) {
      return refuse(path, "'" + name + "' is not known here");
    }
    if (findings_) findings_->add_unknown(path, name);
    return items_.skip(depth - 1) || refuse(path, "malformed bytes");
  }

  bool one_member(const Member& member, void* value, const Path& path, int depth,
                  std::vector<bool>& seen, std::size_t index) {
    bool present = false;
    if (!take_null(present)) return refuse(path, "malformed bytes");
    if (!present) return true;
    const Shape& shape = member.shape();
    seen[index] = true;
    if (shape.kind == ShapeKind::enumeration) return enumerated(member, shape, value, path);
    return read(shape, emplace_member(member, value), path, depth - 1);
  }

  /// An optional member stays absent when its text is not in the enumeration.
  bool enumerated(const Member& member, const Shape& shape, void* value, const Path& path) {
    Head head;
    ItemReader ahead = items_;
    std::string name;
    if (ahead.take(head) && head.major == Major::text && ahead.string(head, name) && findings_ &&
        !enumerator_value(shape, name)) {
      findings_->add({Breach::not_in_set, path.text(), shown(shape, name), &shape});
      items_ = ahead;
      return true;
    }
    return read(shape, emplace_member(member, value), path, 1);
  }

  bool complete(const Shape& shape, const std::vector<bool>& seen, const Path& path) {
    if (shape.kind == ShapeKind::union_) {
      const auto count = std::ranges::count(seen, true);
      return count == 1 || findings_ || refuse(path, "a union needs exactly one member");
    }
    for (std::size_t i = 0; findings_ && i < seen.size(); ++i) {
      const Member& member = shape.members[i];
      if (!member.required || seen[i]) continue;
      findings_->add({Breach::missing, Path(path, member.name).text(), "null", &member.shape()});
    }
    return true;
  }

  ItemReader items_;
  Findings* findings_;
  bool dropped_ = false;  // The value just read must not be kept.
  std::string problem_;
};

}  // namespace

Result<void> decode(const Shape& shape, std::string_view bytes, void* value, Findings* findings) {
  return Reader(bytes, findings).read_all(shape, value);
}

}  // namespace berth::wire::cbor
