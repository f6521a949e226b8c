#pragma once
// The one table from our error codes to what AWS calls them on the wire.

#include <string_view>

#include "base/result.hpp"
#include "base/service_model.hpp"

namespace berth::api {

struct WireError {
  std::string_view name;        // awsJson's __type.
  std::string_view query_code;  // Code in awsQuery and ec2Query.
  int json_status = 400;
  int query_status = 400;
  Fault fault = Fault::client;
};

/// Codes that differ by service (validation, lacking permissions) follow the service's dialect.
WireError wire_error(ErrorCode code, const ServiceModel& service);

}  // namespace berth::api
