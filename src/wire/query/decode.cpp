#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "wire/query/parameter_tree.hpp"
#include "wire/query/query.hpp"
#include "wire/text/base64.hpp"
#include "wire/text/numbers.hpp"

namespace berth::wire::query {

namespace {

std::string_view parameter_name(const Member& member) {
  if (!member.query_name.empty()) return member.query_name;
  return member.xml_name.empty() ? member.name : member.xml_name;
}

/// Whether a list's or map's items follow its name at once.
enum class Form : std::uint8_t { nested, flattened };

Form form_of(const Member& member) { return member.xml_flattened ? Form::flattened : Form::nested; }

std::string_view or_else(std::string_view name, std::string_view fallback) {
  return name.empty() ? fallback : name;
}

std::string_view kind_name(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::boolean: return "a boolean";
    case ShapeKind::integer:
    case ShapeKind::long_integer: return "an integer";
    case ShapeKind::double_number: return "a number";
    case ShapeKind::timestamp: return "a timestamp";
    default: return "base64";
  }
}

class Reader {
 public:
  Reader(Protocol protocol, Findings& findings) : protocol_(protocol), findings_(findings) {}

  bool read(const Shape& shape, const Parameter& parameter, Form form, void* value,
            const Path& path) {
    switch (shape.kind) {
      case ShapeKind::list: return list(shape, parameter, form, value, path);
      case ShapeKind::map: return map(shape, parameter, form, value, path);
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, parameter, value, path);
      default: return scalar(shape, parameter, value, path);
    }
  }

  std::string take_problem() { return std::move(problem_); }

 private:
  bool refuse(const Path& path, std::string_view what) {
    const auto where = path.text();
    problem_ =
        where.empty() ? std::string(what) : "Parameter '" + where + "': " + std::string(what);
    return false;
  }

  bool scalar(const Shape& shape, const Parameter& parameter, void* value, const Path& path) {
    if (!parameter.parts.empty()) return refuse(path, "a single value is expected");
    const auto text = parameter.value.value_or("");
    if (write(shape, text, value)) return true;
    return refuse(path, "'" + shown(shape, text) + "' is not " + std::string(kind_name(shape)));
  }

  static bool write(const Shape& shape, std::string_view text, void* value) {
    switch (shape.kind) {
      case ShapeKind::boolean: {
        const bool yes = iequals(text, "true");
        return (yes || iequals(text, "false")) && shape.number->write(value, yes);
      }
      case ShapeKind::integer:
      case ShapeKind::long_integer: {
        const auto number = parse_integer(text);
        return number && shape.number->write(value, *number);
      }
      case ShapeKind::double_number: {
        const auto number = parse_real(text);
        if (number) shape.real->write(value, *number);
        return number.has_value();
      }
      case ShapeKind::timestamp: {
        const auto milliseconds = parse_timestamp(text);
        return milliseconds && shape.number->write(value, *milliseconds);
      }
      case ShapeKind::enumeration: {
        const auto number = enumerator_value(shape, text);
        return number && shape.number->write(value, *number);
      }
      case ShapeKind::blob: {
        const auto bytes = from_base64(text);
        if (bytes) shape.text->write(value, *bytes);
        return bytes.has_value();
      }
      default: shape.text->write(value, text); return true;
    }
  }

  /// Whether a value is to be left out because its text is not in its enumeration.
  bool left_out(const Shape& shape, const Parameter& parameter, const Path& path) {
    if (shape.kind != ShapeKind::enumeration || !parameter.parts.empty()) return false;
    const auto text = parameter.value.value_or("");
    if (enumerator_value(shape, text)) return false;
    findings_.add({Breach::not_in_set, path.text(), shown(shape, text), &shape});
    return true;
  }

  /// The numbered parts of a list or map; `level` stands between its name and the numbers.
  bool entries(const Parameter& parameter, std::string_view level, const Path& path,
               std::vector<const Parameter*>& found) {
    const Parameter* place = level.empty() ? &parameter : parameter.find(level);
    if (place && place != &parameter && parameter.parts.size() > 1) place = nullptr;
    if (!place && parameter.parts.empty() && parameter.value.value_or("").empty()) return true;
    if (!place || (place->value && !place->value->empty())) {
      return refuse(path, "items '" + (level.empty() ? "" : std::string(level) + ".") +
                              "1' and so on are expected");
    }
    auto parts = numbered(*place);
    if (!parts) return refuse(path, "items are numbered from 1");
    found = std::move(*parts);
    return true;
  }

  bool list(const Shape& shape, const Parameter& parameter, Form form, void* value,
            const Path& path) {
    const bool bare = form == Form::flattened || protocol_ == Protocol::ec2_query;
    std::vector<const Parameter*> found;
    const auto level = bare ? std::string_view{} : or_else(shape.item->xml_name, "member");
    if (!entries(parameter, level, path, found)) return false;
    const Shape& item = shape.item->shape();
    std::size_t index = 0;
    for (const Parameter* each : found) {
      const Path place(path, ++index);
      if (left_out(item, *each, place)) continue;
      const auto fill = [&](void* slot) { return read(item, *each, Form::nested, slot, place); };
      if (!shape.list->append(value, fill)) return false;
    }
    return true;
  }

  bool map(const Shape& shape, const Parameter& parameter, Form form, void* value,
           const Path& path) {
    const bool bare = form == Form::flattened || protocol_ == Protocol::ec2_query;
    std::vector<const Parameter*> found;
    if (!entries(parameter, bare ? "" : "entry", path, found)) return false;
    const Shape& item = shape.item->shape();
    for (const Parameter* each : found) {
      const Parameter* key = each->find(or_else(shape.key->xml_name, "key"));
      const Parameter* content = each->find(or_else(shape.item->xml_name, "value"));
      if (!key || !key->value || each->parts.size() > 2) {
        return refuse(path, "an entry has a 'key' and a 'value'");
      }
      const Path place(path, *key->value);
      const Parameter nothing;
      const Parameter& source = content ? *content : nothing;
      if (left_out(item, source, place)) continue;
      bool good = true;
      const bool kept = shape.map->insert(value, *key->value, [&](void* slot) {
        return good = read(item, source, Form::nested, slot, place);
      });
      if (!good) return false;
      if (!kept) return refuse(place, "the key does not fit");
    }
    return true;
  }

  bool members(const Shape& shape, const Parameter& parameter, void* value, const Path& path) {
    if (parameter.value && !parameter.value->empty()) {
      return refuse(path, "a structure is expected");
    }
    for (const auto& [name, part] : parameter.parts) {
      const auto named = [&](const Member& member) { return parameter_name(member) == name; };
      if (std::ranges::none_of(shape.members, named)) findings_.add_unknown(path, name);
    }
    std::size_t present = 0;
    for (const Member& member : shape.members) {
      const Parameter* part = parameter.find(parameter_name(member));
      if (!part) {
        note_missing(member, path);
        continue;
      }
      ++present;
      const Path place(path, member.name);
      const Shape& target = member.shape();
      if (left_out(target, *part, place)) continue;
      void* slot = emplace_member(member, value);
      if (!read(target, *part, form_of(member), slot, place)) return false;
    }
    if (shape.kind == ShapeKind::union_ && present != 1) {
      return refuse(path, "exactly one member must be set");
    }
    return true;
  }

  void note_missing(const Member& member, const Path& path) {
    if (!member.required) return;
    findings_.add({Breach::missing, Path(path, member.name).text(), "null", &member.shape()});
  }

  Protocol protocol_;
  Findings& findings_;
  std::string problem_;
};

}  // namespace

Result<void> decode(const Shape& shape, const std::vector<QueryPair>& parameters, Protocol protocol,
                    void* value, Findings& findings) {
  const auto tree = TRY(parameter_tree(parameters));
  Reader reader(protocol, findings);
  if (!reader.read(shape, tree, Form::nested, value, Path{})) {
    return fail(ErrorCode::serialization, reader.take_problem());
  }
  return {};
}

}  // namespace berth::wire::query
