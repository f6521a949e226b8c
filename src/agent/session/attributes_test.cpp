#include "agent/session/attributes.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace berth::agent::session {
namespace {

std::set<std::string> names(const std::vector<gen::ecs::Attribute>& list) {
  std::set<std::string> result;
  for (const auto& attribute : list) {
    EXPECT_TRUE(result.insert(attribute.name).second) << attribute.name << " stands twice";
  }
  return result;
}

std::optional<std::string> value(const std::vector<gen::ecs::Attribute>& list,
                                 const std::string& name) {
  const auto found = std::ranges::find(list, name, &gen::ecs::Attribute::name);
  return found == list.end() ? std::nullopt : found->value;
}

AgentOptions options() {
  AgentOptions o;
  o.host = {.cpu = 2048, .memory = 4000, .cpu_architecture = "x86_64"};
  o.zone = "us-east-1b";
  o.attributes = {{"stack", "prod"}};
  return o;
}

TEST(Attributes, DockerApiVersionsAreThoseOfTheEngineThatEcsNames) {
  const auto list = names(attributes(options(), {"1.24", "1.41"}, Registration::first));
  const std::string prefix = "com.amazonaws.ecs.capability.docker-remote-api.";
  for (const char* version : {"1.24", "1.25", "1.28", "1.29", "1.30", "1.32"}) {
    EXPECT_TRUE(list.contains(prefix + version)) << version;
  }
  for (const char* version : {"1.17", "1.23", "1.26", "1.31", "1.41"}) {
    EXPECT_FALSE(list.contains(prefix + version)) << version;
  }
}

TEST(Attributes, CustomOnesComeWithTheFirstRegistrationOnly) {
  EXPECT_EQ(value(attributes(options(), {"1.12", "1.41"}, Registration::first), "stack"), "prod");
  EXPECT_EQ(value(attributes(options(), {"1.12", "1.41"}, Registration::again), "stack"),
            std::nullopt);
}

TEST(Attributes, HiddenCapacitySaysSo) {
  auto o = options();
  EXPECT_FALSE(names(attributes(o, {}, Registration::first)).contains("berth.capacity"));
  o.capacity = Capacity::fargate;
  const auto list = attributes(o, {}, Registration::first);
  EXPECT_EQ(value(list, "berth.capacity"), "fargate");
  EXPECT_EQ(value(list, "ecs.availability-zone"), "us-east-1b");
  EXPECT_EQ(value(list, "ecs.cpu-architecture"), "x86_64");
}

TEST(Attributes, ResourcesAreCpuMemoryAndReservedPorts) {
  const auto resources = total_resources(options());
  ASSERT_EQ(resources.size(), 4u);
  EXPECT_EQ(resources[0].integer_value, 2048);
  EXPECT_EQ(resources[1].integer_value, 4000);
  EXPECT_EQ(resources[2].string_set_value->size(), 5u);
  EXPECT_EQ(resources[3].name, "PORTS_UDP");
  EXPECT_TRUE(resources[3].string_set_value->empty());
}

}  // namespace
}  // namespace berth::agent::session
