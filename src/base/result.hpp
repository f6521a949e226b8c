#pragma once
// How an expected failure travels: Result<T> holds a value or an Error.
//
// Error is a closed enumeration plus a text for the client. The enumerators carry the names that
// AWS gives to its errors, so that api/ can map each to a wire code in one table
// (src/api/error_table.cpp); engine and journal failures that never reach a client stand at the
// end. Broken invariants are not errors: see base/check.hpp.

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace berth {

enum class ErrorCode : std::uint8_t {
  // Requests that every service answers alike.
  validation,     // A member breaks a constraint of the model.
  serialization,  // The body cannot be read as the protocol says.
  unknown_operation,
  unsupported_operation,  // The operation or member exists in AWS and Berth refuses it.
  throttling,
  server_failure,
  request_too_large,
  // Signatures (behaviour §4.4.4).
  missing_authentication_token,
  unrecognized_client,
  invalid_signature,
  incomplete_signature,
  signature_expired,
  expired_token,
  access_denied,
  // Amazon ECS.
  client_exception,
  invalid_parameter,
  cluster_not_found,
  cluster_contains_services,
  cluster_contains_tasks,
  cluster_contains_container_instances,
  service_not_found,
  service_not_active,
  target_not_found,
  resource_not_found,
  resource_in_use,
  conflict,
  limit_exceeded,
  update_in_progress,
  unsupported_feature,
  platform_unknown,
  platform_task_definition_incompatibility,
  attribute_limit_exceeded,
  service_deployment_not_found,
  task_set_not_found,
  // Elastic Load Balancing.
  load_balancer_not_found,
  listener_not_found,
  target_group_not_found,
  rule_not_found,
  duplicate_load_balancer_name,
  duplicate_target_group_name,
  duplicate_listener,
  priority_in_use,
  elb_resource_in_use,
  invalid_target,
  invalid_configuration_request,
  invalid_load_balancer_action,
  operation_not_permitted,
  subnet_not_found,
  invalid_subnet,
  invalid_security_group,
  invalid_scheme,
  incompatible_protocols,
  unsupported_protocol,
  target_group_association_limit,
  too_many_actions,
  too_many_listeners,
  too_many_load_balancers,
  too_many_tags,
  too_many_target_groups,
  too_many_targets,
  duplicate_tag_keys,
  certificate_not_found,
  // EC2.
  invalid_vpc_id_not_found,
  invalid_subnet_id_not_found,
  invalid_group_not_found,
  invalid_parameter_value,
  // EventBridge.
  invalid_event_pattern,
  resource_already_exists,
  // The world: ports answer these, clients never see them.
  not_found,
  already_exists,
  refused,      // The other side answered no.
  unreachable,  // Nobody answered.
  timed_out,
  canceled,
  closed,
  disk_full,
  corrupt,
  input_output,
};

struct Error {
  ErrorCode code{};
  std::string message;
  /// ConflictException's resourceIds; empty for every other code.
  std::vector<std::string> resource_ids{};

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

/// Shorthand for `return fail(ErrorCode::not_found, "…")`.
inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message), {}});
}

}  // namespace berth

/// Evaluates to the value of a Result or returns its error. Synchronous code only: in a coroutine
/// GCC 12 destroys the temporaries of such an expression twice.
#define TRY(expression)                                                       \
  __extension__({                                                             \
    auto try_result_ = (expression);                                          \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
    std::move(*try_result_);                                                  \
  })

/// The same for Result<void>, or where the value is not wanted.
#define TRY_VOID(expression)                                                  \
  do {                                                                        \
    auto try_result_ = (expression);                                          \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
  } while (false)
