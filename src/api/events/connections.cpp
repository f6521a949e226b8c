// CreateConnection, DescribeConnection, ListConnections, UpdateConnection, DeleteConnection: with
// which credentials an API destination is called. Passwords, keys and secret parameters are never
// shown.
#include <algorithm>

#include "api/events/lookup.hpp"
#include "api/members.hpp"
#include "gen/events/operations.hpp"

namespace berth::api::events {

namespace {

using gen::events::ConnectionAuthorizationType;
using model::Authorization;
using model::Connection;

/// EventBridge: connections of one account and region.
constexpr std::size_t connections_max = 3000;
constexpr auto ready = gen::events::ConnectionState::authorized;

ConnectionAuthorizationType show(Authorization authorization) {
  return authorization == Authorization::basic ? ConnectionAuthorizationType::basic
                                               : ConnectionAuthorizationType::api_key;
}

Result<Authorization> read_authorization(ConnectionAuthorizationType type) {
  if (type == ConnectionAuthorizationType::basic) return Authorization::basic;
  if (type == ConnectionAuthorizationType::api_key) return Authorization::api_key;
  return refuse_member("AuthorizationType OAUTH_CLIENT_CREDENTIALS");
}

template <class Parameter>
Result<std::vector<model::ConnectionParameter>> read(
    const std::optional<std::vector<Parameter>>& list) {
  std::vector<model::ConnectionParameter> rows;
  for (const auto& each : list.value_or(std::vector<Parameter>{})) {
    if (each.key.value_or("").empty()) {
      return fail(ErrorCode::validation, "Each of InvocationHttpParameters must have a Key.");
    }
    rows.push_back(
        {*each.key, Secret(each.value.value_or("")), each.is_value_secret.value_or(false)});
  }
  return rows;
}

template <class Parameter>
std::vector<Parameter> show(const std::vector<model::ConnectionParameter>& rows) {
  std::vector<Parameter> shown;
  for (const auto& row : rows) {
    Parameter each;
    each.key = row.key;
    if (!row.secret) each.value = row.value.reveal();
    each.is_value_secret = row.secret;
    shown.push_back(std::move(each));
  }
  return shown;
}

Result<void> read_http(const std::optional<gen::events::ConnectionHttpParameters>& http,
                       Connection& row) {
  if (!http) return {};
  TRY_VOID(expect_absent(http->body_parameters, "InvocationHttpParameters.BodyParameters"));
  row.headers = TRY(read(http->header_parameters));
  row.query = TRY(read(http->query_string_parameters));
  return {};
}

/// Those of another AuthorizationType as well: they would take the place of the right ones.
template <class Parameters>
Result<void> refuse_others(const Parameters& parameters, Authorization authorization) {
  TRY_VOID(expect_absent(parameters.o_auth_parameters, "OAuthParameters"));
  TRY_VOID(expect_absent(parameters.connectivity_parameters, "ConnectivityParameters"));
  if (authorization == Authorization::basic && parameters.api_key_auth_parameters) {
    return fail(ErrorCode::validation,
                "ApiKeyAuthParameters must not be specified with AuthorizationType BASIC.");
  }
  if (authorization == Authorization::api_key && parameters.basic_auth_parameters) {
    return fail(ErrorCode::validation,
                "BasicAuthParameters must not be specified with AuthorizationType API_KEY.");
  }
  return {};
}

Result<void> read_credentials(const gen::events::CreateConnectionAuthRequestParameters& given,
                              Connection& row) {
  TRY_VOID(refuse_others(given, row.authorization));
  if (row.authorization == Authorization::basic) {
    if (!given.basic_auth_parameters) {
      return fail(ErrorCode::validation, "BasicAuthParameters must be specified.");
    }
    row.user = given.basic_auth_parameters->username;
    row.secret = Secret(given.basic_auth_parameters->password);
  } else {
    if (!given.api_key_auth_parameters) {
      return fail(ErrorCode::validation, "ApiKeyAuthParameters must be specified.");
    }
    row.user = given.api_key_auth_parameters->api_key_name;
    row.secret = Secret(given.api_key_auth_parameters->api_key_value);
  }
  return read_http(given.invocation_http_parameters, row);
}

Result<void> update_credentials(const gen::events::UpdateConnectionAuthRequestParameters& given,
                                Connection& row) {
  TRY_VOID(refuse_others(given, row.authorization));
  if (const auto& basic = given.basic_auth_parameters) {
    row.user = basic->username.value_or(row.user);
    if (basic->password) row.secret = Secret(*basic->password);
  }
  if (const auto& key = given.api_key_auth_parameters) {
    row.user = key->api_key_name.value_or(row.user);
    if (key->api_key_value) row.secret = Secret(*key->api_key_value);
  }
  return read_http(given.invocation_http_parameters, row);
}

/// With another kind of authorization nothing of the old credentials remains.
Result<void> update_authorization(const gen::events::UpdateConnectionRequest& request,
                                  Connection& row) {
  auto wanted = row.authorization;
  if (request.authorization_type) wanted = TRY(read_authorization(*request.authorization_type));
  const bool other = wanted != row.authorization;
  row.authorization = wanted;
  if (other) {
    row.user.clear();
    row.secret = Secret();
  }
  if (request.auth_parameters) TRY_VOID(update_credentials(*request.auth_parameters, row));
  if (!other || (!row.user.empty() && !row.secret.empty())) return {};
  return fail(ErrorCode::validation, wanted == Authorization::basic
                                         ? "Username and Password must be specified for BASIC."
                                         : "ApiKeyName and ApiKeyValue must be specified for "
                                           "API_KEY.");
}

gen::events::ConnectionAuthResponseParameters show_credentials(const Connection& row) {
  gen::events::ConnectionAuthResponseParameters shown;
  if (row.authorization == Authorization::basic) {
    shown.basic_auth_parameters.emplace().username = row.user;
  } else {
    shown.api_key_auth_parameters.emplace().api_key_name = row.user;
  }
  if (row.headers.empty() && row.query.empty()) return shown;
  auto& http = shown.invocation_http_parameters.emplace();
  http.header_parameters = show<gen::events::ConnectionHeaderParameter>(row.headers);
  http.query_string_parameters = show<gen::events::ConnectionQueryStringParameter>(row.query);
  return shown;
}

/// What every answer about a connection shows.
template <class Shown>
Shown show(const Connection& row) {
  Shown shown;
  shown.connection_arn = row.arn.text();
  shown.connection_state = ready;
  shown.creation_time = row.created_at;
  shown.last_modified_time = row.modified_at;
  return shown;
}

Result<const Connection*> find(const View& view, const Stamp& stamp, const std::string& name) {
  if (const auto* row = connection_named(view, stamp, name)) return row;
  return fail(ErrorCode::resource_not_found,
              "Failed to describe the connection(s). Connection '" + name + "' does not exist.");
}

}  // namespace

Result<Change<gen::events::CreateConnectionResponse>> create_connection(
    const View& view, const gen::events::CreateConnectionRequest& request, const Stamp& stamp) {
  TRY_VOID(expect_absent(request.invocation_connectivity_parameters,
                         "InvocationConnectivityParameters"));
  TRY_VOID(expect_absent(request.kms_key_identifier, "KmsKeyIdentifier"));
  if (connection_named(view, stamp, request.name)) {
    return fail(ErrorCode::resource_already_exists,
                "Connection " + request.name + " already exists.");
  }
  if (count_ours(view.events().connections(), stamp) >= connections_max) return too_many();
  Connection row;
  row.arn = model::ConnectionArn{
      stamp.arn("events", "connection/" + request.name + "/" + stamp.entropy.uuid())};
  row.name = request.name;
  row.description = request.description;
  row.authorization = TRY(read_authorization(request.authorization_type));
  TRY_VOID(read_credentials(request.auth_parameters, row));
  row.created_at = row.modified_at = stamp.now;
  Change<gen::events::CreateConnectionResponse> change;
  change.response = show<gen::events::CreateConnectionResponse>(row);
  change.commands.push_back(state::PutConnection{std::move(row)});
  return change;
}

Result<Change<gen::events::DescribeConnectionResponse>> describe_connection(
    const View& view, const gen::events::DescribeConnectionRequest& request, const Stamp& stamp) {
  const auto& row = *TRY(find(view, stamp, request.name));
  Change<gen::events::DescribeConnectionResponse> change;
  change.response = show<gen::events::DescribeConnectionResponse>(row);
  change.response.name = row.name;
  change.response.description = row.description;
  change.response.authorization_type = show(row.authorization);
  change.response.auth_parameters = show_credentials(row);
  change.response.last_authorized_time = row.modified_at;
  return change;
}

Result<Change<gen::events::ListConnectionsResponse>> list_connections(
    const View& view, const gen::events::ListConnectionsRequest& request, const Stamp& stamp) {
  const bool all = !request.connection_state || *request.connection_state == ready;
  auto page =
      TRY(named_page(view.events().connections(), stamp, request.name_prefix, request.next_token,
                     request.limit, [&](const Connection&) { return all; }));
  Change<gen::events::ListConnectionsResponse> change;
  auto& connections = change.response.connections.emplace();
  for (const auto* row : page.rows) {
    auto shown = show<gen::events::Connection>(*row);
    shown.name = row->name;
    shown.authorization_type = show(row->authorization);
    shown.last_authorized_time = row->modified_at;
    connections.push_back(std::move(shown));
  }
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::events::UpdateConnectionResponse>> update_connection(
    const View& view, const gen::events::UpdateConnectionRequest& request, const Stamp& stamp) {
  TRY_VOID(expect_absent(request.invocation_connectivity_parameters,
                         "InvocationConnectivityParameters"));
  TRY_VOID(expect_absent(request.kms_key_identifier, "KmsKeyIdentifier"));
  auto row = *TRY(find(view, stamp, request.name));
  if (request.description) row.description = request.description;
  TRY_VOID(update_authorization(request, row));
  row.modified_at = stamp.now;
  Change<gen::events::UpdateConnectionResponse> change;
  change.response = show<gen::events::UpdateConnectionResponse>(row);
  change.commands.push_back(state::PutConnection{std::move(row)});
  return change;
}

Result<Change<gen::events::DeleteConnectionResponse>> delete_connection(
    const View& view, const gen::events::DeleteConnectionRequest& request, const Stamp& stamp) {
  const auto& row = *TRY(find(view, stamp, request.name));
  Change<gen::events::DeleteConnectionResponse> change;
  change.response = show<gen::events::DeleteConnectionResponse>(row);
  change.response.connection_state = gen::events::ConnectionState::deleting;
  change.commands.push_back(state::DeleteConnection{row.arn});
  return change;
}

}  // namespace berth::api::events
