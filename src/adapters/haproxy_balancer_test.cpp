// A real HAProxy on loopback addresses, real servers behind it, real clients before it.

#include "adapters/haproxy_balancer.hpp"

#include <csignal>
#include <exception>
#include <filesystem>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include "adapters/haproxy/address.hpp"
#include "adapters/haproxy/folder.hpp"
#include "adapters/haproxy/process.hpp"
#include "adapters/haproxy/testing/http_peers.hpp"
#include "adapters/haproxy/testing/run_until.hpp"
#include "adapters/system/system_clock.hpp"

namespace berth::adapters {
namespace {

using haproxy::Bind;
using haproxy::free_bind;
using haproxy::ListeningSocket;
using haproxy::TestClient;
using haproxy::TestLoad;
using haproxy::TestServer;
using ports::BalancerListener;
using ports::BalancerPlan;
using ports::BalancerServer;
using ports::ServerState;
using std::chrono::milliseconds;
using std::chrono::seconds;

using Names = std::set<std::string>;

/// Warnings beside the test's own output: they say why an expectation failed.
Log test_log() {
  return Log(LogLevel::warn,
             [](LogLevel, std::string_view event, const LogField* fields, std::size_t count) {
               fmt::print(stderr, "{}", event);
               for (std::size_t i = 0; i < count; ++i) {
                 fmt::print(stderr, " {}={}", fields[i].name, fields[i].value);
               }
               fmt::print(stderr, "\n");
             });
}

class HaproxyBalancerTest : public testing::Test {
 protected:
  HaproxyBalancerTest() {
    // Addresses of our own, so that test programs side by side do not meet.
    const auto net = getpid() % 200;
    own_ = free_bind(fmt::format("127.61.{}.1", net));
    shared_ = free_bind(fmt::format("127.62.{}.1", net));
    char pattern[] = "/tmp/haproxy-test-XXXXXX";
    options_.folder = mkdtemp(pattern);
    options_.recheck = milliseconds(100);
    options_.connect_timeout = milliseconds(400);
    options_.drain_max = seconds(30);
    connect();
  }
  ~HaproxyBalancerTest() override {
    balancer_.reset();
    EXPECT_TRUE(stop_haproxy(options_));
    run_for(milliseconds(20));
    std::filesystem::remove_all(options_.folder);
  }

  void connect() {
    auto created = HaproxyBalancer::create(options_, context_.get_executor(), clock_, test_log());
    ASSERT_TRUE(created) << created.error().message;
    balancer_ = std::move(*created);
  }

  bool run_until(const std::function<bool()>& condition, Duration timeout = seconds(20)) {
    return haproxy::run_until(context_, condition, timeout);
  }
  void run_for(Duration duration) {
    haproxy::run_until(context_, [] { return false; }, duration);
  }

  static BalancerServer server(const TestServer& of, ServerState state = ServerState::ready) {
    return {fmt::format("{}.{}", of.at().address, of.at().port), of.at().address, of.at().port,
            state, 1};
  }

  /// One listener on our own address, one pool.
  BalancerPlan plan_for(std::vector<BalancerServer> servers) const {
    BalancerPlan plan;
    plan.listeners = {{"web", {own_.address}, {}, own_.port, "pool", seconds(10)}};
    plan.pools = {{"pool", std::move(servers)}};
    return plan;
  }

  /// The status of a fresh request, 0 without an answer.
  static int status_at(const Bind& at, const std::string& headers = "") {
    TestClient client(at);
    const auto answer = client.get("/", headers);
    return answer ? answer->status : 0;
  }

  void apply_and_wait(BalancerPlan plan, int status = 200) {
    balancer_->apply(std::move(plan));
    ASSERT_TRUE(run_until([&] { return status_at(own_) == status; }));
  }

  std::vector<pid_t> processes() const {
    const auto folder = haproxy::Folder::open(options_.folder);
    return haproxy::processes_in(*folder, "haproxy");
  }

  std::set<std::string> names_at(const Bind& at, int requests = 8) const {
    std::set<std::string> names;
    TestClient client(at);
    for (int i = 0; i < requests; ++i) {
      const auto answer = client.get();
      names.insert(answer ? answer->body : "no answer");
    }
    return names;
  }

  Bind own_, shared_;
  HaproxyOptions options_;
  boost::asio::io_context context_;
  SystemClock clock_{context_.get_executor()};
  TestServer a_{"a", "127.0.0.1"}, b_{"b", "127.0.0.1"};
  std::unique_ptr<HaproxyBalancer> balancer_;
};

TEST_F(HaproxyBalancerTest, RequestsGoRoundRobin) {
  apply_and_wait(plan_for({server(a_), server(b_)}));
  const auto before_a = a_.requests(), before_b = b_.requests();
  TestClient client(own_);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(client.get());
  EXPECT_EQ(a_.requests() - before_a, 50U);
  EXPECT_EQ(b_.requests() - before_b, 50U);
}

TEST_F(HaproxyBalancerTest, ServersComeDrainAndGoWithoutLosingARequestOrAProcess) {
  apply_and_wait(plan_for({server(a_)}));
  const auto process = processes();
  TestLoad load(own_, 6, 100'000);
  const auto all_answer = [&](const Names& names) {
    return [this, names] { return names_at(own_) == names; };
  };
  for (int round = 0; round < 3; ++round) {
    balancer_->apply(plan_for({server(a_), server(b_)}));
    ASSERT_TRUE(run_until(all_answer({"a", "b"})));
    balancer_->apply(plan_for({server(a_, ServerState::drain), server(b_)}));
    ASSERT_TRUE(run_until(all_answer({"b"})));
    run_for(milliseconds(50));
    balancer_->apply(plan_for({server(b_)}));
    run_for(milliseconds(100));
    balancer_->apply(plan_for({server(b_, ServerState::drain), server(a_)}));
    ASSERT_TRUE(run_until(all_answer({"a"})));
    run_for(milliseconds(50));
    balancer_->apply(plan_for({server(a_)}));
    run_for(milliseconds(50));
  }
  ASSERT_TRUE(run_until([&] { return load.answered() > 2000; }));
  load.finish();
  EXPECT_EQ(load.failed(), 0U) << load.failure();
  EXPECT_EQ(processes(), process);
}

TEST_F(HaproxyBalancerTest, ASlowRequestFinishesWhileItsServerDrains) {
  apply_and_wait(plan_for({server(a_)}));
  std::optional<haproxy::TestAnswer> answer;
  std::thread slow([&] { answer = TestClient(own_).get("/slow"); });
  const auto before = a_.requests();
  run_until([&] { return a_.requests() > before; });
  balancer_->apply(plan_for({server(a_, ServerState::drain), server(b_)}));
  EXPECT_TRUE(run_until([&] { return names_at(own_) == Names{"b"}; }));
  slow.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "a");
}

TEST_F(HaproxyBalancerTest, ANewListenerReplacesTheProcessWithoutLosingARequest) {
  apply_and_wait(plan_for({server(a_), server(b_)}));
  const auto process = processes();
  TestLoad load(own_, 6, 100'000);
  auto plan = plan_for({server(a_), server(b_)});
  for (int i = 0; i < 4; ++i) {
    const auto second = free_bind(own_.address);
    plan.listeners.resize(1);
    plan.listeners.push_back(
        {fmt::format("web{}", i), {second.address}, {}, second.port, "pool", seconds(5)});
    balancer_->apply(plan);
    ASSERT_TRUE(run_until([&] { return status_at(second) == 200; }));
    const auto answered = load.answered();
    ASSERT_TRUE(run_until([&] { return load.answered() > answered + 200; }));
  }
  load.finish();
  EXPECT_EQ(load.failed(), 0U) << load.failure();
  EXPECT_NE(processes(), process);
  EXPECT_TRUE(run_until([&] { return processes().size() == 1; }));
}

TEST_F(HaproxyBalancerTest, MoreServersThanSlotsAreServedToo) {
  apply_and_wait(plan_for({server(a_)}));
  std::vector<std::unique_ptr<TestServer>> more;
  std::vector<BalancerServer> servers;
  Names names;
  for (int i = 0; i < 20; ++i) {
    names.insert(fmt::format("m{}", i));
    more.push_back(std::make_unique<TestServer>(fmt::format("m{}", i), "127.0.0.1"));
    servers.push_back(server(*more.back()));
  }
  balancer_->apply(plan_for(servers));
  EXPECT_TRUE(run_until([&] { return names_at(own_, 40) == names; }));
}

TEST_F(HaproxyBalancerTest, AnEmptyPoolAnswers503InTheLoadBalancersOwnWords) {
  apply_and_wait(plan_for({}), 503);
  const auto answer = TestClient(own_).get();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.size(), 162U);
  EXPECT_NE(answer->head.find("503 Service Temporarily Unavailable"), std::string::npos);
  EXPECT_NE(lowercase(answer->head).find("server: awselb/2.0"), std::string::npos);
  EXPECT_NE(lowercase(answer->head).find("date: "), std::string::npos);
  apply_and_wait(plan_for({server(a_, ServerState::drain)}), 503);
  apply_and_wait(plan_for({server(a_)}), 200);
}

TEST_F(HaproxyBalancerTest, ATargetThatRefusesGives502) {
  const auto nobody = free_bind("127.0.0.1");
  apply_and_wait(plan_for({{"x", nobody.address, nobody.port, ServerState::ready, 1}}), 502);
  const auto answer = TestClient(own_).get();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.size(), 122U);
  EXPECT_TRUE(answer->head.starts_with("HTTP/1.1 502 Bad Gateway"));
}

TEST_F(HaproxyBalancerTest, ATargetThatDoesNotAcceptGives504) {
  const ListeningSocket deaf({"127.0.0.1", 0}, 0);
  std::vector<std::unique_ptr<TestClient>> crowd;
  const auto& at = deaf.at();
  // Non-blocking by nature of the kernel: what the backlog cannot hold gets no answer at all.
  crowd.push_back(std::make_unique<TestClient>(at));
  ASSERT_TRUE(crowd.back()->connect());
  apply_and_wait(plan_for({{"x", at.address, at.port, ServerState::ready, 1}}), 504);
  const auto answer = TestClient(own_).get();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.size(), 132U);
}

TEST_F(HaproxyBalancerTest, ARemovedServerEndsItsRequestsWith502) {
  apply_and_wait(plan_for({server(a_), server(b_)}));
  std::optional<haproxy::TestAnswer> answer;
  balancer_->apply(plan_for({server(a_)}));
  ASSERT_TRUE(run_until([&] { return names_at(own_) == Names{"a"}; }));
  const auto before = a_.requests();
  std::thread slow([&] { answer = TestClient(own_).get("/slow"); });
  ASSERT_TRUE(run_until([&] { return a_.requests() > before; }));
  balancer_->apply(plan_for({server(b_)}));
  EXPECT_TRUE(run_until([&] { return names_at(own_) == Names{"b"}; }));
  slow.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 502);
}

TEST_F(HaproxyBalancerTest, AKilledHaproxyIsBackWithinASecond) {
  const auto begin = clock_.now();
  apply_and_wait(plan_for({server(a_), server(b_, ServerState::drain)}));
  // On a machine that is overloaded a first start shows how long one takes.
  const auto limit = std::max<Duration>(seconds(1), 3 * (clock_.now() - begin));
  run_for(milliseconds(200));
  const auto process = processes();
  ASSERT_EQ(process.size(), 1U);
  kill(process.front(), SIGKILL);
  ASSERT_TRUE(run_until([&] { return status_at(own_) == 0 || processes() != process; }));
  EXPECT_TRUE(run_until([&] { return status_at(own_) == 200; }, limit));
  EXPECT_EQ(names_at(own_), Names{"a"});
}

TEST_F(HaproxyBalancerTest, AHaproxyThatHangsIsKilledAndStartedAgain) {
  options_.silence_max = seconds(1);
  connect();
  apply_and_wait(plan_for({server(a_)}));
  run_for(milliseconds(200));
  const auto process = processes();
  ASSERT_EQ(process.size(), 1U);
  kill(process.front(), SIGSTOP);
  ASSERT_TRUE(run_until([&] { return !processes().empty() && processes() != process; }));
  EXPECT_TRUE(run_until([&] { return status_at(own_) == 200; }));
}

TEST_F(HaproxyBalancerTest, HaproxyInheritsNoDescriptorOfOurs) {
  const auto at = free_bind("127.0.0.1");
  {
    const boost::asio::ip::tcp::acceptor api(context_,
                                             {boost::asio::ip::make_address(at.address), at.port});
    apply_and_wait(plan_for({server(a_)}));
  }
  EXPECT_TRUE(haproxy::try_bind(at)) << "our own port is free for our next run";
}

TEST_F(HaproxyBalancerTest, TheNextSupervisorTakesOverWithoutInterruption) {
  const auto plan = plan_for({server(a_), server(b_)});
  apply_and_wait(plan);
  run_for(milliseconds(200));
  const auto process = processes();
  TestLoad load(own_, 4, 100'000);
  balancer_.reset();
  run_for(milliseconds(200));
  // Many, since the load beside them takes turns too.
  EXPECT_EQ(names_at(own_, 100), (Names{"a", "b"}));
  connect();
  run_for(milliseconds(200));
  EXPECT_EQ(names_at(own_, 100), (Names{"a", "b"})) << "before the first plan";
  balancer_->apply(plan);
  run_for(milliseconds(300));
  EXPECT_EQ(processes(), process) << "the same plan needs no new process";
  EXPECT_EQ(load.failed(), 0U) << load.failure();
  balancer_->apply(plan_for({server(b_)}));
  EXPECT_TRUE(run_until([&] { return names_at(own_, 100) == Names{"b"}; }));
  EXPECT_EQ(processes(), process) << "it can be driven";
  kill(process.front(), SIGKILL);
  EXPECT_TRUE(run_until([&] { return processes() != process && status_at(own_) == 200; }))
      << "and it is watched";
  load.finish();
}

TEST_F(HaproxyBalancerTest, HostNamesSelectOnTheSharedAddress) {
  BalancerPlan plan;
  plan.shared_address = shared_.address;
  plan.pools = {{"pool-a", {server(a_)}}, {"pool-b", {server(b_)}}};
  plan.listeners = {{"la", {}, {"A.elb.local"}, shared_.port, "pool-a", seconds(10)}};
  balancer_->apply(plan);
  const auto asks = [&](const std::string& host) {
    const auto request = fmt::format("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", host);
    const auto answer = TestClient(shared_).send(request);
    return !answer                 ? "no answer"
           : answer->status == 200 ? answer->body
                                   : std::to_string(answer->status);
  };
  ASSERT_TRUE(run_until([&] { return asks("a.ELB.local:8080") == "a"; }));
  EXPECT_EQ(asks("anything"), "a") << "the only listener answers for every name";
  plan.listeners.push_back({"lb", {}, {"b.elb.local"}, shared_.port, "pool-b", seconds(10)});
  balancer_->apply(plan);
  ASSERT_TRUE(run_until([&] { return asks("B.elb.local") == "b"; }));
  EXPECT_EQ(asks("a.elb.local"), "a");
  EXPECT_EQ(asks("anything"), "503");
  run_for(milliseconds(200));
  const auto process = processes();
  plan.listeners[1].host_names = {"c.elb.local"};
  balancer_->apply(plan);
  ASSERT_TRUE(run_until([&] { return asks("c.elb.local") == "b"; }));
  EXPECT_EQ(asks("b.elb.local"), "503");
  EXPECT_EQ(processes(), process) << "names change without a new process";
}

TEST_F(HaproxyBalancerTest, AnAddressInUseKeepsNothingElseDown) {
  auto plan = plan_for({server(a_)});
  plan.shared_address = shared_.address;
  plan.listeners[0].port = own_.port;
  plan.listeners.push_back({"named", {}, {"x.elb.local"}, shared_.port, "pool", seconds(10)});
  {
    const ListeningSocket other(shared_);
    apply_and_wait(plan);
    EXPECT_EQ(processes().size(), 1U);
  }
  EXPECT_TRUE(run_until([&] { return status_at(shared_) == 200; })) << "once it is free";
  EXPECT_EQ(status_at(own_), 200);
}

TEST_F(HaproxyBalancerTest, ARemovedListenerClosesItsPort) {
  apply_and_wait(plan_for({server(a_)}));
  balancer_->apply({});
  EXPECT_TRUE(run_until([&] { return !TestClient(own_).connect(); }));
  apply_and_wait(plan_for({server(a_)}));
}

TEST_F(HaproxyBalancerTest, WhoWaitsForSilenceFindsNobodyListening) {
  bool silent = false;
  const auto wait = [&] {
    silent = false;
    boost::asio::co_spawn(context_, balancer_->until_silent(clock_.now() + seconds(20)),
                          [&](const std::exception_ptr&) { silent = true; });
  };
  wait();
  EXPECT_TRUE(run_until([&] { return silent; })) << "without any plan";
  apply_and_wait(plan_for({server(a_)}));
  wait();
  run_for(milliseconds(300));
  EXPECT_FALSE(silent) << "it listens";
  balancer_->apply({});
  EXPECT_TRUE(run_until([&] { return silent; }));
  EXPECT_FALSE(TestClient(own_).connect());
}

TEST_F(HaproxyBalancerTest, TargetsSeeTheLoadBalancersHeaders) {
  apply_and_wait(plan_for({server(a_)}));
  const auto plain = TestClient(own_).get("/headers");
  ASSERT_TRUE(plain);
  const auto has = [](const auto& answer, std::string_view text) {
    return answer->body.find(text) != std::string::npos;
  };
  EXPECT_TRUE(has(plain, fmt::format("host: {}:{}\r\n", own_.address, own_.port))) << plain->body;
  EXPECT_TRUE(has(plain, "x-forwarded-for: 127.0.0.1\r\n"));
  EXPECT_TRUE(has(plain, "x-forwarded-proto: http\r\n"));
  EXPECT_TRUE(has(plain, fmt::format("x-forwarded-port: {}\r\n", own_.port)));
  EXPECT_TRUE(has(plain, "x-amzn-trace-id: Root=1-"));
  const auto passed = TestClient(own_).get(
      "/headers", "X-Forwarded-For: 9.8.7.6\r\nX-Amzn-Trace-Id: Root=1-67891233-abc;Sampled=1\r\n");
  ASSERT_TRUE(passed);
  EXPECT_TRUE(has(passed, "x-forwarded-for: 9.8.7.6, 127.0.0.1\r\n")) << passed->body;
  EXPECT_TRUE(has(passed, ";Root=1-67891233-abc;Sampled=1\r\n"));
  EXPECT_TRUE(has(passed, "x-amzn-trace-id: Self=1-"));
  EXPECT_EQ(TestClient(own_).send("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n")->status, 405);
}

TEST_F(HaproxyBalancerTest, ShuttingDownEndsEveryProcessAndEmptiesTheFolder) {
  apply_and_wait(plan_for({server(a_)}));
  ASSERT_TRUE(balancer_->shut_down());
  EXPECT_TRUE(processes().empty());
  EXPECT_TRUE(std::filesystem::is_empty(options_.folder));
  EXPECT_FALSE(TestClient(own_).connect());
}

TEST_F(HaproxyBalancerTest, WithoutTheProgramItSaysSo) {
  auto options = options_;
  options.program = "/nonexistent/haproxy";
  const auto created = HaproxyBalancer::create(options, context_.get_executor(), clock_, Log());
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::not_found);
  EXPECT_NE(created.error().message.find("apt-get install haproxy"), std::string::npos);
}

}  // namespace
}  // namespace berth::adapters
