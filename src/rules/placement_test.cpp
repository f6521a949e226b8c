#include "rules/placement.hpp"

#include <deque>

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

/// Instances by short names, with room to place on.
class Machines {
 public:
  Candidate& add(const std::string& name, const std::string& zone, std::int32_t cpu,
                 std::int32_t memory) {
    auto& instance = instances_.emplace_back();
    instance.arn = model::ContainerInstanceArn{name};
    instance.availability_zone = zone;
    instance.agent_connected = true;
    instance.registered = {cpu, memory, {{model::PortProtocol::tcp, 22}}};
    candidates.push_back({&instance, {}, 0});
    return candidates.back();
  }

  model::ContainerInstance& at(std::size_t index) { return instances_[index]; }

  std::vector<Candidate> candidates;

 private:
  std::deque<model::ContainerInstance> instances_;
};

PlacementRequest request(std::int32_t cpu, std::int32_t memory) {
  return {{cpu, memory, {}}, {}, {}};
}

std::string reason(const Placement& placement) {
  return placement.rejections.empty() ? "" : std::string(placement.rejections[0].reason);
}

TEST(placement, tells_the_exact_reason) {
  Machines machines;
  machines.add("a", "z", 1024, 1024);
  EXPECT_EQ(reason(place(machines.candidates, request(1, 2000))), "RESOURCE:MEMORY");
  EXPECT_EQ(reason(place(machines.candidates, request(2000, 1))), "RESOURCE:CPU");
  auto wish = request(1, 1);
  wish.wanted.ports = {{model::PortProtocol::tcp, 22}};
  EXPECT_EQ(reason(place(machines.candidates, wish)), "RESOURCE:PORTS");
  wish = request(1, 1);
  wish.required_attributes = {{"ecs.capability.task-eni", std::nullopt}};
  EXPECT_EQ(reason(place(machines.candidates, wish)), "ATTRIBUTE");
  wish = request(1, 1);
  wish.zones = {"other"};
  EXPECT_EQ(reason(place(machines.candidates, wish)), "LOCATION");
  machines.at(0).agent_connected = false;
  EXPECT_EQ(reason(place(machines.candidates, request(1, 1))), "AGENT");
}

TEST(placement, refuses_an_instance_without_a_free_host_port) {
  Machines machines;
  auto& candidate = machines.add("a", "z", 1024, 1024);
  candidate.reserved.ports = {{model::PortProtocol::tcp, 8080}};
  auto wish = request(1, 1);
  wish.wanted.ports = {{model::PortProtocol::tcp, 8080}};
  EXPECT_EQ(reason(place(machines.candidates, wish)), "RESOURCE:PORTS");
  wish.wanted.ports = {{model::PortProtocol::udp, 8080}};
  EXPECT_NE(place(machines.candidates, wish).chosen, nullptr);
}

TEST(placement, spreads_over_zones_then_instances) {
  Machines machines;
  machines.add("a1", "a", 4096, 4096).tasks_of_group = 1;
  machines.add("a2", "a", 4096, 4096).tasks_of_group = 0;
  machines.add("b1", "b", 4096, 1024).tasks_of_group = 0;
  EXPECT_EQ(place(machines.candidates, request(1, 1)).chosen->arn.text(), "b1");
  machines.candidates[2].tasks_of_group = 1;
  EXPECT_EQ(place(machines.candidates, request(1, 1)).chosen->arn.text(), "a2");
}

TEST(placement, ignores_zones_for_hidden_capacity) {
  Machines machines;
  machines.add("f", "a", 4096, 4096);
  machines.at(0).capacity = model::Capacity::fargate;
  auto wish = request(1, 1);
  wish.zones = {"b"};
  EXPECT_NE(place(machines.candidates, wish).chosen, nullptr);
}

}  // namespace
}  // namespace berth::rules
