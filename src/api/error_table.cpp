#include "api/error_table.hpp"

#include <algorithm>
#include <array>

namespace berth::api {

namespace {

struct Row {
  ErrorCode code;
  WireError error;
};

constexpr Row same(ErrorCode code, std::string_view name, int status = 400) {
  return {code, {name, name, status, status}};
}

constexpr Row by_family(ErrorCode code, std::string_view name, std::string_view query_code,
                        int query_status) {
  return {code, {name, query_code, 400, query_status}};
}

/// Sources: behaviour §1.25 (ECS), §2.1.1 (ELB), §4.4.4 (signatures), §5.2 and §5.3 (protocols).
constexpr Row rows[] = {
    by_family(ErrorCode::serialization, "SerializationException", "MalformedInput", 400),
    by_family(ErrorCode::unknown_operation, "UnknownOperationException", "InvalidAction", 400),
    by_family(ErrorCode::unsupported_operation, "UnsupportedOperationException",
              "UnsupportedOperation", 400),
    by_family(ErrorCode::throttling, "ThrottlingException", "Throttling", 400),
    by_family(ErrorCode::missing_authentication_token, "MissingAuthenticationTokenException",
              "MissingAuthenticationToken", 403),
    by_family(ErrorCode::unrecognized_client, "UnrecognizedClientException", "InvalidClientTokenId",
              403),
    by_family(ErrorCode::invalid_signature, "InvalidSignatureException", "SignatureDoesNotMatch",
              403),
    by_family(ErrorCode::signature_expired, "InvalidSignatureException", "SignatureDoesNotMatch",
              403),
    by_family(ErrorCode::incomplete_signature, "IncompleteSignatureException",
              "IncompleteSignature", 400),
    by_family(ErrorCode::expired_token, "ExpiredTokenException", "ExpiredToken", 403),
    by_family(ErrorCode::access_denied, "AccessDeniedException", "AccessDenied", 403),
    same(ErrorCode::request_too_large, "RequestEntityTooLargeException", 413),

    same(ErrorCode::client_exception, "ClientException"),
    same(ErrorCode::invalid_parameter, "InvalidParameterException"),
    same(ErrorCode::cluster_not_found, "ClusterNotFoundException"),
    same(ErrorCode::cluster_contains_services, "ClusterContainsServicesException"),
    same(ErrorCode::cluster_contains_tasks, "ClusterContainsTasksException"),
    same(ErrorCode::cluster_contains_container_instances,
         "ClusterContainsContainerInstancesException"),
    same(ErrorCode::service_not_found, "ServiceNotFoundException"),
    same(ErrorCode::service_not_active, "ServiceNotActiveException"),
    same(ErrorCode::target_not_found, "TargetNotFoundException"),
    same(ErrorCode::resource_not_found, "ResourceNotFoundException"),
    same(ErrorCode::resource_in_use, "ResourceInUseException"),
    same(ErrorCode::conflict, "ConflictException"),
    same(ErrorCode::limit_exceeded, "LimitExceededException"),
    same(ErrorCode::update_in_progress, "UpdateInProgressException"),
    same(ErrorCode::unsupported_feature, "UnsupportedFeatureException"),
    same(ErrorCode::platform_unknown, "PlatformUnknownException"),
    same(ErrorCode::platform_task_definition_incompatibility,
         "PlatformTaskDefinitionIncompatibilityException"),
    same(ErrorCode::attribute_limit_exceeded, "AttributeLimitExceededException"),
    same(ErrorCode::service_deployment_not_found, "ServiceDeploymentNotFoundException"),
    same(ErrorCode::task_set_not_found, "TaskSetNotFoundException"),

    same(ErrorCode::load_balancer_not_found, "LoadBalancerNotFound"),
    same(ErrorCode::listener_not_found, "ListenerNotFound"),
    same(ErrorCode::target_group_not_found, "TargetGroupNotFound"),
    same(ErrorCode::rule_not_found, "RuleNotFound"),
    same(ErrorCode::duplicate_load_balancer_name, "DuplicateLoadBalancerName"),
    same(ErrorCode::duplicate_target_group_name, "DuplicateTargetGroupName"),
    same(ErrorCode::duplicate_listener, "DuplicateListener"),
    same(ErrorCode::priority_in_use, "PriorityInUse"),
    same(ErrorCode::elb_resource_in_use, "ResourceInUse"),
    same(ErrorCode::invalid_target, "InvalidTarget"),
    same(ErrorCode::invalid_configuration_request, "InvalidConfigurationRequest"),
    same(ErrorCode::invalid_load_balancer_action, "InvalidLoadBalancerAction"),
    same(ErrorCode::operation_not_permitted, "OperationNotPermitted"),
    same(ErrorCode::subnet_not_found, "SubnetNotFound"),
    same(ErrorCode::invalid_subnet, "InvalidSubnet"),
    same(ErrorCode::invalid_security_group, "InvalidSecurityGroup"),
    same(ErrorCode::invalid_scheme, "InvalidScheme"),
    same(ErrorCode::incompatible_protocols, "IncompatibleProtocols"),
    same(ErrorCode::unsupported_protocol, "UnsupportedProtocol"),
    same(ErrorCode::target_group_association_limit, "TargetGroupAssociationLimit"),
    same(ErrorCode::too_many_actions, "TooManyActions"),
    same(ErrorCode::too_many_listeners, "TooManyListeners"),
    same(ErrorCode::too_many_load_balancers, "TooManyLoadBalancers"),
    same(ErrorCode::too_many_tags, "TooManyTags"),
    same(ErrorCode::too_many_target_groups, "TooManyTargetGroups"),
    same(ErrorCode::too_many_targets, "TooManyTargets"),
    same(ErrorCode::duplicate_tag_keys, "DuplicateTagKeys"),
    same(ErrorCode::certificate_not_found, "CertificateNotFound"),

    same(ErrorCode::invalid_event_pattern, "InvalidEventPatternException"),
    same(ErrorCode::resource_already_exists, "ResourceAlreadyExistsException"),

    same(ErrorCode::invalid_vpc_id_not_found, "InvalidVpcID.NotFound"),
    same(ErrorCode::invalid_subnet_id_not_found, "InvalidSubnetID.NotFound"),
    same(ErrorCode::invalid_group_not_found, "InvalidGroup.NotFound"),
    same(ErrorCode::invalid_parameter_value, "InvalidParameterValue"),
};

/// EC2 has words of its own for the same failures.
constexpr Row ec2_rows[] = {
    {ErrorCode::missing_authentication_token, {"", "MissingAuthenticationToken", 401, 401}},
    {ErrorCode::unrecognized_client, {"", "AuthFailure", 401, 401}},
    {ErrorCode::invalid_signature, {"", "SignatureDoesNotMatch", 403, 403}},
    {ErrorCode::signature_expired, {"", "RequestExpired", 400, 400}},
    {ErrorCode::access_denied, {"", "UnauthorizedOperation", 403, 403}},
};

template <class Rows>
const WireError* find(const Rows& table, ErrorCode code) {
  const auto row = std::ranges::find(table, code, &Row::code);
  return row == std::end(table) ? nullptr : &row->error;
}

}  // namespace

WireError wire_error(ErrorCode code, const ServiceModel& service) {
  if (code == ErrorCode::validation) {
    return {service.validation_code, service.validation_code, 400, 400};
  }
  const bool ec2 = !service.protocols.empty() && service.protocols[0] == Protocol::ec2_query;
  if (ec2) {
    if (const auto* error = find(ec2_rows, code)) return *error;
  }
  if (const auto* error = find(rows, code)) return *error;
  return {"ServerException", "InternalFailure", 500, 500, Fault::server};
}

}  // namespace berth::api
