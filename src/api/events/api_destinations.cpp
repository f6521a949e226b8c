// CreateApiDestination, DescribeApiDestination, ListApiDestinations, UpdateApiDestination,
// DeleteApiDestination: HTTP endpoints that get events.
#include "api/events/lookup.hpp"
#include "events/invocation.hpp"
#include "gen/events/operations.hpp"

namespace berth::api::events {

namespace {

using gen::events::ApiDestinationHttpMethod;
using gen::events::ApiDestinationState;
using model::ApiDestination;

/// EventBridge: API destinations of one account and region.
constexpr std::size_t api_destinations_max = 3000;

/// Without its connection it cannot be called.
ApiDestinationState state_of(const View& view, const ApiDestination& row) {
  return view.events().connections().contains(row.connection_arn) ? ApiDestinationState::active
                                                                  : ApiDestinationState::inactive;
}

Result<void> expect_connection(const View& view, const Stamp& stamp, const std::string& arn) {
  if (view.events().connections().contains(model::ConnectionArn{arn}) && is_ours(stamp, arn)) {
    return {};
  }
  return fail(ErrorCode::resource_not_found, "Connection '" + arn + "' does not exist.");
}

Result<void> check_endpoint(const std::string& url) {
  TRY_VOID(berth::events::plain_invocation(url, ""));
  return {};
}

/// What answers to changes show.
template <class Shown>
Shown show(const View& view, const ApiDestination& row) {
  Shown shown;
  shown.api_destination_arn = row.arn.text();
  shown.api_destination_state = state_of(view, row);
  shown.creation_time = row.created_at;
  shown.last_modified_time = row.modified_at;
  return shown;
}

template <class Shown>
Shown show_whole(const View& view, const ApiDestination& row) {
  auto shown = show<Shown>(view, row);
  shown.name = row.name;
  shown.connection_arn = row.connection_arn.text();
  shown.invocation_endpoint = row.endpoint;
  shown.http_method = parse<ApiDestinationHttpMethod>(row.method);
  shown.invocation_rate_limit_per_second = row.rate;
  return shown;
}

Result<const ApiDestination*> find(const View& view, const Stamp& stamp, const std::string& name) {
  if (const auto* row = api_destination_named(view, stamp, name)) return row;
  return fail(ErrorCode::resource_not_found,
              "Failed to describe the api-destination(s). An api-destination '" + name +
                  "' does not exist.");
}

}  // namespace

Result<Change<gen::events::CreateApiDestinationResponse>> create_api_destination(
    const View& view, const gen::events::CreateApiDestinationRequest& request, const Stamp& stamp) {
  TRY_VOID(check_endpoint(request.invocation_endpoint));
  TRY_VOID(expect_connection(view, stamp, request.connection_arn));
  if (api_destination_named(view, stamp, request.name)) {
    return fail(ErrorCode::resource_already_exists,
                "An api-destination '" + request.name + "' already exists.");
  }
  if (count_ours(view.events().api_destinations(), stamp) >= api_destinations_max) {
    return too_many();
  }
  ApiDestination row;
  row.arn = model::ApiDestinationArn{
      stamp.arn("events", "api-destination/" + request.name + "/" + stamp.entropy.uuid())};
  row.name = request.name;
  row.description = request.description;
  row.connection_arn = model::ConnectionArn{request.connection_arn};
  row.endpoint = request.invocation_endpoint;
  row.method = std::string(text(request.http_method));
  row.rate = request.invocation_rate_limit_per_second.value_or(row.rate);
  row.created_at = row.modified_at = stamp.now;
  Change<gen::events::CreateApiDestinationResponse> change;
  change.response = show<gen::events::CreateApiDestinationResponse>(view, row);
  change.commands.push_back(state::PutApiDestination{std::move(row)});
  return change;
}

Result<Change<gen::events::DescribeApiDestinationResponse>> describe_api_destination(
    const View& view, const gen::events::DescribeApiDestinationRequest& request,
    const Stamp& stamp) {
  const auto& row = *TRY(find(view, stamp, request.name));
  Change<gen::events::DescribeApiDestinationResponse> change;
  change.response = show_whole<gen::events::DescribeApiDestinationResponse>(view, row);
  change.response.description = row.description;
  return change;
}

Result<Change<gen::events::ListApiDestinationsResponse>> list_api_destinations(
    const View& view, const gen::events::ListApiDestinationsRequest& request, const Stamp& stamp) {
  const auto calls_with = [&](const ApiDestination& row) {
    return !request.connection_arn || row.connection_arn.text() == *request.connection_arn;
  };
  auto page = TRY(named_page(view.events().api_destinations(), stamp, request.name_prefix,
                             request.next_token, request.limit, calls_with));
  Change<gen::events::ListApiDestinationsResponse> change;
  auto& destinations = change.response.api_destinations.emplace();
  for (const auto* row : page.rows) {
    destinations.push_back(show_whole<gen::events::ApiDestination>(view, *row));
  }
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::events::UpdateApiDestinationResponse>> update_api_destination(
    const View& view, const gen::events::UpdateApiDestinationRequest& request, const Stamp& stamp) {
  auto row = *TRY(find(view, stamp, request.name));
  if (request.invocation_endpoint) {
    TRY_VOID(check_endpoint(*request.invocation_endpoint));
    row.endpoint = *request.invocation_endpoint;
  }
  if (request.connection_arn) {
    TRY_VOID(expect_connection(view, stamp, *request.connection_arn));
    row.connection_arn = model::ConnectionArn{*request.connection_arn};
  }
  if (request.description) row.description = request.description;
  if (request.http_method) row.method = std::string(text(*request.http_method));
  row.rate = request.invocation_rate_limit_per_second.value_or(row.rate);
  row.modified_at = stamp.now;
  Change<gen::events::UpdateApiDestinationResponse> change;
  change.response = show<gen::events::UpdateApiDestinationResponse>(view, row);
  change.commands.push_back(state::PutApiDestination{std::move(row)});
  return change;
}

Result<Change<gen::events::DeleteApiDestinationResponse>> delete_api_destination(
    const View& view, const gen::events::DeleteApiDestinationRequest& request, const Stamp& stamp) {
  const auto& row = *TRY(find(view, stamp, request.name));
  Change<gen::events::DeleteApiDestinationResponse> change;
  change.commands.push_back(state::DeleteApiDestination{row.arn});
  return change;
}

}  // namespace berth::api::events
