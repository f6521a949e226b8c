#include "sim/engine/sim_engine.hpp"

#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include "sim/kernel/executor.hpp"
#include "sim/kernel/sim_clock.hpp"

namespace berth::sim {
namespace {

namespace asio = boost::asio;
namespace docker = gen::docker;
using namespace std::chrono_literals;

AppTable apps() {
  AppTable table;
  table["web"] = App{.pull_time = 500ms, .stop_time = 100ms, .ready_after = 1s};
  table["job"] = App{.exits_after = 5s, .exit_code = 3};
  table["greedy"] = App{.exits_after = 2s, .exit = Exit::out_of_memory};
  table["stubborn"] = App{.on_term = OnTerm::ignores};
  table["broken"] = App{.start = Start::fails};
  table["missing"] = App{.pull = Pull::fails};
  table["sick"] = App{.ready_after = 1s, .sick_after = 3s};
  return table;
}

struct Machine {
  explicit Machine(EngineFaults engine_faults = {})
      : table(apps()),
        faults(engine_faults),
        scheduler(5),
        story(scheduler, Detail::none, nullptr),
        daemon(scheduler, story, table, SimEntropy(5, "daemon"), "host-1"),
        agent(scheduler.spawn("agent")),
        clock(scheduler, agent),
        engine(std::make_unique<SimEngine>(scheduler, agent, clock, daemon, faults,
                                           SimEntropy(5, "engine"))) {}
  ~Machine() { scheduler.kill_all(); }

  /// Runs the call and notes what it answered, if it ever did.
  template <class T>
  std::shared_ptr<std::optional<Result<T>>> ask(SimEngine::Answer<T> answer) {
    auto got = std::make_shared<std::optional<Result<T>>>();
    asio::co_spawn(Executor(scheduler, agent), keep(std::move(answer), got), asio::detached);
    return got;
  }
  template <class T>
  static asio::awaitable<void> keep(SimEngine::Answer<T> answer,
                                    std::shared_ptr<std::optional<Result<T>>> got) {
    auto result = co_await std::move(answer);
    got->emplace(std::move(result));
  }
  /// The answer after a minute.
  template <class T>
  Result<T> get(SimEngine::Answer<T> answer) {
    auto got = ask<T>(std::move(answer));
    scheduler.run_for(60s);
    return *got ? **got : Result<T>(fail(ErrorCode::timed_out, "no answer at all"));
  }

  /// A running container of that image.
  std::string started(const std::string& image, const std::string& name = "c") {
    daemon.add_image(image);
    docker::ContainerCreateBody body;
    body.image = image;
    body.labels = std::map<std::string, std::string>{{"task", name}};
    const auto id = get<std::string>(engine->create_container(name, body, 10s));
    EXPECT_TRUE(id);
    auto begun = ask<void>(engine->start_container(*id, 10s));
    scheduler.run_for(500ms);
    return *id;
  }

  AppTable table;
  EngineFaults faults;
  Scheduler scheduler;
  Story story;
  Daemon daemon;
  Process agent;
  SimClock clock;
  std::unique_ptr<SimEngine> engine;
};

template <class T>
std::string code(const Result<T>& result) {
  return result ? "ok" : std::to_string(static_cast<int>(result.error().code));
}
std::string code(ErrorCode code) { return std::to_string(static_cast<int>(code)); }

TEST(SimEngineTest, AnImageIsThereOnceItWasPulled) {
  Machine m;
  EXPECT_EQ(code(m.get(m.engine->inspect_image("web", 5s))), code(ErrorCode::not_found));
  EXPECT_EQ(code(m.get(m.engine->pull_image("web", 5s))), "ok");
  EXPECT_EQ(code(m.get(m.engine->inspect_image("web", 5s))), "ok");
  EXPECT_EQ(code(m.get(m.engine->pull_image("missing", 5s))), code(ErrorCode::not_found));
  EXPECT_EQ(code(m.get(m.engine->pull_image("unheard-of", 5s))), code(ErrorCode::not_found));
}

TEST(SimEngineTest, ANameIsTakenOnce) {
  Machine m;
  m.started("web", "one");
  docker::ContainerCreateBody body;
  body.image = "web";
  EXPECT_EQ(code(m.get(m.engine->create_container("one", body, 5s))),
            code(ErrorCode::already_exists));
}

TEST(SimEngineTest, AProgramExitsByItselfWithItsCode) {
  Machine m;
  const auto id = m.started("job");
  EXPECT_EQ(m.daemon.find(id)->state, RunState::running);
  m.scheduler.run_for(6s);
  const auto inspect = m.get(m.engine->inspect_container(id, 5s));
  ASSERT_TRUE(inspect);
  EXPECT_EQ(inspect->state.status, "exited");
  EXPECT_EQ(inspect->state.exit_code, 3);
  EXPECT_EQ(m.daemon.find(id)->starts, 1);
}

TEST(SimEngineTest, AnOutOfMemoryKillShowsAsOne) {
  Machine m;
  const auto id = m.started("greedy");
  m.scheduler.run_for(3s);
  const auto inspect = m.get(m.engine->inspect_container(id, 5s));
  ASSERT_TRUE(inspect);
  EXPECT_TRUE(inspect->state.oom_killed);
  EXPECT_EQ(inspect->state.exit_code, 137);
}

TEST(SimEngineTest, AStopWaitsForTheProgramAndAtMostForTheGrace) {
  Machine m;
  const auto web = m.started("web", "web");
  auto stopped = m.ask<void>(m.engine->stop_container(web, 10s, 30s));
  m.scheduler.run_for(1s);
  ASSERT_TRUE(*stopped);
  EXPECT_EQ(m.daemon.find(web)->exit_code, 143);

  const auto stubborn = m.started("stubborn", "stubborn");
  stopped = m.ask<void>(m.engine->stop_container(stubborn, 10s, 30s));
  m.scheduler.run_for(9s);
  EXPECT_FALSE(*stopped);
  m.scheduler.run_for(2s);
  EXPECT_TRUE(*stopped);
  EXPECT_EQ(m.daemon.find(stubborn)->exit_code, 137);
}

TEST(SimEngineTest, ABrokenProgramDoesNotStart) {
  Machine m;
  const auto id = m.started("broken");
  EXPECT_EQ(code(m.get(m.engine->start_container(id, 5s))), code(ErrorCode::refused));
  EXPECT_EQ(m.daemon.find(id)->starts, 0);
}

TEST(SimEngineTest, AHostPortHasOneOwner) {
  Machine m;
  m.daemon.add_image("web");
  docker::ContainerCreateBody body;
  body.image = "web";
  docker::HostConfig host;
  host.port_bindings = std::map<std::string, std::vector<docker::PortBinding>>{
      {"80/tcp", {docker::PortBinding{std::nullopt, "8080"}}}};
  body.host_config = host;
  const auto one = m.get(m.engine->create_container("one", body, 5s));
  const auto two = m.get(m.engine->create_container("two", body, 5s));
  EXPECT_EQ(code(m.get(m.engine->start_container(*one, 5s))), "ok");
  EXPECT_EQ(code(m.get(m.engine->start_container(*two, 5s))), code(ErrorCode::refused));
  EXPECT_EQ(m.daemon.behind_port(8080)->name, "one");
}

TEST(SimEngineTest, AnAddressOfANetworkHasOneOwner) {
  Machine m;
  m.daemon.add_image("web");
  EXPECT_EQ(code(m.get(m.engine->ensure_network({"vpc", "172.31.0.0/16", "172.31.0.1", "br"}, 5s))),
            "ok");
  docker::ContainerCreateBody body;
  body.image = "web";
  docker::HostConfig host;
  host.network_mode = "vpc";
  body.host_config = host;
  docker::EndpointSettings endpoint;
  endpoint.ipam_config = docker::EndpointIpamConfig{.ipv4_address = "172.31.0.9"};
  docker::NetworkingConfig networking;
  networking.endpoints_config = std::map<std::string, docker::EndpointSettings>{{"vpc", endpoint}};
  body.networking_config = networking;
  const auto one = m.get(m.engine->create_container("one", body, 5s));
  const auto two = m.get(m.engine->create_container("two", body, 5s));
  EXPECT_EQ(code(m.get(m.engine->start_container(*one, 5s))), "ok");
  EXPECT_EQ(code(m.get(m.engine->start_container(*two, 5s))), code(ErrorCode::refused));

  docker::ContainerCreateBody joined;
  joined.image = "web";
  host.network_mode = "container:" + *one;
  joined.host_config = host;
  const auto app = m.get(m.engine->create_container("app", joined, 5s));
  EXPECT_EQ(code(m.get(m.engine->start_container(*app, 5s))), "ok");
  EXPECT_EQ(m.daemon.behind_address("172.31.0.9")->name, "app");
}

asio::awaitable<void> read_events(ports::ContainerEngine& engine, Instant since,
                                  std::vector<std::string>& got) {
  auto stream = co_await engine.events(since, 5s);
  while (stream) {
    auto event = co_await (*stream)->next();
    got.push_back(event ? event->action : "closed");
    if (!event) break;
  }
}

TEST(SimEngineTest, EventsTellTheLifeOfAContainerAlsoFromThePast) {
  Machine m;
  const Instant begin = m.scheduler.now();
  m.started("job");
  std::vector<std::string> got;
  asio::co_spawn(Executor(m.scheduler, m.agent), read_events(*m.engine, begin, got),
                 asio::detached);
  m.scheduler.run_for(10s);
  EXPECT_EQ(got, (std::vector<std::string>{"create", "start", "die"}));
}

TEST(SimEngineTest, AStoppedEngineClosesEventsAndCutsCallsOff) {
  Machine m;
  const auto id = m.started("web");
  std::vector<std::string> got;
  asio::co_spawn(Executor(m.scheduler, m.agent), read_events(*m.engine, m.scheduler.now(), got),
                 asio::detached);
  auto pulled = m.ask<void>(m.engine->pull_image("job", 60s));
  m.scheduler.run_for(50ms);
  m.daemon.stop(ContainersDo::keep_running);
  EXPECT_EQ(code(m.get(m.engine->inspect_container(id, 5s))), code(ErrorCode::unreachable));
  EXPECT_EQ(got, std::vector<std::string>{"closed"});
  EXPECT_EQ(code(**pulled), code(ErrorCode::unreachable));
  m.daemon.start();
  EXPECT_EQ(m.get(m.engine->inspect_container(id, 5s))->state.status, "running");
}

TEST(SimEngineTest, ACallOfADeadAgentIsCarriedOut) {
  Machine m;
  m.daemon.add_image("web");
  docker::ContainerCreateBody body;
  body.image = "web";
  m.ask<std::string>(m.engine->create_container("orphan", body, 5s));
  m.scheduler.run_for(0ms);
  m.scheduler.kill(m.agent);
  m.engine.reset();
  m.scheduler.run_for(5s);
  EXPECT_NE(m.daemon.find("orphan"), nullptr);
}

TEST(SimEngineTest, ASlowCallIsDoneAfterItsCallerGaveUp) {
  Machine m({.slow_per_mille = 1000, .slow = 20s});
  m.daemon.add_image("web");
  docker::ContainerCreateBody body;
  body.image = "web";
  EXPECT_EQ(code(m.get(m.engine->create_container("late", body, 5s))), code(ErrorCode::timed_out));
  EXPECT_NE(m.daemon.find("late"), nullptr);
}

TEST(SimEngineTest, AFailingEngineChangesNothing) {
  Machine m({.fail_per_mille = 1000});
  EXPECT_EQ(code(m.get(m.engine->pull_image("web", 5s))), code(ErrorCode::refused));
  EXPECT_FALSE(m.daemon.has_image("web"));
}

TEST(SimEngineTest, AnAnswerThatIsLostIsOfACallThatWasDone) {
  Machine m({.lose_answer_per_mille = 1000});
  m.daemon.add_image("web");
  docker::ContainerCreateBody body;
  body.image = "web";
  EXPECT_EQ(code(m.get(m.engine->create_container("made", body, 5s))),
            code(ErrorCode::unreachable));
  EXPECT_NE(m.daemon.find("made"), nullptr);
}

TEST(SimEngineTest, AHungEngineAnswersNobodyAndMakesUpForItLater) {
  Machine m;
  const auto id = m.started("job");
  std::vector<std::string> got;
  asio::co_spawn(Executor(m.scheduler, m.agent), read_events(*m.engine, m.scheduler.now(), got),
                 asio::detached);
  m.scheduler.run_for(1s);
  m.daemon.hang();
  auto removal = m.ask<void>(m.engine->remove_container(id, 30s));
  m.scheduler.run_for(29s);
  EXPECT_FALSE(*removal);
  m.scheduler.run_for(2s);
  EXPECT_EQ(code(**removal), code(ErrorCode::timed_out));
  EXPECT_EQ(got, std::vector<std::string>{}) << "the job ended meanwhile";
  m.daemon.resume();
  m.scheduler.run_for(1s);
  EXPECT_EQ(got, (std::vector<std::string>{"die", "destroy"}));
}

TEST(SimEngineTest, ASilentRegistryIsAnotherErrorThanAMissingImage) {
  Machine m;
  m.daemon.set_registry(Registry::silent);
  EXPECT_EQ(code(m.get(m.engine->pull_image("web", 5s))), code(ErrorCode::refused));
  m.daemon.set_registry(Registry::answers);
  EXPECT_EQ(code(m.get(m.engine->pull_image("web", 5s))), "ok");
}

TEST(SimEngineTest, AVolumeInUseIsNotRemoved) {
  Machine m;
  m.daemon.add_image("web");
  docker::ContainerCreateBody body;
  body.image = "web";
  body.host_config.emplace().binds = std::vector<std::string>{"scratch:/scratch"};
  const auto id = m.get(m.engine->create_container("c", body, 5s));
  EXPECT_EQ(code(m.get(m.engine->remove_volume("scratch", 5s))), code(ErrorCode::refused));
  EXPECT_EQ(code(m.get(m.engine->remove_container(*id, 5s))), "ok");
  EXPECT_EQ(code(m.get(m.engine->remove_volume("scratch", 5s))), "ok");
}

TEST(SimEngineTest, HealthFollowsTheProgram) {
  Machine m;
  m.daemon.add_image("sick");
  docker::ContainerCreateBody body;
  body.image = "sick";
  docker::HealthConfig check;
  check.test = std::vector<std::string>{"CMD", "true"};
  body.healthcheck = check;
  const auto id = m.get(m.engine->create_container("c", body, 5s));
  m.ask<void>(m.engine->start_container(*id, 5s));
  m.scheduler.run_for(500ms);
  EXPECT_EQ(m.daemon.find(*id)->health, Health::starting);
  m.scheduler.run_for(1500ms);
  EXPECT_EQ(m.daemon.find(*id)->health, Health::healthy);
  m.scheduler.run_for(2s);
  EXPECT_EQ(m.daemon.find(*id)->health, Health::unhealthy);
}

TEST(SimEngineTest, ListsByLabel) {
  Machine m;
  m.started("web", "one");
  m.started("web", "two");
  EXPECT_EQ(m.get(m.engine->list_containers("task", 5s))->size(), 2u);
  EXPECT_EQ(m.get(m.engine->list_containers("task=two", 5s))->size(), 1u);
  EXPECT_EQ(m.get(m.engine->list_containers("other", 5s))->size(), 0u);
}

}  // namespace
}  // namespace berth::sim
