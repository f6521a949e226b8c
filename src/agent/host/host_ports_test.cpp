#include "agent/host/host_ports.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "agent/testing/records.hpp"

namespace berth::agent::host {
namespace {

using gen::agent_protocol::Container;
using gen::agent_protocol::PortMapping;
using gen::ecs::NetworkBinding;
using gen::ecs::TransportProtocol;

constexpr ports::PortRange range{40000, 40009};

PortMapping ranged(std::string text, std::string protocol = "tcp") {
  PortMapping mapping;
  mapping.container_port_range = std::move(text);
  mapping.protocol = std::move(protocol);
  return mapping;
}

PortMapping single(std::int32_t port, std::int32_t host_port = 0) {
  return {.container_port = port, .host_port = host_port};
}

Container of(std::vector<PortMapping> mappings) {
  Container container;
  container.port_mappings = std::move(mappings);
  return container;
}

enum class Restarted : std::uint8_t { no, yes };

/// "8000*3=40004 80*1=40000": container port, count and host port of each block.
std::string chosen(const std::vector<PortMapping>& mappings, std::int32_t start,
                   const std::set<std::int32_t>& taken = {}, Restarted restarted = Restarted::no) {
  auto record = testing::container("web");
  if (restarted == Restarted::yes) record.restarts.emplace();
  std::string text;
  for (const auto& block : choose_ports(of(mappings), record, range, start,
                                        [&](auto port) { return !taken.contains(port.number); })) {
    if (!text.empty()) text += " ";
    text += std::to_string(block.container_port) + "*" + std::to_string(block.count) + "=" +
            std::to_string(block.host_port);
  }
  return text;
}

TEST(HostPorts, ARangeGetsABlockFromTheStartOn) {
  EXPECT_EQ(chosen({ranged("8000-8002")}, 40004), "8000*3=40004");
  EXPECT_EQ(chosen({ranged("8000-8002")}, 40004, {40005}), "8000*3=40006");
}

TEST(HostPorts, TheSearchGoesOnAtTheRangesBeginning) {
  EXPECT_EQ(chosen({ranged("8000-8002")}, 40008), "8000*3=40000");
  EXPECT_EQ(chosen({ranged("8000-8009")}, 40003), "8000*10=40000");
}

TEST(HostPorts, ARangeWithoutRoomIsLeftToDocker) {
  EXPECT_EQ(chosen({ranged("8000-8010")}, 40000), "");
  EXPECT_EQ(chosen({ranged("8000-8005")}, 40000, {40005}), "");
  EXPECT_EQ(chosen({ranged("8000-8005"), ranged("90-91")}, 40000, {40005}), "90*2=40000");
}

TEST(HostPorts, RangesOfOneContainerGetDifferentPorts) {
  EXPECT_EQ(chosen({ranged("8000-8002"), ranged("9000-9001")}, 40000), "8000*3=40000 9000*2=40003");
  EXPECT_EQ(chosen({ranged("8000-8002"), ranged("9000-9001", "udp")}, 40000),
            "8000*3=40000 9000*2=40000");
}

TEST(HostPorts, ASingleDynamicPortIsChosenWhereARestartWouldChangeIt) {
  EXPECT_EQ(chosen({single(80)}, 40000), "");
  EXPECT_EQ(chosen({single(80)}, 40000, {}, Restarted::yes), "80*1=40000");
  EXPECT_EQ(chosen({single(80, 8080)}, 40000, {}, Restarted::yes), "");
  EXPECT_FALSE(wants_ports(of({single(80)}), testing::container("web")));
  EXPECT_TRUE(wants_ports(of({ranged("1-2")}), testing::container("web")));
}

TEST(HostPorts, ATaskHoldsItsPortsUntilItsContainersHaveStopped) {
  auto task = testing::task({testing::container("web")});
  task.need.udp_ports = {53};
  task.containers[0].host_ports = {{{8000, 40000, 2, TransportProtocol::tcp}}};
  EXPECT_TRUE(holds_port(task, {40001, TransportProtocol::tcp}));
  EXPECT_FALSE(holds_port(task, {40002, TransportProtocol::tcp}));
  EXPECT_FALSE(holds_port(task, {40001, TransportProtocol::udp}));
  EXPECT_TRUE(holds_port(task, {53, TransportProtocol::udp}));
  task.containers[0].known = ContainerStatus::stopped;
  EXPECT_FALSE(holds_port(task, {40001, TransportProtocol::tcp}));
  task.known = TaskStatus::stopped;
  EXPECT_FALSE(holds_port(task, {53, TransportProtocol::udp}));
}

/// "8000-8001=40000-40001/tcp 80=32768/tcp".
std::string folded(const std::vector<PortMapping>& mappings,
                   const std::vector<std::pair<std::int32_t, std::int32_t>>& ports) {
  std::vector<NetworkBinding> bindings;
  for (const auto& [inside, outside] : ports) {
    auto& binding = bindings.emplace_back();
    binding.bind_ip = "0.0.0.0";
    binding.container_port = inside;
    binding.host_port = outside;
    binding.protocol = TransportProtocol::tcp;
  }
  std::string text;
  for (const auto& each : fold_ranges(std::move(bindings), of(mappings))) {
    if (!text.empty()) text += " ";
    text += each.container_port_range
                ? *each.container_port_range + "=" + *each.host_port_range
                : std::to_string(*each.container_port) + "=" + std::to_string(*each.host_port);
  }
  return text;
}

TEST(HostPorts, ARangeIsToldAsOneBinding) {
  EXPECT_EQ(folded({ranged("8000-8001"), single(80)}, {{80, 32768}, {8000, 40000}, {8001, 40001}}),
            "80=32768 8000-8001=40000-40001");
}

TEST(HostPorts, PortsThatDockerChoseOneByOneAreToldSo) {
  EXPECT_EQ(folded({ranged("8000-8001")}, {{8000, 40000}, {8001, 40007}}), "8000=40000 8001=40007");
  EXPECT_EQ(folded({ranged("8000-8002")}, {{8000, 40000}, {8001, 40001}}), "8000=40000 8001=40001");
  EXPECT_EQ(folded({ranged("8000-8001", "udp")}, {{8000, 40000}, {8001, 40001}}),
            "8000=40000 8001=40001");
}

}  // namespace
}  // namespace berth::agent::host
