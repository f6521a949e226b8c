#include "api/events/lookup.hpp"

namespace berth::api::events {

namespace {

std::string bus_name(const Stamp& stamp, const std::optional<std::string>& bus) {
  const auto prefix = stamp.arn("events", "event-bus/");
  const auto name = bus.value_or("default");
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

template <class Table>
const auto* row_named(const Table& table, const Stamp& stamp, const std::string& name) {
  using Row = std::remove_cvref_t<decltype(table.begin()->second)>;
  for (const auto& [arn, row] : table) {
    if (row.name == name && is_ours(stamp, arn.text())) return &row;
  }
  return static_cast<const Row*>(nullptr);
}

}  // namespace

Result<void> expect_default_bus(const Stamp& stamp, const std::optional<std::string>& bus) {
  const auto name = bus_name(stamp, bus);
  if (name == "default") return {};
  return fail(ErrorCode::resource_not_found, "Event bus " + name + " does not exist.");
}

model::EventRuleArn rule_arn(const Stamp& stamp, const std::string& name) {
  return model::EventRuleArn{stamp.arn("events", "rule/" + name)};
}

Result<const model::EventRule*> find_rule(const View& view, const Stamp& stamp,
                                          const std::string& name,
                                          const std::optional<std::string>& bus) {
  TRY_VOID(expect_default_bus(stamp, bus));
  if (const auto* rule = view.events().rules().find(rule_arn(stamp, name))) return rule;
  return no_rule(name);
}

std::unexpected<Error> no_rule(const std::string& name) {
  return fail(ErrorCode::resource_not_found,
              "Rule " + name + " does not exist on EventBus default.");
}

const model::Connection* connection_named(const View& view, const Stamp& stamp,
                                          const std::string& name) {
  return row_named(view.events().connections(), stamp, name);
}

const model::ApiDestination* api_destination_named(const View& view, const Stamp& stamp,
                                                   const std::string& name) {
  return row_named(view.events().api_destinations(), stamp, name);
}

bool is_ours(const Stamp& stamp, std::string_view arn) {
  return model::realm_of(arn) == stamp.realm;
}

std::unexpected<Error> too_many() {
  return fail(ErrorCode::limit_exceeded,
              "The requested resource exceeds the maximum number allowed.");
}

}  // namespace berth::api::events
