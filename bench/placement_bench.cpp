// How one placement grows with the number of container instances.

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "bench/ratio.hpp"
#include "rules/placement/placement.hpp"

namespace berth::bench {
namespace {

struct Cluster {
  explicit Cluster(std::int64_t size) {
    for (std::int64_t i = 0; i < size; ++i) {
      auto& instance = instances.emplace_back();
      instance.arn = model::ContainerInstanceArn("instance-" + std::to_string(i));
      instance.availability_zone = "us-east-1" + std::string(1, static_cast<char>('a' + i % 3));
      instance.agent_connected = true;
      instance.registered = {4096, 16384, {{model::PortProtocol::tcp, 22}}};
      const auto used = static_cast<std::int32_t>(i % 7);
      auto& taken = reserved.emplace_back(model::Resources{512 * used, 1024 * used, {}});
      candidates.push_back({&instance, &taken, used % 3, used, {}, 1});
    }
  }

  std::deque<model::ContainerInstance> instances;
  std::deque<model::Resources> reserved;
  std::vector<rules::Candidate> candidates;
};

void place_one_task(benchmark::State& state) {
  const Cluster cluster(state.range(0));
  rules::PlacementRequest request;
  request.wanted = {512, 1024, {{model::PortProtocol::tcp, 8080}}};
  const auto place = [&] {
    auto placement = rules::place(cluster.candidates, request);
    benchmark::DoNotOptimize(placement);
  };
  const auto read_each = [&] {
    std::int64_t free = 0;
    for (const auto& candidate : cluster.candidates) {
      free += candidate.instance->registered.memory - candidate.reserved->memory;
    }
    benchmark::DoNotOptimize(free);
  };
  measure(state, place, read_each);
}
BENCHMARK(place_one_task)->Arg(10)->Arg(100)->Arg(1000)->UseManualTime();

}  // namespace
}  // namespace berth::bench
