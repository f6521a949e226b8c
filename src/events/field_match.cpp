#include "events/field_match.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/text.hpp"
#include "events/address_range.hpp"

namespace berth::events {

namespace json = boost::json;

namespace {

/// EventBridge compares numbers of up to fifteen digits in this range.
constexpr double number_max = 5e9;

bool is_operator(std::string_view text) {
  return text == "=" || text == "<" || text == "<=" || text == ">" || text == ">=";
}

std::optional<double> number_of(const json::value& value) {
  if (!value.is_number()) return std::nullopt;
  return value.to_number<double>();
}

std::string_view view(const json::value& text) { return text.as_string(); }

// Whether the words of a pattern are right.

std::optional<std::string> fault_of_comparison(const json::value& how, const json::value& value) {
  if (!how.is_string() || !is_operator(view(how))) return "Unrecognized numeric range operator";
  const auto number = number_of(value);
  if (!number) return "Value of a numeric comparison must be numeric";
  if (*number > number_max || *number < -number_max) {
    return "Value of a numeric comparison must be between -5.0e9 and 5.0e9";
  }
  return std::nullopt;
}

/// One comparison, or a bottom and then a top.
std::optional<std::string> fault_of_numeric(const json::value& value) {
  const auto* parts = value.if_array();
  if (!parts || (parts->size() != 2 && parts->size() != 4)) {
    return "Value of numeric must be an array of one or two comparisons";
  }
  for (std::size_t i = 0; i < parts->size(); i += 2) {
    if (auto fault = fault_of_comparison((*parts)[i], (*parts)[i + 1])) return fault;
  }
  if (parts->size() == 2) return std::nullopt;
  if (!view((*parts)[0]).starts_with('>')) return "Too many elements in numeric expression";
  if (!view((*parts)[2]).starts_with('<')) return "Bad numeric range operator";
  if (*number_of((*parts)[1]) >= *number_of((*parts)[3])) return "Bottom must be less than top";
  return std::nullopt;
}

bool is_simple(const json::value& value) { return value.is_string() || value.is_number(); }

std::optional<std::string> fault_of_text(std::string_view name, const json::value& value) {
  if (!value.is_string()) return std::string(name) + " match pattern must be a string";
  return std::nullopt;
}

/// Of prefix and suffix, which may ignore the case.
std::optional<std::string> fault_of_end(std::string_view name, const json::value& value) {
  const auto* object = value.if_object();
  if (!object) return fault_of_text(name, value);
  const auto* inner = object->if_contains("equals-ignore-case");
  if (object->size() != 1 || !inner) return "Unsupported " + std::string(name) + " match pattern";
  return fault_of_text(name, *inner);
}

/// A backslash takes the meaning of a star, or of a backslash, away.
std::optional<std::string> fault_of_wildcard(const json::value& value) {
  if (auto fault = fault_of_text("wildcard", value)) return fault;
  const auto text = view(value);
  bool star = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*' && star) return "Consecutive wildcard characters";
    star = text[i] == '*';
    if (text[i] != '\\') continue;
    if (++i == text.size() || (text[i] != '*' && text[i] != '\\')) {
      return "Invalid escape character";
    }
  }
  return std::nullopt;
}

/// The words inside "anything-but" take one text or a list of them.
std::optional<std::string> fault_of_texts(std::string_view name, const json::value& value) {
  const auto fault_of = [&](const json::value& each) {
    return name == "wildcard" ? fault_of_wildcard(each) : fault_of_text(name, each);
  };
  const auto* list = value.if_array();
  if (!list) return fault_of(value);
  if (list->empty()) return "Inside anything-but list, " + std::string(name) + " must not be empty";
  for (const auto& each : *list) {
    if (auto fault = fault_of(each)) return fault;
  }
  return std::nullopt;
}

std::optional<std::string> fault_of_anything_but(const json::value& value) {
  if (const auto* list = value.if_array()) {
    const bool simple = !list->empty() && std::ranges::all_of(*list, is_simple);
    if (!simple) return "Inside anything but list, start|null|boolean is not supported.";
    return std::nullopt;
  }
  if (const auto* object = value.if_object()) {
    if (object->size() != 1) return "Only one key allowed in an anything-but expression";
    const std::string_view name = object->begin()->key();
    const bool known =
        name == "prefix" || name == "suffix" || name == "equals-ignore-case" || name == "wildcard";
    if (!known) return "Unsupported anything-but pattern: " + std::string(name);
    return fault_of_texts(name, object->begin()->value());
  }
  if (!is_simple(value)) return "Value of anything-but must be an array or single string/number";
  return std::nullopt;
}

std::optional<std::string> fault_of_match(std::string_view name, const json::value& value) {
  if (name == "prefix" || name == "suffix") return fault_of_end(name, value);
  if (name == "equals-ignore-case") return fault_of_text(name, value);
  if (name == "wildcard") return fault_of_wildcard(value);
  if (name == "numeric") return fault_of_numeric(value);
  if (name == "anything-but") return fault_of_anything_but(value);
  if (name == "exists") {
    if (!value.is_bool()) return "exists match pattern must be either true or false.";
    return std::nullopt;
  }
  if (name == "cidr") {
    if (!value.is_string() || !AddressRange::parse(view(value))) return "Malformed CIDR";
    return std::nullopt;
  }
  return "Unrecognized match type " + std::string(name);
}

// Whether a value fits.

bool compare(std::string_view how, double left, double right) {
  if (how == "=") return left == right;
  if (how == "<") return left < right;
  if (how == "<=") return left <= right;
  return how == ">" ? left > right : left >= right;
}

bool in_numeric(const json::array& parts, const json::value& value) {
  const auto number = number_of(value);
  if (!number) return false;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (!compare(view(parts[i]), *number, *number_of(parts[i + 1]))) return false;
  }
  return true;
}

bool equal(const json::value& wanted, const json::value& value) {
  const auto left = number_of(wanted), right = number_of(value);
  return left && right ? *left == *right : wanted == value;
}

/// '*' stands for any text, "\*" for a star; steps back to the last star where it does not go on.
bool fits_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\' &&
                         (pattern[p + 1] == '*' || pattern[p + 1] == '\\');
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[escaped ? p + 1 : p] == text[t]) {
      p += escaped ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool fits_text(std::string_view name, const json::value& wanted, std::string_view text) {
  if (const auto* object = wanted.if_object()) {
    const auto lower = lowercase(text);
    const auto part = lowercase(view(object->begin()->value()));
    return name == "prefix" ? lower.starts_with(part) : lower.ends_with(part);
  }
  const auto part = view(wanted);
  if (name == "prefix") return text.starts_with(part);
  if (name == "suffix") return text.ends_with(part);
  if (name == "wildcard") return fits_wildcard(part, text);
  return iequals(part, text);
}

bool is_excluded(const json::value& excluded, const json::value& value) {
  if (const auto* list = excluded.if_array()) {
    return std::ranges::any_of(*list, [&](const auto& each) { return equal(each, value); });
  }
  const auto* object = excluded.if_object();
  if (!object) return equal(excluded, value);
  if (!value.is_string()) return false;
  const std::string_view name = object->begin()->key();
  const auto& words = object->begin()->value();
  const auto* list = words.if_array();
  if (!list) return fits_text(name, words, view(value));
  return std::ranges::any_of(*list,
                             [&](const auto& each) { return fits_text(name, each, view(value)); });
}

bool fits_match(std::string_view name, const json::value& wanted, const json::value& value) {
  if (name == "numeric") return in_numeric(wanted.as_array(), value);
  if (name == "anything-but") return !is_excluded(wanted, value);
  if (!value.is_string()) return false;
  if (name == "cidr") return AddressRange::parse(view(wanted))->contains(view(value));
  return fits_text(name, wanted, view(value));
}

bool fits(const json::value& entry, const json::value& value) {
  const auto* match = entry.if_object();
  if (!match) return equal(entry, value);
  return fits_match(match->begin()->key(), match->begin()->value(), value);
}

/// What {"exists"} wants; nothing for other entries.
std::optional<bool> existence(const json::value& entry) {
  const auto* match = entry.if_object();
  const auto* wanted = match ? match->if_contains("exists") : nullptr;
  return wanted ? std::optional(wanted->as_bool()) : std::nullopt;
}

}  // namespace

std::optional<std::string> fault_of_entry(const json::value& entry) {
  if (entry.is_array()) return "Nested arrays are not allowed";
  const auto* match = entry.if_object();
  if (!match) return std::nullopt;
  if (match->size() != 1) return "Only one key allowed in match expression";
  return fault_of_match(match->begin()->key(), match->begin()->value());
}

bool matches_field(const json::array& entries, const json::value* field) {
  // EventBridge looks at leaves only: an object is no value.
  const bool leaf =
      field && !field->is_object() && !(field->is_array() && field->as_array().empty());
  for (const auto& entry : entries) {
    if (const auto wanted = existence(entry)) {
      if (*wanted == leaf) return true;
      continue;
    }
    if (!leaf) continue;
    const auto* items = field->if_array();
    const bool fit =
        items ? std::ranges::any_of(*items, [&](const auto& item) { return fits(entry, item); })
              : fits(entry, *field);
    if (fit) return true;
  }
  return false;
}

}  // namespace berth::events
