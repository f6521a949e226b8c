#include "agent/steps/overlay.hpp"

#include <boost/json.hpp>

namespace berth::agent::steps {

namespace {

namespace json = boost::json;

void merge(json::object& target, const json::object& source) {
  for (const auto& [name, value] : source) {
    auto* present = target.if_contains(name);
    const bool both_objects = present != nullptr && present->is_object() && value.is_object();
    if (both_objects)
      merge(present->get_object(), value.get_object());
    else if (!value.is_null())
      target[name] = value;
  }
}

json::object parsed(const std::string& text) {
  boost::system::error_code failure;
  auto value = json::parse(text, failure);
  return failure || !value.is_object() ? json::object{} : std::move(value.get_object());
}

}  // namespace

std::string overlay_json(const std::string& target, const std::string& source) {
  auto merged = parsed(target);
  merge(merged, parsed(source));
  return json::serialize(merged);
}

}  // namespace berth::agent::steps
