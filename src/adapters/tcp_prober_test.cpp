#include "adapters/tcp_prober.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "adapters/haproxy/testing/http_peers.hpp"
#include "adapters/haproxy/testing/run_until.hpp"
#include "adapters/system/system_clock.hpp"

namespace berth::adapters {
namespace {

using haproxy::Bind;
using haproxy::free_bind;
using haproxy::ListeningSocket;
using ports::ProbeOutcome;
using ports::ProbeResult;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Accepts one connection after another, reads a head and sends a fixed text.
class FixedServer {
 public:
  explicit FixedServer(std::string answer)
      : answer_(std::move(answer)),
        acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  ~FixedServer() {
    stop_ = true;
    haproxy::TestClient(at()).connect();
    thread_.join();
  }
  FixedServer(const FixedServer&) = delete;
  FixedServer& operator=(const FixedServer&) = delete;

  Bind at() { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }
  std::string head() {
    const std::lock_guard lock(mutex_);
    return head_;
  }

 private:
  void serve() {
    while (!stop_) {
      boost::system::error_code error;
      auto socket = acceptor_.accept(error);
      if (error || stop_) continue;
      std::string input;
      boost::asio::read_until(socket, boost::asio::dynamic_buffer(input), "\r\n\r\n", error);
      boost::asio::write(socket, boost::asio::buffer(answer_), error);
      const std::lock_guard lock(mutex_);
      head_ = input;
    }
  }

  std::string answer_;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::string head_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;
};

class TcpProberTest : public testing::Test {
 protected:
  ProbeResult probe(const Bind& at, Duration timeout = seconds(5),
                    std::string path = "/health?a=b") {
    std::optional<ProbeResult> result;
    prober_.probe({at.address, at.port, std::move(path), timeout},
                  [&](ProbeResult got) { result = got; });
    EXPECT_FALSE(result) << "never inside the call";
    EXPECT_TRUE(haproxy::run_until(context_, [&] { return result.has_value(); }));
    return result.value_or(ProbeResult{});
  }

  boost::asio::io_context context_;
  SystemClock clock_{context_.get_executor()};
  TcpProber prober_{context_.get_executor(), clock_};
};

TEST_F(TcpProberTest, AnAnswerGivesItsStatus) {
  FixedServer server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  const auto result = probe(server.at());
  EXPECT_EQ(result.outcome, ProbeOutcome::answered);
  EXPECT_EQ(result.status, 404);
}

TEST_F(TcpProberTest, TheRequestIsThatOfAnElbHealthCheck) {
  FixedServer server("HTTP/1.1 200 OK\r\n\r\n");
  probe(server.at());
  ASSERT_TRUE(haproxy::run_until(context_, [&] { return !server.head().empty(); }));
  const auto head = server.head();
  EXPECT_TRUE(head.starts_with("GET /health?a=b HTTP/1.1\r\n"));
  EXPECT_NE(head.find(fmt::format("\r\nHost: 127.0.0.1:{}\r\n", server.at().port)), head.npos);
  EXPECT_NE(head.find("\r\nUser-Agent: ELB-HealthChecker/2.0\r\n"), head.npos);
  EXPECT_NE(head.find("\r\nConnection: close\r\n"), head.npos);
}

TEST_F(TcpProberTest, WhatIsNotHttpFails) {
  for (const auto* text :
       {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 20 x\r\n", "HTTP/1.1", "HTTP/2 200\r\n"}) {
    FixedServer server(text);
    EXPECT_EQ(probe(server.at()).outcome, ProbeOutcome::failed) << text;
  }
}

TEST_F(TcpProberTest, ALineWithoutEndFails) {
  FixedServer server(std::string(100'000, 'x'));
  EXPECT_EQ(probe(server.at()).outcome, ProbeOutcome::failed);
}

TEST_F(TcpProberTest, ARefusalFails) {
  EXPECT_EQ(probe(free_bind("127.0.0.1")).outcome, ProbeOutcome::failed);
}

TEST_F(TcpProberTest, ASilentTargetTimesOut) {
  const ListeningSocket silent({"127.0.0.1", 0});
  EXPECT_EQ(probe(silent.at(), milliseconds(50)).outcome, ProbeOutcome::timed_out);
}

TEST_F(TcpProberTest, WhatIsNoAddressOrNoPathFails) {
  EXPECT_EQ(probe({"example.org", 80}).outcome, ProbeOutcome::failed);
  FixedServer server("HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(probe(server.at(), seconds(5), "/ HTTP/1.1\r\nX: y").outcome, ProbeOutcome::failed);
}

TEST_F(TcpProberTest, ManyProbesWaitTheirTurnAndEachIsAnsweredOnce) {
  FixedServer server("HTTP/1.0 200\r\n\r\n");
  constexpr std::size_t count = 3 * TcpProber::probes_max;
  std::vector<int> statuses;
  for (std::size_t i = 0; i < count; ++i) {
    prober_.probe({"127.0.0.1", server.at().port, "/", seconds(20)},
                  [&](ProbeResult result) { statuses.push_back(result.status); });
  }
  ASSERT_TRUE(haproxy::run_until(context_, [&] { return statuses.size() >= count; }));
  EXPECT_EQ(statuses, std::vector<int>(count, 200));
}

TEST_F(TcpProberTest, AFullQueueFailsAtOnce) {
  const ListeningSocket silent({"127.0.0.1", 0}, 4);
  std::size_t failed = 0;
  auto prober = std::make_unique<TcpProber>(context_.get_executor(), clock_);
  for (std::size_t i = 0; i < TcpProber::probes_max + TcpProber::queue_max + 5; ++i) {
    prober->probe({"127.0.0.1", silent.at().port, "/", seconds(60)},
                  [&](ProbeResult) { ++failed; });
  }
  EXPECT_TRUE(haproxy::run_until(context_, [&] { return failed == 5; }));
  prober.reset();
  haproxy::run_until(context_, [] { return false; }, milliseconds(20));
  EXPECT_EQ(failed, 5U) << "a prober that is gone calls nobody";
}

TEST(TcpProber, TheStatusIsReadFromTheFirstLine) {
  EXPECT_EQ(status_of("HTTP/1.1 200 OK"), 200);
  EXPECT_EQ(status_of("HTTP/1.0 503"), 503);
  for (const auto* line :
       {"", "HTTP/1.1", "HTTP/1.1 2000 OK", "HTTP/1.1 -20 OK", "http/1.1 200 OK"}) {
    EXPECT_EQ(status_of(line), 0) << line;
  }
}

}  // namespace
}  // namespace berth::adapters
