#include "wire/validate.hpp"

#include <map>
#include <utility>

#include "base/pattern/pattern.hpp"
#include "base/utf8.hpp"
#include "wire/text/numbers.hpp"

namespace berth::wire {

namespace {

/// Compiled patterns by their text. Models are constants, so this grows to their number and stops;
/// each thread has its own, because requests are validated on several.
const Pattern* compiled(std::string_view expression) {
  thread_local std::map<std::string_view, std::optional<Pattern>> patterns;
  auto found = patterns.find(expression);
  if (found == patterns.end()) {
    found = patterns.emplace(expression, Pattern::compile(expression)).first;
  }
  return found->second ? &*found->second : nullptr;
}

class Validator {
 public:
  explicit Validator(Findings& findings) : findings_(findings) {}

  void check(const Shape& shape, const void* value, const Path& path) {
    switch (shape.kind) {
      case ShapeKind::string: return text(shape, shape.text->read(value), path, Part::whole);
      case ShapeKind::blob: return length(shape, shape.text->read(value).size(), "", path);
      case ShapeKind::integer:
      case ShapeKind::long_integer: {
        const auto number = shape.number->read(value);
        return range(shape, static_cast<double>(number), decimal(number), path);
      }
      case ShapeKind::double_number: {
        const double number = shape.real->read(value);
        return range(shape, number, decimal(number), path);
      }
      case ShapeKind::list: return list(shape, value, path);
      case ShapeKind::map: return map(shape, value, path);
      case ShapeKind::structure:
      case ShapeKind::union_: return members(shape, value, path);
      default: return;
    }
  }

 private:
  void add(Breach breach, const Shape& shape, std::string value, const Path& path,
           Part part = Part::whole) {
    findings_.add({breach, path.text(), std::move(value), &shape, part});
  }

  void text(const Shape& shape, std::string_view value, const Path& path, Part part) {
    const Constraints& limits = shape.constraints;
    if (limits.length_min || limits.length_max) {
      const auto count = static_cast<std::int64_t>(character_count(value));
      if (count < limits.length_min.value_or(0)) {
        return add(Breach::too_short, shape, shown(shape, value), path, part);
      }
      if (limits.length_max && count > *limits.length_max) {
        return add(Breach::too_long, shape, shown(shape, value), path, part);
      }
    }
    if (limits.pattern.empty()) return;
    const Pattern* pattern = compiled(limits.pattern);
    if (pattern && !pattern->matches(value)) {
      add(Breach::no_match, shape, shown(shape, value), path, part);
    }
  }

  void length(const Shape& shape, std::size_t size, std::string value, const Path& path) {
    const auto count = static_cast<std::int64_t>(size);
    const Constraints& limits = shape.constraints;
    if (count < limits.length_min.value_or(0)) {
      add(Breach::too_short, shape, std::move(value), path);
    } else if (limits.length_max && count > *limits.length_max) {
      add(Breach::too_long, shape, std::move(value), path);
    }
  }

  void range(const Shape& shape, double number, std::string value, const Path& path) {
    const Constraints& limits = shape.constraints;
    if (limits.range_min && !(number >= *limits.range_min)) {
      add(Breach::too_small, shape, std::move(value), path);
    } else if (limits.range_max && !(number <= *limits.range_max)) {
      add(Breach::too_large, shape, std::move(value), path);
    }
  }

  void list(const Shape& shape, const void* value, const Path& path) {
    const Shape& item = shape.item->shape();
    const auto size = shape.list->size(value);
    if (shape.constraints.length_min || shape.constraints.length_max) {
      length(shape, size, list_text(shape, value), path);
    }
    std::size_t index = 0;
    shape.list->each(value, [&](const void* each) { check(item, each, Path(path, ++index)); });
  }

  void map(const Shape& shape, const void* value, const Path& path) {
    const Shape& key = shape.key->shape();
    const Shape& item = shape.item->shape();
    length(shape, shape.map->size(value), "{...}", path);
    shape.map->each(value, [&](std::string_view name, const void* each) {
      if (key.kind == ShapeKind::string) text(key, name, path, Part::map_key);
      if (item.kind == ShapeKind::string) {
        text(item, item.text->read(each), path, Part::map_value);
      } else {
        check(item, each, Path(path, name));
      }
    });
  }

  void members(const Shape& shape, const void* value, const Path& path) {
    for (const Member& member : shape.members) {
      const void* part = read_member(member, value);
      if (part) check(member.shape(), part, Path(path, member.name));
    }
  }

  /// "[a, b]" for texts; structures are too long to show.
  static std::string list_text(const Shape& shape, const void* value) {
    const Shape& item = shape.item->shape();
    if (item.kind != ShapeKind::string || item.constraints.sensitive) {
      return shape.list->size(value) == 0 ? "[]" : "[...]";
    }
    std::string joined;
    shape.list->each(value, [&](const void* each) {
      if (joined.size() > 256) return;
      if (!joined.empty()) joined += ", ";
      joined += item.text->read(each);
    });
    return "[" + shown(shape, joined) + "]";
  }

  Findings& findings_;
};

std::string value_set(const Shape& shape) {
  std::string joined;
  for (const Enumerator& enumerator : shape.enumerators) {
    if (!joined.empty()) joined += ", ";
    joined += enumerator.text;
  }
  return "[" + joined + "]";
}

std::string constraint(const Violation& violation) {
  const Constraints& limits = violation.shape->constraints;
  switch (violation.breach) {
    case Breach::missing: return "Member must not be null";
    case Breach::not_in_set:
      return "Member must satisfy enum value set: " + value_set(*violation.shape);
    case Breach::too_short:
      return "Member must have length greater than or equal to " + decimal(*limits.length_min);
    case Breach::too_long:
      return "Member must have length less than or equal to " + decimal(*limits.length_max);
    case Breach::too_small:
      return "Member must have value greater than or equal to " + decimal(*limits.range_min);
    case Breach::too_large:
      return "Member must have value less than or equal to " + decimal(*limits.range_max);
    case Breach::no_match:
      return "Member must satisfy regular expression pattern: " + std::string(limits.pattern);
  }
  return {};
}

}  // namespace

void validate(const Shape& shape, const void* value, Findings& findings) {
  Validator(findings).check(shape, value, Path{});
}

std::string describe_violation(const Violation& violation) {
  const bool null = violation.breach == Breach::missing;
  std::string text = null ? "Value null" : "Value '" + violation.value + "'";
  text += " at '" + violation.path + "' failed to satisfy constraint: ";
  switch (violation.part) {
    case Part::map_key:
      return text + "Map keys must satisfy constraint: [" + constraint(violation) + "]";
    case Part::map_value:
      return text + "Map value must satisfy constraint: [" + constraint(violation) + "]";
    default: return text + constraint(violation);
  }
}

Result<void> refuse_violations(const Findings& findings) {
  const auto count = findings.violations.size();
  if (count == 0) return {};
  std::string text = std::to_string(count) +
                     (count == 1 ? " validation error" : " validation errors") + " detected: ";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += "; ";
    text += describe_violation(findings.violations[i]);
  }
  return fail(ErrorCode::validation, std::move(text));
}

}  // namespace berth::wire
