#include "rules/new_task.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "rules/task_definition.hpp"

namespace berth::rules {
namespace {

constexpr std::int32_t largest = std::numeric_limits<std::int32_t>::max();

gen::ecs::TaskDefinition definition_of(std::initializer_list<std::int32_t> sizes) {
  gen::ecs::TaskDefinition definition;
  auto& containers = definition.container_definitions.emplace();
  for (const auto size : sizes) {
    auto& container = containers.emplace_back();
    container.name = "c" + std::to_string(containers.size());
    container.cpu = size;
    container.memory = size;
  }
  return definition;
}

TEST(new_task, reserves_the_sum_of_its_containers_or_what_the_task_has) {
  auto definition = definition_of({100, 200});
  EXPECT_EQ(reserved_by(definition, {}), (model::Resources{300, 300, {}}));
  definition.cpu = "1024";
  EXPECT_EQ(reserved_by(definition, {}), (model::Resources{1024, 300, {}}));
  gen::ecs::TaskOverride overrides;
  overrides.memory = "512";
  EXPECT_EQ(reserved_by(definition, overrides), (model::Resources{1024, 512, {}}));
}

TEST(new_task, reserves_never_less_than_nothing) {
  const model::Resources too_much{task_units_max, task_units_max, {}};
  EXPECT_EQ(reserved_by(definition_of({largest, largest}), {}), too_much);
  EXPECT_EQ(reserved_by(definition_of({10, -100}), {}), model::Resources{});
  auto definition = definition_of({1});
  definition.cpu = "4294967196";
  definition.memory = "18446744073709551615";
  EXPECT_EQ(reserved_by(definition, {}), too_much);
}

}  // namespace
}  // namespace berth::rules
