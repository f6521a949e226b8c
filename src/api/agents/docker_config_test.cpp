#include "api/agents/docker_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/json/json.hpp"

namespace berth::api::agents {
namespace {

using gen::ecs::ContainerDefinition;
using ::testing::HasSubstr;

/// A member of a container definition, and what Docker's document says of it.
struct Row {
  const char *definition, *expected;
};

ContainerDefinition read(const char* text) {
  auto definition = wire::json::decode<ContainerDefinition>(text);
  EXPECT_TRUE(definition) << text;
  return definition.value_or(ContainerDefinition{});
}

TEST(DockerConfig, EachMemberOfAContainerIsTold) {
  for (const auto& row : {
           Row{R"({"hostname":"box"})", R"("Hostname":"box")"},
           {R"({"user":"1000:50"})", R"("User":"1000:50")"},
           {R"({"workingDirectory":"/tmp"})", R"("WorkingDir":"/tmp")"},
           {R"({"disableNetworking":true})", R"("NetworkDisabled":true)"},
           {R"({"dockerLabels":{"a":"b"}})", R"("Labels":{"a":"b"})"},
           {R"({"pseudoTerminal":true})", R"("Tty":true)"},
           {R"({"interactive":true})", R"("OpenStdin":true)"},
           {R"({})", R"("Healthcheck":{"Test":["NONE"]})"},
           {R"({"healthCheck":{"command":["CMD","a"],"interval":7}})", R"("Interval":7000000000)"},
       }) {
    EXPECT_THAT(wire::json::encode(docker_config(read(row.definition))), HasSubstr(row.expected));
  }
}

TEST(DockerConfig, EachMemberOfTheHostsPartIsTold) {
  for (const auto& row : {
           Row{R"({"privileged":true})", R"("Privileged":true)"},
           {R"({"readonlyRootFilesystem":true})", R"("ReadonlyRootfs":true)"},
           {R"({"dnsServers":["10.0.0.53"]})", R"("Dns":["10.0.0.53"])"},
           {R"({"dnsSearchDomains":["a.test"]})", R"("DnsSearch":["a.test"])"},
           {R"({"extraHosts":[{"hostname":"a","ipAddress":"10.1.2.3"}]})",
            R"("ExtraHosts":["a:10.1.2.3"])"},
           {R"({"dockerSecurityOptions":["label=x"]})", R"("SecurityOpt":["label=x"])"},
           {R"({"memoryReservation":2})", R"("MemoryReservation":2097152)"},
           {R"({"ulimits":[{"name":"nofile","softLimit":1,"hardLimit":2}]})",
            R"("Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}])"},
           {R"({"systemControls":[{"namespace":"net.a","value":"1"}]})",
            R"("Sysctls":{"net.a":"1"})"},
           {R"({"linuxParameters":{"capabilities":{"add":["A"],"drop":["B"]}}})",
            R"("CapAdd":["A"],"CapDrop":["B"])"},
           {R"({"linuxParameters":{"devices":[{"hostPath":"/dev/a","permissions":["read"]}]}})",
            R"({"PathOnHost":"/dev/a","PathInContainer":"/dev/a","CgroupPermissions":"r"})"},
           {R"({"linuxParameters":{"initProcessEnabled":true}})", R"("Init":true)"},
           {R"({"linuxParameters":{"sharedMemorySize":1}})", R"("ShmSize":1048576)"},
           {R"({"linuxParameters":{"tmpfs":[{"containerPath":"/a","size":1,
               "mountOptions":["noexec"]}]}})",
            R"("Tmpfs":{"/a":"size=1048576,noexec"})"},
           {R"({"memory":1,"linuxParameters":{"maxSwap":2}})", R"("MemorySwap":3145728)"},
           {R"({"memory":1,"linuxParameters":{"maxSwap":0,"swappiness":3}})",
            R"("MemorySwappiness":3)"},
           {R"({"logConfiguration":{"logDriver":"syslog","options":{"tag":"a"}}})",
            R"("LogConfig":{"Type":"syslog","Config":{"tag":"a"}})"},
       }) {
    EXPECT_THAT(wire::json::encode(host_config(read(row.definition), {})), HasSubstr(row.expected));
  }
}

}  // namespace
}  // namespace berth::api::agents
