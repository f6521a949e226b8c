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
#include "agent/testing/fake_listener.hpp"
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
        options, Agent::Ports{server, world.clock, world.entropy, engine, store, host, house},
        Log{});
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

  /// What a task that sends it from `peer` is answered; time passes if the answer takes some.
  HttpResponse ask(HttpRequest request, const std::string& peer = "172.17.0.2") {
    request.peer = peer;
    return ask(house, std::move(request));
  }
  HttpResponse ask(const std::string& target) { return ask(HttpRequest{.target = target}); }
  HttpResponse ask_introspection(const std::string& target) {
    return ask(agent->introspection(), HttpRequest{.target = target});
  }

  static boost::asio::awaitable<void> ask_once(ports::HttpService& service, HttpRequest request,
                                               std::optional<HttpResponse>& answer) {
    answer = co_await service.answer(std::move(request));
  }

  World world;
  FakeEngine engine{world.clock};
  FakeServer server{world.clock};
  MemoryStore store;
  FakeHost host;
  FakeListener listener;
  FakeAuditTrail audit;
  inside::House house{listener, world.clock, audit, Log{}};
  AgentOptions options;
  std::unique_ptr<Agent> agent;
  std::optional<Result<void>> ended;

 private:
  HttpResponse ask(ports::HttpService& service, HttpRequest request) {
    request.peer_port = 4711;
    std::optional<HttpResponse> answer;
    world.start(ask_once(service, std::move(request), answer));
    run_for(std::chrono::seconds{2});
    return answer.value_or(HttpResponse{.status = 0});
  }
  boost::asio::awaitable<void> run(Agent& one) { ended = co_await one.run(); }

  int messages_ = 0;
};

}  // namespace berth::agent::testing
