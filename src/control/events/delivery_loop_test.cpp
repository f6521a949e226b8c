#include "control/events/delivery_loop.hpp"

#include <deque>

#include <gtest/gtest.h>

#include "control/testing/fakes.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;

const model::Realm realm{"000000000000", "us-east-1"};

/// Answers as it was told to, and 200 when it was told nothing; keeps what it carried.
class FakeCourier final : public ports::Courier {
 public:
  explicit FakeCourier(ports::Clock& clock) : clock_(clock) {}

  void carry(ports::Parcel parcel, Done done) override {
    parcels.push_back(parcel.endpoint + parcel.request.target + " " + parcel.request.body);
    times.push_back(clock_.now());
    Result<int> answer = 200;
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    clock_.call_after(Duration{1}, [answer, done = std::move(done)]() mutable { done(answer); });
  }

  std::vector<std::string> parcels;
  std::vector<Instant> times;
  std::deque<Result<int>> answers;

 private:
  ports::Clock& clock_;
};

std::string document(const state::State&, const model::Event& event) {
  return R"({"sequence":)" + std::to_string(event.sequence) + R"(,"status":")" +
         (event.task ? std::string(api_text(event.task->last_status)) : "none") + "\"}";
}

struct DeliveryLoopTest : ::testing::Test {
  using Parcels = std::vector<std::string>;

  DeliveryLoop make(const std::string& webhook) {
    const Log log{LogLevel::info, [this](LogLevel, std::string_view event, const LogField* fields,
                                         std::size_t count) {
                    std::string line(event);
                    for (const auto* each = fields; each != fields + count; ++each) {
                      line += " " + std::string(each->name) + "=" + each->value;
                    }
                    lines.push_back(std::move(line));
                  }};
    return {world.ledger,
            courier,
            world.entropy,
            log,
            {.webhook = webhook, .document = document, .wake = [this] { world.conductor.wake(); }}};
  }

  /// A task with its two statuses makes two events.
  void run_task(const std::string& id) {
    model::Task row;
    row.arn = model::TaskArn{realm.arn("ecs", "task/c/" + id)};
    world.commit({state::CreateTask{row}});
    row.last_status = model::TaskStatus::running;
    row.version = 2;
    world.commit({state::UpdateTask{row}});
  }

  void add_rule(const std::string& pattern, std::optional<std::int32_t> retries = {}) {
    model::Connection connection;
    connection.arn = model::ConnectionArn{realm.arn("events", "connection/c/1")};
    connection.user = "me";
    model::ApiDestination destination;
    destination.arn = model::ApiDestinationArn{realm.arn("events", "api-destination/a/1")};
    destination.connection_arn = connection.arn;
    destination.endpoint = "http://there:1/x";
    destination.method = "POST";
    rule.arn = model::EventRuleArn{realm.arn("events", "rule/r")};
    rule.event_pattern = pattern;
    model::EventTarget target;
    target.id = "t";
    target.arn = destination.arn;
    target.retry_attempts_max = retries;
    rule.targets = {target};
    world.commit({state::PutConnection{connection}, state::PutApiDestination{destination},
                  state::PutEventRule{rule}});
    world.run_for(1s);
  }

  void put_rule(const std::string& pattern, model::EventRuleState rule_state) {
    rule.event_pattern = pattern;
    rule.state = rule_state;
    world.commit({state::PutEventRule{rule}});
  }

  /// What a server that starts from the journal sends at once.
  Parcels sent_after_restart() {
    world.run_for(10ms);
    testing::ControlWorld again;
    again.journal.records = world.journal.records;
    check(again.ledger.recover().has_value(), "the journal of a test is read");
    FakeCourier other(again.clock);
    DeliveryLoop loop{
        again.ledger, other, again.entropy, {}, {.webhook = {}, .document = document, .wake = [&] {
                                                   again.conductor.wake();
                                                 }}};
    again.start(loop);
    again.run_for(1s);
    return other.parcels;
  }

  std::int64_t delivered() const {
    return world.state().events().rules().at(rule.arn).targets[0].delivered;
  }

  testing::ControlWorld world;
  FakeCourier courier{world.clock};
  model::EventRule rule;
  std::vector<std::string> lines;  // Of the log.
};

TEST_F(DeliveryLoopTest, TheWebhookGetsEveryEventInOrder) {
  auto loop = make("http://here:2/hook");
  world.start(loop);
  run_task("a");
  world.run_for(1s);
  EXPECT_EQ(courier.parcels, (Parcels{R"(http://here:2/hook {"sequence":1,"status":"PENDING"})",
                                      R"(http://here:2/hook {"sequence":2,"status":"RUNNING"})"}));
  EXPECT_EQ(world.state().events().webhook()->delivered, 2);
}

TEST_F(DeliveryLoopTest, ATargetGetsWhatItsPatternWants) {
  auto loop = make("");
  world.start(loop);
  run_task("before");
  add_rule(R"({"status":["RUNNING"]})");
  run_task("a");
  world.run_for(1s);
  EXPECT_EQ(courier.parcels, (Parcels{R"(http://there:1/x {"sequence":4,"status":"RUNNING"})"}));
  EXPECT_EQ(delivered(), 4);
}

TEST_F(DeliveryLoopTest, ANewTargetGetsNothingOfWhatWasToldBefore) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  rule.targets[0].id = "u";
  for (int i = 0; i < 200; ++i) run_task(std::to_string(i));
  world.commit({state::PutEventRule{rule}});
  run_task("a");
  world.run_for(1s);
  EXPECT_EQ(courier.parcels, (Parcels{R"(http://there:1/x {"sequence":402,"status":"RUNNING"})"}));
}

TEST_F(DeliveryLoopTest, ADisabledRuleGetsNothingAndMissesWhatHappened) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  put_rule(rule.event_pattern, model::EventRuleState::disabled);
  run_task("a");
  world.run_for(1s);
  put_rule(rule.event_pattern, model::EventRuleState::enabled);
  EXPECT_EQ(sent_after_restart(), Parcels{});
  run_task("b");
  world.run_for(1s);
  EXPECT_EQ(courier.parcels, (Parcels{R"(http://there:1/x {"sequence":4,"status":"RUNNING"})"}));
}

TEST_F(DeliveryLoopTest, APatternDoesNotReachWhatWasToldBefore) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["STOPPED"]})");
  run_task("a");
  world.run_for(1s);
  put_rule(R"({"status":["RUNNING"]})", model::EventRuleState::enabled);
  EXPECT_EQ(sent_after_restart(), Parcels{});
  world.run_for(1s);
  EXPECT_EQ(courier.parcels, Parcels{});
}

TEST_F(DeliveryLoopTest, ATargetThatIsBehindGetsWhatTheRuleWantedWhenItWasTold) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  courier.answers = {503};
  run_task("a");
  world.run_for(100ms);
  put_rule(rule.event_pattern, model::EventRuleState::disabled);
  run_task("b");
  put_rule(rule.event_pattern, model::EventRuleState::enabled);
  run_task("c");
  put_rule(R"({"status":["STOPPED"]})", model::EventRuleState::enabled);
  const Parcels wanted{R"(http://there:1/x {"sequence":2,"status":"RUNNING"})",
                       R"(http://there:1/x {"sequence":6,"status":"RUNNING"})"};
  EXPECT_EQ(sent_after_restart(), wanted);
  world.run_for(1min);
  EXPECT_EQ(courier.parcels, (Parcels{wanted[0], wanted[0], wanted[1]}));
}

TEST_F(DeliveryLoopTest, AnEventIsWrittenOnceForAllWhoWantIt) {
  int written = 0;
  DeliveryLoop loop{world.ledger,
                    courier,
                    world.entropy,
                    {},
                    {.webhook = "http://here:2/hook",
                     .document =
                         [&](const state::State& state, const model::Event& event) {
                           ++written;
                           return document(state, event);
                         },
                     .wake = [this] { world.conductor.wake(); }}};
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  rule.targets.push_back(rule.targets[0]);
  rule.targets[1].id = "u";
  world.commit({state::PutEventRule{rule}});
  rule.arn = model::EventRuleArn{realm.arn("events", "rule/s")};
  put_rule(R"({"status":["PENDING"]})", model::EventRuleState::enabled);
  for (int i = 0; i < 50; ++i) run_task(std::to_string(i));
  world.run_for(1s);
  EXPECT_EQ(courier.parcels.size(), 300U);
  EXPECT_EQ(written, 100);
}

TEST_F(DeliveryLoopTest, WhatIsNotTakenIsTriedAgainWithGrowingPauses) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  courier.answers = {500, fail(ErrorCode::unreachable, "nobody"), 429, 200};
  run_task("a");
  world.run_for(1min);
  ASSERT_EQ(courier.times.size(), 4U);
  const auto pause = [&](std::size_t i) { return courier.times[i] - courier.times[i - 1]; };
  EXPECT_GE(pause(1), 1s);
  EXPECT_GE(pause(2), 2s);
  EXPECT_GE(pause(3), 4s);
  EXPECT_LT(pause(3), 6s);
  EXPECT_EQ(delivered(), 2);
}

TEST_F(DeliveryLoopTest, WhatIsRefusedOrTriedTooOftenIsGivenUp) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"sequence":[{"exists":true}]})", 1);
  courier.answers = {404, 500, 500};
  run_task("a");
  run_task("b");
  world.run_for(1min);
  EXPECT_EQ(courier.parcels.size(), 5U);
  EXPECT_EQ(delivered(), 4);
}

TEST_F(DeliveryLoopTest, WhatIsTooOldIsGivenUp) {
  auto loop = make("http://here:2/hook");
  world.start(loop);
  for (int i = 0; i < 1000; ++i) courier.answers.emplace_back(503);
  run_task("a");
  world.run_for(25h);
  EXPECT_EQ(world.state().events().webhook()->delivered, 2);
  EXPECT_LE(courier.parcels.size(), 400U);
  EXPECT_EQ(lines.back(), "events given up rule= target=webhook count=1 last=2 reason=too old");
  courier.answers.clear();
  run_task("b");
  world.run_for(1s);
  EXPECT_TRUE(courier.parcels.back().ends_with(R"({"sequence":4,"status":"RUNNING"})"));
}

TEST_F(DeliveryLoopTest, ARestartGoesOnWhereTheLastOneWasRecorded) {
  {
    auto loop = make("");
    world.start(loop);
    add_rule(R"({"status":["RUNNING"]})");
    run_task("a");
    world.run_for(1s);
    courier.answers.assign(100, Result<int>(503));
    run_task("b");
    world.run_for(1s);
  }
  EXPECT_EQ(sent_after_restart(),
            (Parcels{R"(http://there:1/x {"sequence":4,"status":"RUNNING"})"}));
}

TEST_F(DeliveryLoopTest, ARestartDoesNotRepeatWhatWasTakenBeforeAFailure) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"sequence":[{"exists":true}]})");
  courier.answers = {200, 200, 200, 503};
  run_task("a");
  run_task("b");
  world.run_for(100ms);
  EXPECT_EQ(delivered(), 3);
  EXPECT_EQ(sent_after_restart().size(), 1U);
}

TEST_F(DeliveryLoopTest, ARestartDoesNotRepeatWhatWasTakenBeforeTheStop) {
  auto loop = make("http://here:2/hook");
  world.start(loop);
  add_rule(R"({"sequence":[{"exists":true}]})");
  for (int i = 0; i < 20; ++i) run_task(std::to_string(i));
  world.run_for(15ms);
  const auto sent = courier.parcels.size();
  EXPECT_EQ(delivered(), 0);
  loop.stop();
  world.run_for(1s);
  EXPECT_EQ(courier.parcels.size(), sent);
  EXPECT_EQ(world.state().events().webhook()->delivered + delivered(),
            static_cast<std::int64_t>(sent));
}

TEST_F(DeliveryLoopTest, TargetsShareTheRateOfTheirDestination) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  auto destination = world.state().events().api_destinations().begin()->second;
  destination.rate = 2;
  rule.targets.push_back(rule.targets[0]);
  rule.targets[1].id = "u";
  world.commit({state::PutApiDestination{destination}, state::PutEventRule{rule}});
  run_task("a");
  run_task("b");
  world.run_for(1min);
  ASSERT_EQ(courier.times.size(), 4U);
  // The first one waits for the journal, which takes a moment of its time.
  EXPECT_GE(courier.times[1] - courier.times[0], 490ms);
  EXPECT_EQ(courier.times[2] - courier.times[1], 500ms);
  EXPECT_EQ(courier.times[3] - courier.times[2], 500ms);
  EXPECT_NE(courier.parcels[2], courier.parcels[0]) << "both targets get the first event first";
}

TEST_F(DeliveryLoopTest, TheLogNamesWhoLosesEventsButNoSecretOfTheWebhook) {
  auto loop = make("http://here:2/hook?token=hidden");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})", 0);
  courier.answers = {503, 503, 200, 200};
  run_task("a");
  world.run_for(1min);
  EXPECT_EQ(lines, (Parcels{"event not delivered rule= target=webhook event=1 reason=HTTP 503",
                            "event given up rule=r target=t event=2 reason=HTTP 503"}));
}

TEST_F(DeliveryLoopTest, WhatCanNeverWorkIsNotTriedAgain) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  courier.answers = {fail(ErrorCode::validation, "no such endpoint"), 200};
  run_task("a");
  world.run_for(1min);
  EXPECT_EQ(courier.parcels.size(), 1U);
  EXPECT_EQ(delivered(), 2);
}

TEST_F(DeliveryLoopTest, ADestinationThatIsGoneIsToldOnceAndItsEventsAreGivenUp) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  const auto destination = world.state().events().api_destinations().begin()->second;
  world.commit({state::DeleteApiDestination{destination.arn}});
  run_task("a");
  run_task("b");
  world.run_for(1s);
  EXPECT_EQ(lines, (Parcels{"event target unusable rule=r target=t event=2 reason=The API "
                            "destination is gone."}));
  world.commit({state::PutApiDestination{destination}});
  EXPECT_EQ(sent_after_restart(), Parcels{});
  run_task("c");
  world.run_for(1s);
  EXPECT_EQ(courier.parcels, (Parcels{R"(http://there:1/x {"sequence":6,"status":"RUNNING"})"}));
}

TEST_F(DeliveryLoopTest, AnAnswerForATargetThatIsGoneChangesNothing) {
  auto loop = make("");
  world.start(loop);
  add_rule(R"({"status":["RUNNING"]})");
  courier.answers = {404};
  run_task("a");
  while (courier.parcels.empty()) world.run_for(Duration{1});
  const auto targets = std::exchange(rule.targets, {});
  world.commit({state::PutEventRule{rule}});
  world.run_for(Duration{0});
  rule.targets = targets;
  world.commit({state::PutEventRule{rule}});
  run_task("b");
  world.run_for(1s);
  EXPECT_EQ(lines, Parcels{}) << "the answer is not the new target's";
  EXPECT_EQ(courier.parcels.size(), 2U);
  EXPECT_EQ(delivered(), 4);
}

}  // namespace
}  // namespace berth::control
