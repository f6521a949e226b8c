// What placing one task costs beside the number of container instances and of tasks that run on
// them: the whole way from the state to the task's row.

#include <cstdint>
#include <string>
#include <vector>

#include "bench/ratio.hpp"
#include "launch/launcher.hpp"
#include "ports/testing/seeded_entropy.hpp"
#include "rules/task_definition.hpp"

namespace berth::bench {
namespace {

const std::string ecs = "arn:aws:ecs:us-east-1:000000000000:";
const model::ClusterArn cluster{ecs + "cluster/default"};

/// As many attributes as Amazon's agent brings.
std::vector<model::Attribute> attributes() {
  std::vector<model::Attribute> all;
  for (int i = 17; i < 45; ++i) {
    all.push_back({"com.amazonaws.ecs.capability.docker-remote-api.1." + std::to_string(i), {}});
  }
  for (const auto* name : {"task-eni", "container-ordering", "full-sync", "efs", "execute-command",
                           "secrets.ssm.environment-variables", "task-cpu-mem-limit"}) {
    all.push_back({std::string("ecs.capability.") + name, {}});
  }
  all.push_back({"ecs.instance-type", "m5.large"});
  return all;
}

model::TaskDefinition definition() {
  gen::ecs::RegisterTaskDefinitionRequest request;
  request.family = "web";
  auto& container = request.container_definitions.emplace_back();
  container.name = "app";
  container.image = "app:1";
  container.memory = 64;
  model::TaskDefinition row;
  row.body = *rules::define_task(request);
  row.family = "web";
  row.revision = 1;
  row.arn = model::TaskDefinitionArn{ecs + "task-definition/web:1"};
  return row;
}

/// So many instances with so many tasks of other groups on each.
struct Fleet {
  Fleet(std::int64_t instances, std::int64_t tasks_on_each) {
    apply(state::RegisterTaskDefinition{definition()});
    for (std::int64_t i = 0; i < instances; ++i) {
      model::ContainerInstance instance;
      instance.arn =
          model::ContainerInstanceArn{ecs + "container-instance/default/" + entropy.hex(32)};
      instance.cluster_arn = cluster;
      instance.agent_connected = true;
      instance.availability_zone = "us-east-1" + std::string(1, static_cast<char>('a' + i % 3));
      instance.registered = {8192, 32768, {{model::PortProtocol::tcp, 22}}};
      instance.attributes = attributes();
      apply(state::CreateContainerInstance{instance});
      for (std::int64_t n = 0; n < tasks_on_each; ++n) add_task(instance);
    }
  }

  void add_task(const model::ContainerInstance& instance) {
    model::Task task;
    task.arn = model::TaskArn{ecs + "task/default/" + entropy.hex(32)};
    task.cluster_arn = cluster;
    task.container_instance_arn = instance.arn;
    task.availability_zone = instance.availability_zone;
    task.group = "service:other-" + std::to_string(entropy.below(100));
    task.reserved = {64, 128, {}};
    apply(state::CreateTask{task});
  }

  void apply(const state::Command& command) {
    state::Changes ignored;
    state.apply(command, ignored);
  }

  state::State state;
  ports::testing::SeededEntropy entropy;
};

launch::Launched launch_one(Fleet& fleet) {
  rules::TaskWish wish;
  wish.definition =
      fleet.state.find_task_definition(model::TaskDefinitionArn{ecs + "task-definition/web:1"});
  wish.cluster_arn = cluster;
  wish.group = "service:web";
  launch::Launcher launcher(fleet.state, fleet.entropy, std::move(wish), std::nullopt, Instant{});
  return launcher.launch();
}

/// Beside the same among ten instances with one task each.
void launch_one_task(benchmark::State& state) {
  Fleet fleet(state.range(0), state.range(1)), small(10, 1);
  measure(
      state,
      [&] {
        auto launched = launch_one(fleet);
        benchmark::DoNotOptimize(launched);
      },
      [&] {
        auto launched = launch_one(small);
        benchmark::DoNotOptimize(launched);
      });
}
BENCHMARK(launch_one_task)
    ->Args({10, 100})
    ->Args({100, 1})
    ->Args({1000, 1})
    ->Args({1000, 20})
    ->Args({5000, 1})
    ->UseManualTime();

}  // namespace
}  // namespace berth::bench
