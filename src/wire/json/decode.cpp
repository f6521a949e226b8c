#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "wire/json/json.hpp"
#include "wire/text/base64.hpp"
#include "wire/text/numbers.hpp"

namespace berth::wire::json {

namespace {

namespace bj = boost::json;

/// How AWS calls the type of a JSON value that it did not expect.
std::string_view token(const bj::value& value) {
  switch (value.kind()) {
    case bj::kind::null: return "NULL_VALUE";
    case bj::kind::bool_: return value.get_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
    case bj::kind::string: return "STRING_VALUE";
    case bj::kind::array: return "START_ARRAY";
    case bj::kind::object: return "START_OBJECT";
    default: return "NUMBER_VALUE";
  }
}

/// How AWS calls the type that it did expect, with its article.
std::string_view wanted(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::boolean: return "a Boolean";
    case ShapeKind::integer: return "an Integer";
    case ShapeKind::long_integer: return "a Long";
    case ShapeKind::double_number: return "a Double";
    case ShapeKind::timestamp: return "a Timestamp";
    case ShapeKind::blob: return "a Blob";
    default: return "a String";
  }
}

std::string conversion_error(const Shape& shape, const bj::value& value) {
  if (value.is_array()) return "Start of list found where not expected";
  if (value.is_object()) return "Start of structure or map found where not expected";
  return std::string(token(value)) + " can not be converted to " + std::string(wanted(shape));
}

std::string_view as_view(const bj::string& text) { return {text.data(), text.size()}; }

class Reader {
 public:
  explicit Reader(const DecodeOptions& options) : options_(options) {}

  bool read(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    switch (shape.kind) {
      case ShapeKind::boolean: return boolean(shape, json, value, path);
      case ShapeKind::integer:
      case ShapeKind::long_integer: return integer(shape, json, value, path);
      case ShapeKind::double_number: return real(shape, json, value, path);
      case ShapeKind::timestamp: return timestamp(shape, json, value, path);
      case ShapeKind::enumeration: return enumeration(shape, json, value, path);
      case ShapeKind::string: return text(shape, json, value, path);
      case ShapeKind::blob: return blob(shape, json, value, path);
      case ShapeKind::document: shape.text->write(value, bj::serialize(json)); return true;
      case ShapeKind::list: return list(shape, json, value, path);
      case ShapeKind::map: return map(shape, json, value, path);
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, json, value, path);
    }
    return false;
  }

  std::string take_problem() { return std::move(problem_); }

 private:
  bool tolerant() const { return options_.tolerance == Tolerance::tolerant; }

  /// A tolerant reader passes over what it cannot use: it keeps the value's default.
  bool refuse(const Path& path, std::string what) {
    if (tolerant()) return true;
    const auto where = path.text();
    if (!where.empty()) what += " (member '" + where + "')";
    problem_ = std::move(what);
    return false;
  }

  bool mismatch(const Shape& shape, const bj::value& json, const Path& path) {
    return refuse(path, conversion_error(shape, json));
  }

  bool boolean(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_bool()) return mismatch(shape, json, path);
    return shape.number->write(value, json.get_bool());
  }

  bool integer(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    if (!json.is_number()) return mismatch(shape, json, path);
    std::int64_t number = max;
    bool fits = true;
    if (json.is_int64()) {
      number = json.get_int64();
    } else if (json.is_uint64()) {
      fits = false;
    } else {
      const double real = json.get_double();
      fits = std::trunc(real) == real && std::abs(real) < 9.2e18;
      if (std::abs(real) < 9.2e18)
        number = static_cast<std::int64_t>(real);
      else if (real < 0)
        number = std::numeric_limits<std::int64_t>::min();
    }
    if (fits && shape.number->write(value, number)) return true;
    if (!tolerant()) {
      return refuse(path, "NUMBER_VALUE can not be converted to " + std::string(wanted(shape)));
    }
    if (shape.kind == ShapeKind::integer) {
      number = std::clamp<std::int64_t>(number, std::numeric_limits<std::int32_t>::min(),
                                        std::numeric_limits<std::int32_t>::max());
    }
    shape.number->write(value, number);
    return true;
  }

  bool real(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (json.is_string()) {
      const auto number = parse_real(as_view(json.get_string()));
      if (!number || std::isfinite(*number)) return mismatch(shape, json, path);
      shape.real->write(value, *number);
      return true;
    }
    if (!json.is_number()) return mismatch(shape, json, path);
    shape.real->write(value, json.to_number<double>());
    return true;
  }

  bool timestamp(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (json.is_number()) {
      const auto instant = from_epoch_seconds(json.to_number<double>());
      return shape.number->write(value, instant.time_since_epoch().count());
    }
    if (!json.is_string()) return mismatch(shape, json, path);
    const auto milliseconds = parse_timestamp(as_view(json.get_string()));
    if (!milliseconds) return mismatch(shape, json, path);
    return shape.number->write(value, *milliseconds);
  }

  bool enumeration(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_string()) return mismatch(shape, json, path);
    const auto number = enumerator_value(shape, as_view(json.get_string()));
    return number ? shape.number->write(value, *number) : true;
  }

  bool text(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_string()) return mismatch(shape, json, path);
    shape.text->write(value, as_view(json.get_string()));
    return true;
  }

  bool blob(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_string()) return mismatch(shape, json, path);
    const auto bytes = from_base64(as_view(json.get_string()));
    if (!bytes) return refuse(path, "The text is not valid base64");
    shape.text->write(value, *bytes);
    return true;
  }

  /// Whether a value is to be left out: null, or a text outside its enumeration.
  bool left_out(const Shape& shape, const bj::value& json, const Path& path) {
    if (json.is_null()) return shape.kind != ShapeKind::document;
    if (shape.kind != ShapeKind::enumeration || !json.is_string()) return false;
    const auto name = as_view(json.get_string());
    if (enumerator_value(shape, name)) return false;
    if (options_.findings) {
      options_.findings->add({Breach::not_in_set, path.text(), shown(shape, name), &shape});
    }
    return true;
  }

  bool list(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_array()) return refuse(path, "Expected list or null");
    const Shape& item = shape.item->shape();
    std::size_t index = 0;
    for (const bj::value& each : json.get_array()) {
      const Path place(path, ++index);
      if (left_out(item, each, place)) continue;
      if (!shape.list->append(value, [&](void* slot) { return read(item, each, slot, place); })) {
        return false;
      }
    }
    return true;
  }

  bool map(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_object()) return refuse(path, "Expected map or null");
    const Shape& item = shape.item->shape();
    for (const auto& [key, each] : json.get_object()) {
      const std::string_view name(key.data(), key.size());
      const Path place(path, name);
      if (left_out(item, each, place)) continue;
      bool filled = false;
      const bool kept = shape.map->insert(value, name, [&](void* slot) {
        filled = true;
        return read(item, each, slot, place);
      });
      if (!kept && filled) return false;
      if (!kept && !refuse(place, "The key does not fit")) return false;
    }
    return true;
  }

  bool members(const Shape& shape, const bj::value& json, void* value, const Path& path) {
    if (!json.is_object()) return refuse(path, "Expected map or null");
    std::vector<bool> seen(shape.members.size());
    for (const auto& [key, each] : json.get_object()) {
      const std::string_view name(key.data(), key.size());
      const Member* member = find(shape, name);
      if (!member) {
        if (options_.findings) options_.findings->add_unknown(path, name);
        continue;
      }
      const Path place(path, member->name);
      const Shape& target = member->shape();
      if (each.is_null() && target.kind != ShapeKind::document) continue;
      seen[static_cast<std::size_t>(member - shape.members.data())] = true;
      if (left_out(target, each, place)) continue;
      if (unusable(target, each)) continue;
      if (!read(target, each, emplace_member(*member, value), place)) return false;
    }
    return complete(shape, seen, path);
  }

  /// A tolerant reader leaves an optional member absent instead of making it empty.
  bool unusable(const Shape& target, const bj::value& json) const {
    if (!tolerant()) return false;
    const bool object = target.kind == ShapeKind::structure || target.kind == ShapeKind::union_ ||
                        target.kind == ShapeKind::map;
    if (object) return !json.is_object();
    if (target.kind == ShapeKind::list) return !json.is_array();
    if (target.kind == ShapeKind::document) return false;
    if (target.kind == ShapeKind::timestamp && json.is_string()) {
      return !parse_timestamp(as_view(json.get_string()));
    }
    return json.is_object() || json.is_array();
  }

  const Member* find(const Shape& shape, std::string_view name) const {
    const auto matches = [&](const Member& member) {
      const auto own = member.json_name.empty() ? member.name : member.json_name;
      return own == name || (options_.names == Names::any_case && iequals(own, name));
    };
    const auto found = std::ranges::find_if(shape.members, matches);
    return found == shape.members.end() ? nullptr : &*found;
  }

  bool complete(const Shape& shape, const std::vector<bool>& seen, const Path& path) {
    if (shape.kind == ShapeKind::union_ && std::ranges::count(seen, true) != 1) {
      return refuse(path, "Exactly one member of the union must be set");
    }
    for (std::size_t i = 0; options_.findings && i < seen.size(); ++i) {
      const Member& member = shape.members[i];
      if (!member.required || seen[i]) continue;
      options_.findings->add(
          {Breach::missing, Path(path, member.name).text(), "null", &member.shape()});
    }
    return true;
  }

  const DecodeOptions& options_;
  std::string problem_;
};

}  // namespace

Result<void> decode(const Shape& shape, std::string_view text, void* value,
                    const DecodeOptions& options) {
  std::array<unsigned char, 16 * 1024> room;
  bj::monotonic_resource memory(room.data(), room.size());
  bj::parse_options limits;
  limits.max_depth = depth_max;
  boost::system::error_code error;
  const auto empty = trim(text).empty();
  const bj::value json = bj::parse(empty ? "{}" : bj::string_view(text), error, &memory, limits);
  if (error) {
    return fail(ErrorCode::serialization, "The body is not valid JSON: " + error.message() + ".");
  }
  Reader reader(options);
  if (!reader.read(shape, json, value, Path{})) {
    return fail(ErrorCode::serialization, reader.take_problem());
  }
  return {};
}

}  // namespace berth::wire::json
