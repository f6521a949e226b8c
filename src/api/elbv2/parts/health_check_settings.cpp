#include "api/elbv2/parts/health_check_settings.hpp"

#include <fmt/format.h>

#include "api/members.hpp"
#include "base/text.hpp"
#include "rules/load_balancing/target_health.hpp"

namespace berth::api::elbv2::parts {

namespace {

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::validation, std::move(message));
}

Result<std::optional<std::int32_t>> read_port(const std::string& text) {
  if (text == "traffic-port") return std::nullopt;
  const auto port = parse_unsigned(text);
  if (!port || *port < 1 || *port > 65535) {
    return invalid(fmt::format(
        "Health check port '{}' must be 'traffic-port' or a port from '1-65535'", text));
  }
  return static_cast<std::int32_t>(*port);
}

Result<std::string> read_matcher(const gen::elbv2::Matcher& matcher, const std::string& current) {
  TRY_VOID(expect_absent(matcher.grpc_code, "Matcher.GrpcCode"));
  if (!matcher.http_code) return current;
  if (!rules::load_balancing::is_matcher(*matcher.http_code)) {
    return invalid(
        fmt::format("Health check matcher HTTP code '{}' must be within '200-499' "
                    "inclusive",
                    *matcher.http_code));
  }
  return *matcher.http_code;
}

Result<void> check_protocol(const std::optional<gen::elbv2::ProtocolEnum>& protocol) {
  using gen::elbv2::ProtocolEnum;
  if (!protocol || *protocol == ProtocolEnum::http) return {};
  if (*protocol == ProtocolEnum::https) return refuse_value("HealthCheckProtocol", "HTTPS", "HTTP");
  return invalid(
      fmt::format("Health check protocol '{}' must be one of 'HTTP,HTTPS'", text(*protocol)));
}

/// Both requests name these members alike.
template <class Request>
Result<model::HealthCheck> read(const Request& request, model::HealthCheck settings) {
  TRY_VOID(check_protocol(request.health_check_protocol));
  if (request.health_check_enabled == false) {
    return invalid(
        "Health checks cannot be disabled for target groups with target type "
        "'instance' or 'ip'");
  }
  if (request.health_check_port) settings.port = TRY(read_port(*request.health_check_port));
  settings.path = request.health_check_path.value_or(settings.path);
  if (!settings.path.starts_with('/')) {
    return invalid(fmt::format("Health check path '{}' must start with '/'", settings.path));
  }
  settings.interval = request.health_check_interval_seconds.value_or(settings.interval);
  settings.timeout = request.health_check_timeout_seconds.value_or(settings.timeout);
  settings.healthy_threshold = request.healthy_threshold_count.value_or(settings.healthy_threshold);
  settings.unhealthy_threshold =
      request.unhealthy_threshold_count.value_or(settings.unhealthy_threshold);
  if (request.matcher) settings.matcher = TRY(read_matcher(*request.matcher, settings.matcher));
  if (settings.timeout >= settings.interval) {
    return invalid(fmt::format("Health check timeout '{}' must be smaller than the interval '{}'",
                               settings.timeout, settings.interval));
  }
  return settings;
}

}  // namespace

Result<model::HealthCheck> read_health_check(const gen::elbv2::CreateTargetGroupInput& request,
                                             const model::HealthCheck& current) {
  return read(request, current);
}

Result<model::HealthCheck> read_health_check(const gen::elbv2::ModifyTargetGroupInput& request,
                                             const model::HealthCheck& current) {
  return read(request, current);
}

}  // namespace berth::api::elbv2::parts
