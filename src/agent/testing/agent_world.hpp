#pragma once
// A whole agent between a fake server and a fake engine, on virtual time.

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/agent.hpp"
#include "agent/testing/fake_engine.hpp"
#include "agent/testing/fake_host.hpp"
#include "agent/testing/fake_server.hpp"
#include "agent/testing/memory_store.hpp"
#include "agent/testing/payloads.hpp"
#include "agent/testing/world.hpp"

namespace berth::agent::testing {

class AgentWorld {
 public:
  AgentWorld() {
    options.endpoint = "http://server:1";
    options.credentials = {"AKID", Secret("secret"), ""};
    options.zone = "us-east-1a";
    options.host = {.cpu = 2048, .memory = 4000, .cpu_architecture = "x86_64"};
    for (const char* name : {"web", "db", "log", "init"}) {
      engine.images[std::string(name) + ":local"].id = std::string("sha256:") + name;
    }
  }
  ~AgentWorld() { stop(Leave::everything); }

  /// Starts an agent and lets it register and connect.
  void start() {
    agent = std::make_unique<Agent>(
        options, Agent::Ports{server, world.clock, world.entropy, engine, store, host}, Log{});
    world.start(run(*agent));
    run_for(std::chrono::milliseconds{1});
  }
  void stop(Leave leave) {
    if (!agent) return;
    agent->stop(leave);
    run_for(leave == Leave::nothing ? Duration{std::chrono::minutes{4}} : Duration{0});
    agent.reset();
  }
  void restart() {
    stop(Leave::everything);
    start();
  }
  void run_for(Duration time) { world.run_for(time); }

  void send(std::vector<PayloadTask> tasks) {
    gen::agent_protocol::PayloadMessage message;
    message.message_id = "m" + std::to_string(++messages_);
    message.cluster_arn = cluster_arn;
    message.container_instance_arn = instance_arn;
    message.seq_num = messages_;
    message.tasks = std::move(tasks);
    server.order("PayloadMessage", message);
    run_for(std::chrono::milliseconds{1});
  }
  void send_stop(const std::string& arn = task_arn) {
    PayloadTask task;
    task.arn = arn;
    task.desired_status = "STOPPED";
    send({task});
  }

  World world;
  FakeEngine engine{world.clock};
  FakeServer server{world.clock};
  MemoryStore store;
  FakeHost host;
  AgentOptions options;
  std::unique_ptr<Agent> agent;
  std::optional<Result<void>> ended;

 private:
  boost::asio::awaitable<void> run(Agent& one) { ended = co_await one.run(); }

  int messages_ = 0;
};

}  // namespace berth::agent::testing
