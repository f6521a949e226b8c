#include "rules/placement/placement.hpp"

#include <deque>
#include <map>

#include <gtest/gtest.h>

#include "rules/placement/explanation.hpp"
#include "rules/placement/strategy.hpp"

namespace berth::rules {
namespace {

using Type = gen::ecs::PlacementStrategyType;
using Taken = std::map<std::string, int>;

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
    candidates.push_back({&instance, &reserved_.emplace_back(), 0, 0, {}});
    return candidates.back();
  }

  /// The name of the instance that takes the task; empty when none does.
  std::string choice(const PlacementRequest& request) const {
    const auto placement = place(candidates, request);
    return placement.chosen ? candidates[*placement.chosen].instance->arn.text() : "";
  }

  /// Places so many tasks, one after the other; answers how many each instance got.
  std::map<std::string, int> fill(PlacementRequest request, int count) {
    std::map<std::string, int> taken;
    for (; count > 0; --count) {
      request.seed += 7919;
      const auto placement = place(candidates, request);
      if (!placement.chosen) break;
      auto& chosen = candidates[*placement.chosen];
      reserve(chosen, request.wanted);
      ++chosen.tasks_of_group;
      ++taken[chosen.instance->arn.text()];
    }
    return taken;
  }

  void reserve(Candidate& candidate, const model::Resources& more) {
    auto& sum = reserved_.emplace_back(*candidate.reserved);
    model::add(sum, more);
    candidate.reserved = &sum;
  }

  model::ContainerInstance& at(std::size_t index) { return instances_[index]; }

  std::vector<Candidate> candidates;

 private:
  std::deque<model::ContainerInstance> instances_;
  std::deque<model::Resources> reserved_;
};

PlacementRequest request(std::int32_t cpu, std::int32_t memory) {
  PlacementRequest wish;
  wish.wanted = {cpu, memory, {}};
  return wish;
}

PlacementRequest with_strategies(std::initializer_list<std::pair<Type, const char*>> strategies) {
  auto wish = request(256, 256);
  for (const auto& [type, field] : strategies) {
    auto& strategy = wish.strategies.emplace_back();
    strategy.type = type;
    strategy.field = field;
  }
  return wish;
}

ClusterQuery query(std::string_view expression) { return parse_cluster_query(expression).value(); }

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
  machines.reserve(candidate, {0, 0, {{model::PortProtocol::tcp, 8080}}});
  auto wish = request(1, 1);
  wish.wanted.ports = {{model::PortProtocol::tcp, 8080}};
  EXPECT_EQ(reason(place(machines.candidates, wish)), "RESOURCE:PORTS");
  wish.wanted.ports = {{model::PortProtocol::udp, 8080}};
  EXPECT_EQ(machines.choice(wish), "a");
}

TEST(placement, looks_once_at_instances_with_the_same_attributes) {
  Machines machines;
  for (const auto* name : {"a", "b"}) machines.add(name, "z", 1024, 1024).attribute_class = 7;
  auto wish = request(1, 1);
  wish.required_attributes = {{"gpu", std::nullopt}};
  machines.at(0).attributes = machines.at(1).attributes = {{"gpu", std::nullopt}};
  EXPECT_EQ(machines.choice(wish), "a");
  machines.at(0).attributes = machines.at(1).attributes = {};
  const auto placement = place(machines.candidates, wish);
  ASSERT_EQ(placement.rejections.size(), 2u);
  EXPECT_EQ(placement.rejections[1].reason, "ATTRIBUTE");
}

TEST(placement, says_why_an_instance_was_chosen_and_what_the_others_lack) {
  Machines machines;
  machines.add("a", "x", 1024, 1024).tasks_of_group = 2;
  machines.add("b", "y", 1024, 1024);
  machines.add("c", "y", 1024, 64);
  EXPECT_EQ(place(machines.candidates, request(1, 100)).reason,
            "2 of 3 instances fit; y has 0 tasks of the group; 0 tasks of the group on the "
            "instance, 1024 MiB and 1024 CPU units left");
  const auto verdicts = explain(machines.candidates, request(1, 100));
  ASSERT_EQ(verdicts.size(), 3u);
  EXPECT_TRUE(verdicts[0].chosen);
  EXPECT_EQ(verdicts[0].candidate->instance->arn.text(), "b");
  EXPECT_EQ(verdicts[1].candidate->instance->arn.text(), "a");
  EXPECT_EQ(verdicts[2].reason, "RESOURCE:MEMORY");
  EXPECT_EQ(verdicts[2].detail, "wants 100 MiB of memory, 64 are left");
}

TEST(placement, spreads_over_zones_then_instances) {
  Machines machines;
  machines.add("a1", "a", 4096, 4096).tasks_of_group = 1;
  machines.add("a2", "a", 4096, 4096).tasks_of_group = 0;
  machines.add("b1", "b", 4096, 1024).tasks_of_group = 0;
  EXPECT_EQ(machines.choice(request(1, 1)), "b1");
  machines.candidates[2].tasks_of_group = 1;
  EXPECT_EQ(machines.choice(request(1, 1)), "a2");
}

TEST(placement, ignores_zones_for_hidden_capacity) {
  Machines machines;
  machines.add("f", "a", 4096, 4096);
  machines.at(0).capacity = model::Capacity::fargate;
  auto wish = request(1, 1);
  wish.zones = {"b"};
  EXPECT_EQ(machines.choice(wish), "f");
}

TEST(placement, takes_only_members_of_every_query) {
  Machines machines;
  machines.add("a", "z", 1024, 1024);
  machines.add("b", "z", 1024, 1024).running_tasks_count = 2;
  machines.at(1).attributes = {{"stack", "prod"}};
  auto wish = request(1, 1);
  wish.members_of = {query("attribute:stack == prod"), query("runningTasksCount > 1")};
  EXPECT_EQ(machines.choice(wish), "b");
  machines.candidates[1].running_tasks_count = 1;
  EXPECT_EQ(reason(place(machines.candidates, wish)), "MemberOf placement constraint unsatisfied.");
}

TEST(placement, keeps_tasks_of_a_group_on_distinct_instances) {
  Machines machines;
  machines.add("a", "z", 1024, 1024);
  machines.add("b", "z", 1024, 1024);
  auto wish = request(1, 1);
  wish.sharing = PlacementRequest::Sharing::distinct_instance;
  EXPECT_EQ(machines.fill(wish, 3), (Taken{{"a", 1}, {"b", 1}}));
  EXPECT_EQ(reason(place(machines.candidates, wish)),
            "DistinctInstance placement constraint unsatisfied.");
}

TEST(placement, binpack_fills_one_instance_first) {
  Machines machines;
  machines.add("a", "z", 4096, 1024);
  machines.add("b", "z", 4096, 2048);
  const auto by_memory = with_strategies({{Type::binpack, "memory"}});
  EXPECT_EQ(machines.fill(by_memory, 5), (Taken{{"a", 4}, {"b", 1}}));
  EXPECT_EQ(machines.choice(with_strategies({{Type::binpack, "cpu"}})), "b");
}

TEST(placement, spread_balances_over_the_values_of_an_attribute) {
  Machines machines;
  for (const auto* name : {"a", "b", "c", "d"}) machines.add(name, "z", 4096, 4096);
  machines.at(0).attributes = {{"rack", "1"}};
  machines.at(1).attributes = {{"rack", "2"}};
  machines.at(2).attributes = {{"rack", "2"}};
  const auto by_rack = with_strategies({{Type::spread, "attribute:rack"}});
  EXPECT_EQ(machines.fill(by_rack, 8), (Taken{{"a", 4}, {"b", 2}, {"c", 2}}));
  machines.candidates.erase(machines.candidates.begin(), machines.candidates.begin() + 3);
  EXPECT_EQ(machines.choice(by_rack), "d");
}

TEST(placement, each_strategy_decides_the_ties_of_the_one_before_it) {
  Machines machines;
  machines.add("a", "y", 4096, 1024);
  machines.add("b", "z", 4096, 4096);
  machines.add("c", "z", 4096, 2048);
  const auto wish = with_strategies(
      {{Type::spread, "attribute:ecs.availability-zone"}, {Type::binpack, "memory"}});
  EXPECT_EQ(machines.fill(wish, 4), (Taken{{"a", 2}, {"c", 2}}));
}

TEST(placement, random_reaches_every_instance) {
  Machines machines;
  for (const auto* name : {"a", "b", "c"}) machines.add(name, "z", 65536, 65536);
  EXPECT_EQ(machines.fill(with_strategies({{Type::random, ""}}), 60).size(), 3U);
}

TEST(placement, the_closest_instance_is_named_first) {
  Machines machines;
  machines.add("far", "z", 4096, 100);
  machines.add("near", "z", 4096, 900);
  machines.add("nearest", "z", 512, 2048);
  machines.add("away", "z", 4096, 4096);
  machines.at(3).agent_connected = false;
  std::vector<std::string> names;
  for (const auto& each : place(machines.candidates, request(1024, 1024)).rejections) {
    names.push_back(each.arn.text());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"nearest", "near", "far", "away"}));
}

PlacementStrategies one(std::optional<Type> type, std::optional<std::string> field) {
  gen::ecs::PlacementStrategy strategy;
  strategy.type = type;
  strategy.field = std::move(field);
  return {strategy};
}

TEST(placement, strategies_are_shown_as_ECS_shows_them) {
  EXPECT_EQ(normalize_strategies(one(Type::spread, "host")), one(Type::spread, "instanceId"));
  EXPECT_EQ(normalize_strategies(one(Type::spread, "attribute:x")),
            one(Type::spread, "attribute:x"));
  EXPECT_EQ(normalize_strategies(one(Type::binpack, "MEMORY")), one(Type::binpack, "memory"));
  EXPECT_EQ(normalize_strategies(one(Type::random, "x")), one(Type::random, std::nullopt));
}

TEST(placement, what_is_no_strategy_is_refused) {
  for (const auto& wrong : {one(std::nullopt, "cpu"), one(Type::binpack, "disk"),
                            one(Type::binpack, std::nullopt), one(Type::spread, "zone"),
                            one(Type::spread, "attribute:"), one(Type::spread, std::nullopt)}) {
    EXPECT_FALSE(normalize_strategies(wrong));
  }
  EXPECT_FALSE(normalize_strategies(PlacementStrategies(6, one(Type::random, "").front())));
}

}  // namespace
}  // namespace berth::rules
