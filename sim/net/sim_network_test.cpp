#include "sim/net/sim_network.hpp"

#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include "ports/sleep.hpp"
#include "sim/kernel/executor.hpp"
#include "sim/kernel/sim_clock.hpp"

namespace berth::sim {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Answers bodies in capitals after a pause, and echoes frames.
class EchoService final : public ports::HttpService {
 public:
  EchoService(ports::Clock& clock, Duration pause) : clock_(clock), pause_(pause) {}

  asio::awaitable<HttpResponse> answer(HttpRequest request) override {
    co_await ports::sleep_for(clock_, pause_);
    ++answered;
    peer = request.peer;
    HttpResponse response;
    response.body = "<" + request.body + ">";
    co_return response;
  }
  asio::awaitable<std::optional<HttpResponse>> admit(const HttpRequest& handshake) override {
    std::optional<HttpResponse> refusal;
    if (handshake.target == "/no") refusal = HttpResponse{403, {}, "not you"};
    co_return refusal;
  }
  asio::awaitable<void> serve(HttpRequest, std::unique_ptr<ports::WebSocket> socket) override {
    while (true) {
      auto frame = co_await socket->receive(clock_.now() + 60s);
      if (!frame) break;
      auto sent = co_await socket->send("<" + *frame + ">");
      if (!sent) break;
    }
    ++served;
  }

  int answered = 0;
  int served = 0;
  std::string peer;

 private:
  ports::Clock& clock_;
  Duration pause_;
};

struct Net {
  explicit Net(NetworkFaults faults = {}, Duration pause = 10ms)
      : scheduler(11),
        story(scheduler, Detail::none, nullptr),
        network(scheduler, story, SimEntropy(11, "net"), faults),
        server(scheduler.spawn("server")),
        client(scheduler.spawn("client")),
        server_clock(scheduler, server),
        client_clock(scheduler, client),
        service(server_clock, pause) {
    network.add_site("core", "10.0.0.1");
    network.add_site("host", "10.0.0.2");
    listen();
    transport = network.transport(Place{client, "host", &client_clock});
  }
  ~Net() {
    scheduler.kill(client);
    scheduler.kill(server);
  }

  void listen() { network.listen("core:80", Place{server, "core", &server_clock}, service); }
  void kill_server() {
    scheduler.kill(server);
    network.process_died(server);
  }
  template <class Work>
  void run(Work work) {
    asio::co_spawn(Executor(scheduler, client), std::move(work), asio::detached);
  }

  Scheduler scheduler;
  Story story;
  SimNetwork network;
  Process server;
  Process client;
  SimClock server_clock;
  SimClock client_clock;
  EchoService service;
  std::unique_ptr<ports::Transport> transport;
};

std::string text(const Result<HttpResponse>& result) {
  return result ? result->body : "error " + std::to_string(static_cast<int>(result.error().code));
}
std::string text(ErrorCode code) { return "error " + std::to_string(static_cast<int>(code)); }

asio::awaitable<void> post(ports::Transport& transport, std::string body, std::string& got) {
  HttpRequest request;
  request.method = "POST";
  request.body = body;
  auto result = co_await transport.request("http://core:80", std::move(request), 5s);
  got += text(result);
}

TEST(SimNetworkTest, CarriesARequestAndItsAnswer) {
  Net net;
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(1s);
  EXPECT_EQ(got, "<hello>");
  EXPECT_EQ(net.service.peer, "10.0.0.2");
}

TEST(SimNetworkTest, ARequestThroughACutLinkTimesOut) {
  Net net;
  net.network.links().cut("host", "core");
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(6s);
  EXPECT_EQ(got, text(ErrorCode::timed_out));
  EXPECT_EQ(net.service.answered, 0);
}

TEST(SimNetworkTest, ARequestHeldBackByACutArrivesAfterItsCallerGaveUp) {
  Net net;
  net.network.links().cut("host", "core");
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(6s);
  net.network.links().heal();
  net.scheduler.run_for(2s);
  EXPECT_EQ(got, text(ErrorCode::timed_out));
  EXPECT_EQ(net.service.answered, 1);
}

TEST(SimNetworkTest, ACutOfTheWayBackLosesTheAnswerOfDoneWork) {
  Net net;
  net.network.links().cut("core", "host");
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(6s);
  EXPECT_EQ(got, text(ErrorCode::timed_out));
  EXPECT_EQ(net.service.answered, 1);
}

TEST(SimNetworkTest, ALostAnswerEndsTheRequestAfterTheWorkWasDone) {
  Net net({.lose_answer_per_mille = 1000});
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(1s);
  EXPECT_EQ(got, text(ErrorCode::closed));
  EXPECT_EQ(net.service.answered, 1);
}

TEST(SimNetworkTest, ADyingServerEndsWhatItWasServing) {
  Net net({}, 1s);
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(500ms);
  net.kill_server();
  net.scheduler.run_for(100ms);
  EXPECT_EQ(got, text(ErrorCode::closed));
  got.clear();
  net.run(post(*net.transport, "again", got));
  net.scheduler.run_for(100ms);
  EXPECT_EQ(got, text(ErrorCode::unreachable));
}

TEST(SimNetworkTest, AVanishedSiteSaysNothing) {
  Net net({}, 1s);
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(500ms);
  net.network.set_down("core");
  net.kill_server();
  net.scheduler.run_for(4s);
  EXPECT_EQ(got, "");
  net.scheduler.run_for(2s);
  EXPECT_EQ(got, text(ErrorCode::timed_out));
}

asio::awaitable<void> talk(ports::Transport& transport, ports::Clock& clock, int count,
                           std::vector<std::string>& got) {
  HttpRequest handshake;
  handshake.target = "/ws";
  auto socket = co_await transport.connect("http://core:80", std::move(handshake), 5s);
  if (!socket) {
    got.push_back(socket.error().message);
    co_return;
  }
  for (int i = 0; i < count; ++i) {
    auto sent = co_await (*socket)->send(std::to_string(i));
    if (!sent) got.push_back("send " + text(sent.error().code));
  }
  while (true) {
    auto frame = co_await (*socket)->receive(clock.now() + 10s);
    got.push_back(frame ? *frame : text(frame.error().code));
    if (!frame) break;
  }
}

TEST(SimNetworkTest, AWebSocketKeepsTheOrderOfFrames) {
  Net net({.delay_mean = 50ms});
  std::vector<std::string> got;
  net.run(talk(*net.transport, net.client_clock, 5, got));
  net.scheduler.run_for(30s);
  EXPECT_EQ(got, (std::vector<std::string>{"<0>", "<1>", "<2>", "<3>", "<4>",
                                           text(ErrorCode::timed_out)}));
  EXPECT_EQ(net.service.served, 1) << "the server saw the end when the client let go";
}

TEST(SimNetworkTest, FramesWaitForACutToHeal) {
  Net net;
  std::vector<std::string> got;
  net.run(talk(*net.transport, net.client_clock, 0, got));
  net.scheduler.run_for(1s);
  net.network.links().cut("core", "host");
  net.scheduler.run_for(20s);
  EXPECT_EQ(got, std::vector{text(ErrorCode::timed_out)});
  EXPECT_EQ(net.service.served, 1);
}

TEST(SimNetworkTest, AKilledServerClosesItsSockets) {
  Net net;
  std::vector<std::string> got;
  net.run(talk(*net.transport, net.client_clock, 1, got));
  net.scheduler.run_for(1s);
  net.kill_server();
  net.scheduler.run_for(1s);
  EXPECT_EQ(got, (std::vector<std::string>{"<0>", text(ErrorCode::closed)}));
}

TEST(SimNetworkTest, AVanishedServerLeavesItsSocketsHalfOpen) {
  Net net;
  std::vector<std::string> got;
  net.run(talk(*net.transport, net.client_clock, 1, got));
  net.scheduler.run_for(1s);
  net.network.set_down("core");
  net.kill_server();
  net.scheduler.run_for(5s);
  EXPECT_EQ(got, (std::vector<std::string>{"<0>"}));
  net.scheduler.run_for(10s);
  EXPECT_EQ(got, (std::vector<std::string>{"<0>", text(ErrorCode::timed_out)}));
}

TEST(SimNetworkTest, AResetEndsBothSides) {
  Net net({.reset_per_mille = 1000});
  std::vector<std::string> got;
  net.run(talk(*net.transport, net.client_clock, 1, got));
  net.scheduler.run_for(1s);
  EXPECT_EQ(got,
            (std::vector<std::string>{"send " + text(ErrorCode::closed), text(ErrorCode::closed)}));
  EXPECT_EQ(net.service.served, 1);
}

asio::awaitable<void> knock(ports::Transport& transport, std::string& got) {
  HttpRequest handshake;
  handshake.target = "/no";
  auto socket = co_await transport.connect("http://core:80", std::move(handshake), 5s);
  got = socket ? "opened" : socket.error().message;
}

TEST(SimNetworkTest, ARefusedHandshakeCarriesTheServersWords) {
  Net net;
  std::string got;
  net.run(knock(*net.transport, got));
  net.scheduler.run_for(1s);
  EXPECT_EQ(got, "not you");
}

TEST(SimNetworkTest, AClogDelaysWhatWasSentDuringIt) {
  Net net;
  net.network.links().clog("host", "core", net.scheduler.now() + 3s);
  std::string got;
  net.run(post(*net.transport, "hello", got));
  net.scheduler.run_for(2900ms);
  EXPECT_EQ(got, "");
  net.scheduler.run_for(200ms);
  EXPECT_EQ(got, "<hello>");
}

}  // namespace
}  // namespace berth::sim
