// CreateListener, ModifyListener, DescribeListeners, DeleteListener, DescribeRules, and the
// attributes of listeners. A listener speaks HTTP and forwards everything to one target group.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "api/elbv2/parts/attribute_list.hpp"
#include "api/elbv2/parts/forward_action.hpp"
#include "api/elbv2/parts/page.hpp"
#include "api/elbv2/parts/show.hpp"
#include "api/elbv2/parts/tag_list.hpp"
#include "api/members.hpp"
#include "gen/elbv2/operations.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

constexpr std::size_t listeners_max = 50;
const auto attribute_rules = &rules::load_balancing::listener_attribute_rules;

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::validation, std::move(message));
}

Result<void> check_protocol(const std::optional<gen::elbv2::ProtocolEnum>& protocol) {
  using gen::elbv2::ProtocolEnum;
  if (!protocol || *protocol == ProtocolEnum::http) return {};
  if (*protocol == ProtocolEnum::https) return refuse_value("Protocol", "HTTPS", "HTTP");
  return invalid(
      fmt::format("Protocol '{}' must be one of 'HTTP,HTTPS' for an application load "
                  "balancer",
                  text(*protocol)));
}

/// Members that only HTTPS and TLS listeners have; both requests name them alike.
template <class Request>
Result<void> check_members(const Request& request) {
  TRY_VOID(check_protocol(request.protocol));
  TRY_VOID(expect_absent(request.ssl_policy, "SslPolicy"));
  TRY_VOID(expect_absent(request.certificates, "Certificates"));
  TRY_VOID(expect_absent(request.alpn_policy, "AlpnPolicy"));
  if (request.mutual_authentication && request.mutual_authentication->mode != "off") {
    return refuse_member("MutualAuthentication");
  }
  return {};
}

const model::Listener* listener_on(const View& view, const model::LoadBalancerArn& arn,
                                   std::int32_t port) {
  for (const auto& listener : view.listeners_of(arn)) {
    const auto& row = view.listeners().at(listener);
    if (row.port == port) return &row;
  }
  return nullptr;
}

std::unexpected<Error> duplicate(const model::LoadBalancerArn& arn) {
  return fail(ErrorCode::duplicate_listener,
              fmt::format("A listener already exists on this port for this load balancer '{}'",
                          arn.text()));
}

/// "arn:…:listener/app/<name>/<id>/<16 hex>" under "arn:…:loadbalancer/app/<name>/<id>".
model::ListenerArn new_listener_arn(const model::LoadBalancerArn& arn, const Stamp& stamp) {
  const auto place = arn.text().substr(arn.text().find("/app/"));
  return model::ListenerArn(stamp.arn("elasticloadbalancing",
                                      fmt::format("listener{}/{}", place, stamp.entropy.hex(16))));
}

Result<std::vector<const model::Listener*>> asked_listeners(
    const View& view, const gen::elbv2::DescribeListenersInput& request, const Stamp& stamp) {
  const bool by_arn = request.listener_arns && !request.listener_arns->empty();
  if (by_arn == request.load_balancer_arn.has_value()) {
    return invalid("You must specify either listener ARNs or a load balancer ARN");
  }
  std::set<model::ListenerArn> arns;
  if (by_arn) {
    for (const auto& arn : *request.listener_arns) {
      arns.insert(TRY(find_listener(view, stamp, arn))->arn);
    }
  } else {
    const auto* row = TRY(find_load_balancer(view, stamp, *request.load_balancer_arn));
    arns = view.listeners_of(row->arn);
  }
  std::vector<const model::Listener*> rows;
  for (const auto& arn : arns) rows.push_back(&view.listeners().at(arn));
  return rows;
}

/// The listeners whose default rules are asked for.
Result<std::vector<const model::Listener*>> asked_rules(
    const View& view, const gen::elbv2::DescribeRulesInput& request, const Stamp& stamp) {
  const bool by_arn = request.rule_arns && !request.rule_arns->empty();
  if (by_arn == request.listener_arn.has_value()) {
    return invalid("You must specify either listener rule ARNs or a listener ARN");
  }
  if (!by_arn) return std::vector{TRY(find_listener(view, stamp, *request.listener_arn))};
  std::set<std::string> wanted(request.rule_arns->begin(), request.rule_arns->end());
  std::vector<const model::Listener*> rows;
  for (const auto& [arn, row] : view.listeners()) {
    if (model::realm_of(arn.text()) != stamp.realm) continue;
    if (wanted.erase(default_rule_arn(arn)) > 0) rows.push_back(&row);
  }
  if (!wanted.empty()) return fail(ErrorCode::rule_not_found, "One or more rules not found");
  return rows;
}

}  // namespace

Result<Change<gen::elbv2::CreateListenerOutput>> create_listener(
    const View& view, const gen::elbv2::CreateListenerInput& request, const Stamp& stamp) {
  const auto* load_balancer = TRY(find_load_balancer(view, stamp, request.load_balancer_arn));
  if (!request.protocol) return invalid("A listener protocol must be specified");
  TRY_VOID(check_members(request));
  if (!request.port) return invalid("A listener port must be specified");
  const auto* group = TRY(forward_target(view, stamp, request.default_actions));
  TRY_VOID(check_association(view, *group, load_balancer->arn));
  model::Listener row{.load_balancer_arn = load_balancer->arn,
                      .port = *request.port,
                      .target_group_arn = group->arn,
                      .tags = TRY(read_tags(request.tags))};

  Change<gen::elbv2::CreateListenerOutput> change;
  if (const auto* existing = listener_on(view, load_balancer->arn, row.port)) {
    const bool same =
        existing->target_group_arn == row.target_group_arn && existing->tags == row.tags;
    if (!same) return duplicate(load_balancer->arn);
    change.response.listeners = {{show(*existing)}};
    return change;
  }
  if (view.listeners_of(load_balancer->arn).size() >= listeners_max) {
    return fail(ErrorCode::too_many_listeners,
                fmt::format("The maximum number of listeners on load balancer '{}' has been "
                            "reached",
                            load_balancer->arn.text()));
  }
  row.arn = new_listener_arn(load_balancer->arn, stamp);
  change.response.listeners = {{show(row)}};
  change.commands.push_back(state::CreateListener{std::move(row)});
  return change;
}

Result<Change<gen::elbv2::ModifyListenerOutput>> modify_listener(
    const View& view, const gen::elbv2::ModifyListenerInput& request, const Stamp& stamp) {
  auto row = *TRY(find_listener(view, stamp, request.listener_arn));
  TRY_VOID(check_members(request));
  if (request.port && *request.port != row.port) {
    if (listener_on(view, row.load_balancer_arn, *request.port)) {
      return duplicate(row.load_balancer_arn);
    }
    row.port = *request.port;
  }
  if (request.default_actions && !request.default_actions->empty()) {
    const auto* group = TRY(forward_target(view, stamp, *request.default_actions));
    TRY_VOID(check_association(view, *group, row.load_balancer_arn));
    row.target_group_arn = group->arn;
  }
  Change<gen::elbv2::ModifyListenerOutput> change;
  change.response.listeners = {{show(row)}};
  change.commands.push_back(state::UpdateListener{std::move(row)});
  return change;
}

Result<Change<gen::elbv2::DescribeListenersOutput>> describe_listeners(
    const View& view, const gen::elbv2::DescribeListenersInput& request, const Stamp& stamp) {
  const auto rows = TRY(asked_listeners(view, request, stamp));
  const auto page = TRY(page_by_arn(rows, request.marker, request.page_size));
  Change<gen::elbv2::DescribeListenersOutput> change;
  auto& shown = change.response.listeners.emplace();
  for (const auto* row : page.rows) shown.push_back(show(*row));
  change.response.next_marker = page.next_token;
  return change;
}

Result<Change<gen::elbv2::DeleteListenerOutput>> delete_listener(
    const View& view, const gen::elbv2::DeleteListenerInput& request, const Stamp& stamp) {
  const auto* row = TRY(find_listener(view, stamp, request.listener_arn));
  Change<gen::elbv2::DeleteListenerOutput> change;
  change.commands.push_back(state::DeleteListener{row->arn});
  return change;
}

Result<Change<gen::elbv2::DescribeRulesOutput>> describe_rules(
    const View& view, const gen::elbv2::DescribeRulesInput& request, const Stamp& stamp) {
  const auto rows = TRY(asked_rules(view, request, stamp));
  const auto page = TRY(page_by_arn(rows, request.marker, request.page_size));
  Change<gen::elbv2::DescribeRulesOutput> change;
  auto& shown = change.response.rules.emplace();
  for (const auto* row : page.rows) shown.push_back(show_default_rule(*row));
  change.response.next_marker = page.next_token;
  return change;
}

Result<Change<gen::elbv2::DescribeListenerAttributesOutput>> describe_listener_attributes(
    const View& view, const gen::elbv2::DescribeListenerAttributesInput& request,
    const Stamp& stamp) {
  TRY_VOID(find_listener(view, stamp, request.listener_arn));
  Change<gen::elbv2::DescribeListenerAttributesOutput> change;
  change.response.attributes =
      show_attributes<gen::elbv2::ListenerAttribute>(attribute_rules(), {});
  return change;
}

// Every attribute of a listener keeps its default, so there is nothing to store.
Result<Change<gen::elbv2::ModifyListenerAttributesOutput>> modify_listener_attributes(
    const View& view, const gen::elbv2::ModifyListenerAttributesInput& request,
    const Stamp& stamp) {
  TRY_VOID(find_listener(view, stamp, request.listener_arn));
  const auto attributes = TRY(read_attributes(attribute_rules(), {}, request.attributes));
  Change<gen::elbv2::ModifyListenerAttributesOutput> change;
  change.response.attributes =
      show_attributes<gen::elbv2::ListenerAttribute>(attribute_rules(), attributes);
  return change;
}

}  // namespace berth::api::elbv2
