#include "state/state.hpp"

#include <cstdint>
#include <iterator>
#include <variant>

#include "state/snapshot.hpp"

namespace berth::state {

namespace {

/// Rows of a table as the snapshot lists them.
template <class Key, class Row>
std::vector<Row> rows_of(const Table<Key, Row>& table) {
  std::vector<Row> rows;
  rows.reserve(table.size());
  for (const auto& [key, row] : table) rows.push_back(row);
  return rows;
}

}  // namespace

State::State() = default;
State::~State() = default;
State::State(State&& other) noexcept = default;
State& State::operator=(State&& other) noexcept = default;

void State::apply(const Command& command, Changes& changes) {
  std::visit([&](const auto& change) { run(change, changes); }, command);
}

const model::TaskDefinition* State::find_task_definition(
    const model::TaskDefinitionArn& arn) const {
  const auto& text = arn.text();
  const auto slash = text.rfind('/'), colon = text.rfind(':');
  if (slash == std::string::npos || colon == std::string::npos || colon < slash) return nullptr;
  model::TaskDefinitionKey key{model::realm_of(text), text.substr(slash + 1, colon - slash - 1), 0};
  for (const char c : text.substr(colon + 1)) {
    if (c < '0' || c > '9' || key.revision > 100'000'000) return nullptr;
    key.revision = key.revision * 10 + (c - '0');
  }
  return task_definitions_.find(key);
}

std::int32_t State::last_revision(const model::Realm& realm, const std::string& family) const {
  const auto after = task_definitions_.upper_bound({realm, family, INT32_MAX});
  if (after == task_definitions_.begin()) return 0;
  const auto& key = std::prev(after)->first;
  return key.realm == realm && key.family == family ? key.revision : 0;
}

const std::deque<model::ServiceEvent>& State::service_events(const model::ServiceArn& arn) const {
  static const std::deque<model::ServiceEvent> none;
  const auto* events = service_events_.find(arn);
  return events ? *events : none;
}

const std::set<std::uint32_t>& State::addresses_in(const model::VpcId& vpc) const {
  return addresses_by_vpc_.of(vpc);
}

const std::map<std::string, std::int32_t>& State::zones_in(const model::ClusterArn& arn) const {
  static const std::map<std::string, std::int32_t> none;
  const auto found = zones_by_cluster_.find(arn);
  return found == zones_by_cluster_.end() ? none : found->second;
}

const model::Vpc* State::default_vpc(const model::Realm& realm) const {
  for (const auto& [id, vpc] : vpcs_) {
    if (vpc.is_default && vpc.realm == realm) return &vpc;
  }
  return nullptr;
}

Snapshot State::snapshot() const {
  Snapshot snapshot{.clusters = rows_of(clusters_),
                    .task_definitions = rows_of(task_definitions_),
                    .container_instances = rows_of(container_instances_),
                    .tasks = rows_of(tasks_),
                    .services = rows_of(services_),
                    .service_events = {},
                    .service_revisions = rows_of(service_revisions_),
                    .service_deployments = rows_of(service_deployments_),
                    .vpcs = rows_of(vpcs_),
                    .subnets = rows_of(subnets_),
                    .security_groups = rows_of(security_groups_),
                    .load_balancers = rows_of(load_balancers_),
                    .listeners = rows_of(listeners_),
                    .target_groups = rows_of(target_groups_),
                    .client_tokens = rows_of(client_tokens_),
                    .account_settings = rows_of(account_settings_),
                    .events = events_.rows()};
  for (const auto& [arn, events] : service_events_) {
    snapshot.service_events.push_back({arn, {events.begin(), events.end()}});
  }
  return snapshot;
}

void State::restore(Snapshot snapshot) {
  check(clusters_.empty() && tasks_.empty() && vpcs_.empty(), "restore begins with nothing");
  const auto fill = [&](auto& table, auto& rows) {
    for (auto& row : rows) {
      auto key = row.arn;
      table.put(key, std::move(row));
      if constexpr (requires { index(row); }) index(table.at(key));
    }
  };
  const auto fill_by_id = [](auto& table, auto& rows) {
    for (auto& row : rows) {
      auto key = row.id;
      table.put(std::move(key), std::move(row));
    }
  };
  fill(clusters_, snapshot.clusters);
  for (auto& row : snapshot.task_definitions) {
    // Named first: arguments are evaluated in any order, and a moved row has no key.
    auto key = key_of(row);
    task_definitions_.put(std::move(key), std::move(row));
  }
  fill(container_instances_, snapshot.container_instances);
  fill(tasks_, snapshot.tasks);
  fill(service_revisions_, snapshot.service_revisions);
  fill(service_deployments_, snapshot.service_deployments);
  fill(services_, snapshot.services);
  for (const auto& list : snapshot.service_events) {
    service_events_.put(list.arn, {list.events.begin(), list.events.end()});
  }
  fill_by_id(vpcs_, snapshot.vpcs);
  fill_by_id(subnets_, snapshot.subnets);
  fill_by_id(security_groups_, snapshot.security_groups);
  fill(load_balancers_, snapshot.load_balancers);
  fill(listeners_, snapshot.listeners);
  fill(target_groups_, snapshot.target_groups);
  const auto fill_by_key = [](auto& table, auto& rows) {
    for (auto& row : rows) {
      auto key = row.key;
      table.put(std::move(key), std::move(row));
    }
  };
  fill_by_key(client_tokens_, snapshot.client_tokens);
  fill_by_key(account_settings_, snapshot.account_settings);
  events_.restore(std::move(snapshot.events));
}

}  // namespace berth::state
