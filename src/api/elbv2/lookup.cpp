#include "api/elbv2/lookup.hpp"

#include <fmt/format.h>

#include "base/arn.hpp"
#include "base/text.hpp"

namespace berth::api::elbv2 {

namespace {

constexpr std::string_view service = "elasticloadbalancing";
constexpr std::string_view load_balancer_prefix = "loadbalancer/app/";
constexpr std::string_view target_group_prefix = "targetgroup/";

/// What one kind of row is called in errors.
struct Words {
  std::string_view kind;  // How the resource part of its ARN begins.
  std::string_view noun;
  ErrorCode not_found;
  fmt::string_view message;
};

constexpr Words load_balancer_words{"loadbalancer/", "load balancer",
                                    ErrorCode::load_balancer_not_found,
                                    "One or more load balancers not found"};
constexpr Words listener_words{"listener/", "listener", ErrorCode::listener_not_found,
                               "One or more listeners not found"};
constexpr Words target_group_words{target_group_prefix, "target group",
                                   ErrorCode::target_group_not_found,
                                   "Target group '{}' not found"};

template <class Row, class Key>
Result<const Row*> find_row(const state::Table<Key, Row>& table, const Stamp& stamp,
                            const std::string& arn, const Words& words) {
  if (!is_arn(arn, words.kind)) {
    return fail(ErrorCode::validation, fmt::format("'{}' is not a valid {} ARN", arn, words.noun));
  }
  const Row* row = model::realm_of(arn) == stamp.realm ? table.find(Key(arn)) : nullptr;
  if (row) return row;
  return fail(words.not_found, fmt::format(fmt::runtime(words.message), arn));
}

/// ARNs sort as texts, so rows whose ARNs begin alike stand together.
template <class Row, class Key>
std::vector<const Row*> rows_under(const state::Table<Key, Row>& table, const std::string& prefix) {
  std::vector<const Row*> rows;
  for (auto place = table.lower_bound(Key(prefix)); place != table.end(); ++place) {
    if (!place->first.text().starts_with(prefix)) break;
    rows.push_back(&place->second);
  }
  return rows;
}

template <class Row, class Key>
const Row* row_named(const state::Table<Key, Row>& table, const Stamp& stamp, std::string_view kind,
                     const std::string& name) {
  const auto rows = rows_under(table, stamp.arn(service, fmt::format("{}{}/", kind, name)));
  return rows.empty() ? nullptr : rows.front();
}

}  // namespace

Result<const model::LoadBalancer*> find_load_balancer(const View& view, const Stamp& stamp,
                                                      const std::string& arn) {
  return find_row(view.load_balancers(), stamp, arn, load_balancer_words);
}

Result<const model::Listener*> find_listener(const View& view, const Stamp& stamp,
                                             const std::string& arn) {
  return find_row(view.listeners(), stamp, arn, listener_words);
}

Result<const model::TargetGroup*> find_target_group(const View& view, const Stamp& stamp,
                                                    const std::string& arn) {
  return find_row(view.target_groups(), stamp, arn, target_group_words);
}

const model::LoadBalancer* load_balancer_named(const View& view, const Stamp& stamp,
                                               const std::string& name) {
  return row_named(view.load_balancers(), stamp, load_balancer_prefix, name);
}

const model::TargetGroup* target_group_named(const View& view, const Stamp& stamp,
                                             const std::string& name) {
  return row_named(view.target_groups(), stamp, target_group_prefix, name);
}

std::vector<const model::LoadBalancer*> load_balancers_of(const View& view, const Stamp& stamp) {
  return rows_under(view.load_balancers(), stamp.arn(service, load_balancer_prefix));
}

std::vector<const model::TargetGroup*> target_groups_of(const View& view, const Stamp& stamp) {
  return rows_under(view.target_groups(), stamp.arn(service, target_group_prefix));
}

std::set<model::LoadBalancerArn> load_balancers_using(const View& view,
                                                      const model::TargetGroupArn& arn) {
  std::set<model::LoadBalancerArn> arns;
  for (const auto& listener : view.listeners_to(arn)) {
    arns.insert(view.listeners().at(listener).load_balancer_arn);
  }
  return arns;
}

bool is_arn(std::string_view text, std::string_view kind) {
  const auto arn = Arn::parse(text);
  return arn && arn->service == service && arn->resource.starts_with(kind);
}

std::string default_rule_arn(const model::ListenerArn& arn) {
  auto parsed = Arn::parse(arn.text());
  if (!parsed) return {};
  const auto place = cut(parsed->resource, '/');
  parsed->resource =
      fmt::format("listener-rule/{}/{:016x}", place ? place->after : "", stable_hash(arn.text()));
  return parsed->text();
}

}  // namespace berth::api::elbv2
