#include "wire/dispatch.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace berth::wire {

namespace {

using Services = std::span<const ServiceModel* const>;

const ServiceModel* find_service(Services services, auto matches) {
  const auto found =
      std::ranges::find_if(services, [&](const auto* each) { return matches(*each); });
  return found == services.end() ? nullptr : *found;
}

bool speaks(const ServiceModel& service, Protocol protocol) {
  return std::ranges::find(service.protocols, protocol) != service.protocols.end();
}

Protocol query_protocol(const ServiceModel& service) {
  return speaks(service, Protocol::ec2_query) ? Protocol::ec2_query : Protocol::aws_query;
}

Protocol json_protocol(std::string_view content_type) {
  return content_type.find("json-1.0") == std::string_view::npos ? Protocol::aws_json_1_1
                                                                 : Protocol::aws_json_1_0;
}

void find_operation(Target& target) {
  if (!target.service) return;
  const auto& operations = target.service->operations;
  const auto found = std::ranges::find(operations, target.operation_name, &OperationModel::name);
  if (found != operations.end()) target.operation = &*found;
  const auto& named = target.service->named_operations;
  target.known = target.operation || std::ranges::find(named, target.operation_name) != named.end();
}

/// "AmazonEC2ContainerServiceV20141113.RunTask"
void read_json_target(Target& target, Services services, std::string_view header,
                      std::string_view content_type) {
  const auto halves = cut_last(header, '.').value_or(Cut{header, {}});
  target.protocol = json_protocol(content_type);
  target.operation_name = std::string(halves.after);
  target.service = find_service(
      services, [&](const ServiceModel& service) { return service.shape_name == halves.before; });
}

/// Services that share a host and a signing name differ by Version.
void read_query_target(Target& target, Services services, std::string_view scope_service) {
  const auto version = query_value(target.parameters, "Version").value_or("");
  target.operation_name = query_value(target.parameters, "Action").value_or("");
  const auto speaks_query = [](const ServiceModel& service) {
    return speaks(service, Protocol::aws_query) || speaks(service, Protocol::ec2_query);
  };
  target.service = find_service(services, [&](const ServiceModel& service) {
    return speaks_query(service) && service.version == version &&
           (scope_service.empty() || service.signing_name == scope_service);
  });
  if (target.service) target.protocol = query_protocol(*target.service);
}

/// Nothing names the operation, but the signature, or the host that SDKs make from the endpoint
/// prefix ("ecs.us-east-1.…"), still says whose error dialect the client understands.
void guess_service(Target& target, Services services, const HttpRequest& request,
                   std::string_view scope_service) {
  const auto host = request.headers.find("Host").value_or("");
  const auto label = host.substr(0, host.find('.'));
  target.service = find_service(services, [&](const ServiceModel& service) {
    if (!scope_service.empty()) return service.signing_name == scope_service;
    return label != host && service.endpoint_prefix == label;
  });
  const bool json = request.headers.find("X-Amz-Target").has_value();
  if (target.service && !json && !speaks(*target.service, Protocol::aws_json_1_1)) {
    target.protocol = query_protocol(*target.service);
  }
}

}  // namespace

bool is_query(Protocol protocol) {
  return protocol == Protocol::aws_query || protocol == Protocol::ec2_query;
}

Target find_target(Services services, const HttpRequest& request, std::string_view body,
                   std::string_view scope_service) {
  Target target;
  const auto content_type = request.headers.find("Content-Type").value_or("");
  if (const auto header = request.headers.find("X-Amz-Target")) {
    read_json_target(target, services, *header, content_type);
  } else {
    const bool form = request.method == "POST" &&
                      lowercase(content_type).starts_with("application/x-www-form-urlencoded");
    target.parameters = parse_query(form ? body : request.query(), PlusSign::blank);
    read_query_target(target, services, scope_service);
  }
  if (!target.service) {
    guess_service(target, services, request, scope_service);
    return target;
  }
  find_operation(target);
  return target;
}

}  // namespace berth::wire
