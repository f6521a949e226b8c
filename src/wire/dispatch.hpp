#pragma once
// Which service and operation a request means: by X-Amz-Target, else by the Query parameters Action
// and Version; else the service alone, by the signature's scope or by the host (for the dialect of
// errors).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/http.hpp"
#include "base/service_model.hpp"

namespace berth::wire {

struct Target {
  /// Null when nothing in the request names a service that is served.
  const ServiceModel* service = nullptr;
  Protocol protocol = Protocol::aws_json_1_1;
  /// As the client named it; empty when it named none.
  std::string operation_name;
  /// Null when the service has no such operation, or knows it by name only.
  const OperationModel* operation = nullptr;
  /// The service has an operation of that name, described or not.
  bool known = false;
  /// Parameters of a Query request, from the body or the query of the target.
  std::vector<QueryPair> parameters;
};

/// `scope_service` is the signing name of the signature's scope; empty without a signature.
/// `body` is the request's body after unpacking.
Target find_target(std::span<const ServiceModel* const> services, const HttpRequest& request,
                   std::string_view body, std::string_view scope_service);

bool is_query(Protocol protocol);

}  // namespace berth::wire
