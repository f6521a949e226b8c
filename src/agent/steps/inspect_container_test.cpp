#include "agent/steps/inspect_container.hpp"

#include <gtest/gtest.h>

#include "wire/json/json.hpp"

namespace berth::agent::steps {
namespace {

/// As Docker writes a container that runs, cut to what is read.
constexpr const char* inspected = R"({
  "Id": "d1", "Created": "2026-01-01T00:00:00Z", "Image": "sha256:1", "Name": "/web",
  "State": {"Status": "running", "Running": true, "OOMKilled": false, "Dead": false, "Pid": 7,
    "ExitCode": 0, "Error": "", "StartedAt": "2026-01-01T00:00:01Z",
    "FinishedAt": "0001-01-01T00:00:00Z",
    "Health": {"Status": "unhealthy", "Log": [{"ExitCode": 1}, {"ExitCode": 7, "Output": "no"}]}},
  "HostConfig": {"LogConfig": {"Type": "syslog", "Config": {"tag": "t"}}},
  "Mounts": [{"Type": "volume", "Name": "v", "Source": "/var/v", "Destination": "/s"},
    {"Type": "bind", "Source": "/srv", "Destination": "/srv"}],
  "Config": {"Labels": {"my": "l"}},
  "NetworkSettings": {
    "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "32768"},
      {"HostIp": "::", "HostPort": "32768"}], "81/udp": null},
    "Networks": {"bridge": {"IPAddress": "172.17.0.2", "GlobalIPv6Address": ""}}}})";

TEST(InspectContainer, reads_what_the_engine_gave_the_container) {
  const auto container =
      wire::json::decode<gen::docker::ContainerInspect>(inspected, wire::json::tolerant);
  ASSERT_TRUE(container);
  const auto seen = observation_of(*container);
  EXPECT_EQ(seen.facts, (EngineFacts{
                            .ports = {{80, 32768, "tcp", "0.0.0.0"}, {80, 32768, "tcp", "::"}},
                            .networks = {{"bridge", "172.17.0.2", ""}},
                            .volumes = {{"v", "/var/v", "/s"}, {"", "/srv", "/srv"}},
                            .labels = {{"my", "l"}},
                            .log_driver = "syslog",
                            .log_options = {{"tag", "t"}},
                        }));
  EXPECT_EQ(seen.health, HealthStatus::unhealthy);
  EXPECT_EQ(seen.health_exit_code, 7);
  EXPECT_EQ(seen.health_output, "no");
}

TEST(InspectContainer, reports_only_the_bindings_of_ipv4) {
  const auto container =
      wire::json::decode<gen::docker::ContainerInspect>(inspected, wire::json::tolerant);
  ASSERT_TRUE(container);
  const auto bindings = observation_of(*container).bindings;
  ASSERT_EQ(bindings.size(), 1U);
  EXPECT_EQ(bindings[0].bind_ip, "0.0.0.0");
  EXPECT_EQ(bindings[0].host_port, 32768);
}

}  // namespace
}  // namespace berth::agent::steps
