#include "api/agents/agent_hub.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "api/agents/frame.hpp"
#include "gen/agent_protocol/types.hpp"
#include "ports/event.hpp"
#include "ports/testing/hand_clock.hpp"
#include "ports/testing/seeded_entropy.hpp"
#include "wire/json/json.hpp"

namespace berth::api::agents {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace message = gen::agent_protocol;

const model::ContainerInstanceArn instance_arn{
    "arn:aws:ecs:us-east-1:000000000000:container-instance/default/1"};

/// Everything is durable at once.
class QuickJournal final : public ports::Journal {
 public:
  explicit QuickJournal(ports::Clock& clock) : clock_(clock) {}

  Result<ports::JournalRecovery> recover() override { return ports::JournalRecovery{}; }
  void append(std::vector<ports::JournalRecord>, Synced synced) override {
    clock_.post([synced = std::move(synced)]() mutable { synced({}); });
  }
  void store_snapshot(ports::JournalSnapshot, Synced synced) override {
    clock_.post([synced = std::move(synced)]() mutable { synced({}); });
  }

 private:
  ports::Clock& clock_;
};

/// What both ends of the socket see; the test is the agent.
struct Line {
  explicit Line(ports::Clock& clock) : changed(clock) {}

  std::vector<std::string> sent;
  std::deque<std::string> answers;
  bool closed = false;
  ports::Event changed;
};

class LineSocket final : public ports::WebSocket {
 public:
  explicit LineSocket(Line& line) : line_(line) {}

  asio::awaitable<Result<std::string>> receive(Instant deadline) override {
    while (line_.answers.empty() && !line_.closed) {
      co_await line_.changed.wait_until(deadline);
    }
    if (line_.closed) co_return fail(ErrorCode::closed, "closed");
    std::string frame = std::move(line_.answers.front());
    line_.answers.pop_front();
    co_return frame;
  }
  asio::awaitable<Result<void>> send(std::string frame) override {
    line_.sent.push_back(std::move(frame));
    co_return Result<void>{};
  }
  void close() override {
    line_.closed = true;
    line_.changed.notify();
  }

 private:
  Line& line_;
};

class AgentHubTest : public ::testing::Test {
 protected:
  AgentHubTest() {
    model::ContainerInstance instance;
    instance.arn = instance_arn;
    model::Task task;
    task.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/default/1"};
    task.container_instance_arn = instance_arn;
    task.desired_status = model::DesiredStatus::stopped;
    task.last_status = model::TaskStatus::stopping;
    ledger.commit({state::CreateContainerInstance{instance}, state::CreateTask{task}});
    Handshake handshake;
    handshake.container_instance_arn = instance_arn;
    asio::co_spawn(io, hub.serve(handshake, std::make_unique<LineSocket>(line)), asio::detached);
    pass(0ms);
  }
  ~AgentHubTest() override {
    line.closed = true;
    line.changed.notify();
    pass(0ms);
  }

  void pass(Duration time) {
    clock.advance(time);
    for (int i = 0; i < 20; ++i) {
      clock.advance(Duration{});
      io.restart();
      io.poll();
    }
  }

  std::vector<message::PayloadMessage> payloads() const {
    std::vector<message::PayloadMessage> found;
    for (const auto& text : line.sent) {
      const auto frame = read_frame(text);
      if (!frame || frame->type != "PayloadMessage") continue;
      found.push_back(
          *wire::json::decode<message::PayloadMessage>(frame->message, wire::json::tolerant));
    }
    return found;
  }

  void acknowledge(const std::string& message_id) {
    message::AckRequest ack;
    ack.message_id = message_id;
    line.answers.push_back(write_frame(ack, "AckRequest"));
    line.changed.notify();
    pass(0ms);
  }

  asio::io_context io;
  ports::testing::HandClock clock;
  ports::testing::SeededEntropy entropy;
  QuickJournal journal{clock};
  ledger::Ledger ledger{journal, clock, Log{}, [](const Error&) {}};
  AgentHub hub{ledger, clock, entropy, Log{}};
  Line line{clock};
};

TEST_F(AgentHubTest, RepeatsAnOrderThatTheAgentDoesNotAcknowledge) {
  ASSERT_EQ(payloads().size(), 1u);
  pass(1min);
  EXPECT_EQ(payloads().size(), 2u);
  EXPECT_EQ(payloads()[1].tasks.front().arn, payloads()[0].tasks.front().arn);
}

TEST_F(AgentHubTest, DoesNotRepeatAnAcknowledgedOrder) {
  ASSERT_EQ(payloads().size(), 1u);
  acknowledge(payloads().front().message_id);
  pass(1min);
  pass(1min);
  EXPECT_EQ(payloads().size(), 1u);
}

}  // namespace
}  // namespace berth::api::agents
