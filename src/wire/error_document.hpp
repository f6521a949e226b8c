#pragma once
// Errors as each protocol writes them (behaviour §5.3): status, headers and body.

#include <string>
#include <string_view>
#include <vector>

#include "base/http.hpp"
#include "base/service_model.hpp"

namespace berth::wire {

struct ErrorDocument {
  std::string_view name;  // "ClusterNotFoundException", or the Query code for Query protocols.
  int status = 400;
  Fault fault = Fault::client;
  std::string_view message;
  /// ConflictException's resourceIds; left out when empty.
  std::vector<std::string> resource_ids;
};

/// `request_id` is also set as x-amzn-RequestId.
HttpResponse write_error(Protocol protocol, const ServiceModel* service, const ErrorDocument& error,
                         std::string_view request_id);

}  // namespace berth::wire
