#pragma once
// A world of one silent host whose server is a State that a test changes by hand, and one
// invariant that watches it.

#include <gtest/gtest.h>

#include "sim/invariants/invariant.hpp"
#include "sim/world/constants.hpp"
#include "state/snapshot.hpp"

namespace berth::sim {

using namespace std::chrono_literals;

/// Refuses everything: these tests change the state by hand.
class DeafService final : public ports::HttpService {
 public:
  boost::asio::awaitable<HttpResponse> answer(HttpRequest) override { co_return HttpResponse{}; }
  boost::asio::awaitable<std::optional<HttpResponse>> admit(const HttpRequest&) override {
    co_return std::nullopt;
  }
  boost::asio::awaitable<void> serve(HttpRequest, std::unique_ptr<ports::WebSocket>) override {
    co_return;
  }
};

class HandServer final : public ServerProcess {
 public:
  HandServer(ServerPorts ports, const state::State& first)
      : on_change_(std::move(ports.on_change)) {
    state_.restore(first.snapshot());
  }

  Result<void> recover() override { return {}; }
  void start() override {}
  ports::HttpService& service() override { return service_; }
  const state::State& state() const override { return state_; }
  ports::Sequence applied() const override { return 0; }
  ports::Sequence durable() const override { return 0; }

  void apply(const state::Command& command) {
    state::Changes changes;
    state_.apply(command, changes);
    for (const auto& change : changes) on_change_(change);
  }

 private:
  std::function<void(const state::Change&)> on_change_;
  state::State state_;
  DeafService service_;
};

class SilentAgent final : public AgentProcess {
 public:
  void start() override {}
};

inline Options options() {
  Options options;
  options.seed = 3;
  options.hosts = {HostOptions{.cpu = 1024, .memory = 1024, .zone = "us-east-1a"}};
  options.apps["web"] = options.apps["fixed"] = App{};
  options.apps["broken"].start = Start::fails;
  return options;
}

struct InvariantTest : testing::Test {
  using Make = invariants::Pointer (*)(Watched);

  InvariantTest() : world(options(), programs(), Detail::none, nullptr) {}

  Programs programs() {
    return Programs{[this](ServerPorts ports) {
                      auto made = std::make_unique<HandServer>(std::move(ports), first_state);
                      server = made.get();
                      return made;
                    },
                    [](AgentPorts) { return std::make_unique<SilentAgent>(); }};
  }
  void watch(Make make) {
    invariant = make(Watched{world, promises});
    world.observe(*invariant);
    world.begin();
  }
  void apply(const state::Command& command) {
    server->apply(command);
    // The world looks after each task.
    world.scheduler().call_at(idle, world.scheduler().now(), [] {});
    world.scheduler().run_for(1ms);
  }
  std::string violation() const { return world.violation().value_or(""); }

  state::State first_state;
  HandServer* server = nullptr;
  World world;
  Process idle = world.scheduler().spawn("idle");
  Promises promises;
  invariants::Pointer invariant;
};

inline model::ContainerInstance instance(std::int32_t cpu) {
  model::ContainerInstance row;
  row.arn = model::ContainerInstanceArn("arn:i");
  row.cluster_arn = model::ClusterArn("arn:c");
  row.private_address = "10.0.1.1";
  row.registered = {cpu, 1024, {}};
  return row;
}

inline model::Task task(const char* arn, std::int32_t cpu) {
  model::Task row;
  row.arn = model::TaskArn(arn);
  row.cluster_arn = model::ClusterArn("arn:c");
  row.container_instance_arn = model::ContainerInstanceArn("arn:i");
  row.reserved = {cpu, 100, {}};
  return row;
}

}  // namespace berth::sim
