#pragma once
// Takes events to those who want them: the targets of rules, and the webhook of the server's
// operator. Each receiver gets its events one at a time and in order, at least once; where one is
// recorded last, a restart goes on.
//
// What a receiver does not take is tried again with growing pauses, as EventBridge does it: until
// it is too old (24 hours) or was tried too often (185 times), or at once given up where the answer
// says that trying again is no use. Events that are not kept any more (model::events_max) when a
// receiver comes to them are lost for it, with a line in the log.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "control/events/event_matches.hpp"
#include "control/loop.hpp"
#include "events/invocation.hpp"
#include "ports/courier.hpp"
#include "ports/entropy.hpp"

namespace berth::control {

struct DeliveryLoopOptions {
  /// Gets every event of every account and region; empty for none.
  std::string webhook;
  EventMatches::Write document;
  /// Asks for a turn, for an answer is not a change of the state.
  std::function<void()> wake;
};

class DeliveryLoop final : public Loop {
 public:
  DeliveryLoop(ledger::Ledger& ledger, ports::Courier& courier, ports::Entropy& entropy, Log log,
               DeliveryLoopOptions options);

  void start() override;
  void on_change(const state::Change& change) override;
  void step(Instant now) override;
  std::optional<Instant> due() const override;
  /// Sends nothing more and records where receivers are.
  void stop();

 private:
  /// The webhook has no rule and its URL for a target.
  struct Name {
    model::EventRuleArn rule;
    std::string target;

    auto operator<=>(const Name&) const = default;
  };
  struct Receiver {
    std::uint64_t serial = 0;
    std::int64_t handled = 0;   // The last event that needs no more care.
    std::int64_t recorded = 0;  // What the state holds of it.
    std::int32_t attempts = 0;  // Of the event that follows `handled`.
    bool under_way = false;
    Instant not_before{};
    Duration pause{};       // From the next turn on, after a failure.
    std::string fault;      // Why nothing can be sent to it, until something can.
    bool admitted = false;  // Its destination takes a request at `not_before`.
    bool touched = false;   // Something was taken or given up since it was recorded.
  };
  /// What is sent, and to which destination: none for the webhook.
  struct Order {
    events::Invocation invocation;
    const model::ApiDestination* destination = nullptr;
  };

  static bool is_webhook(const Name& name) { return name.rule.text().empty(); }
  void follow_rules();
  Receiver& receiver(const Name& name, std::int64_t delivered);
  void advance(const Name& name, Receiver& receiver, Instant now);
  void forget_handled();
  void pass_lost(const Name& name, Receiver& receiver);
  std::optional<std::int64_t> next_of(const Name& name, const Receiver& receiver) const;
  bool is_too_old(const Name& name, const model::Event& event, Instant now) const;
  Result<Order> order_for(const Name& name, const model::Event& event);
  bool admit(Receiver& receiver, const Order& order, Instant now);
  void send(const Name& name, Receiver& receiver, events::Invocation invocation);
  /// `serial` is the receiver's, `sequence` the event's.
  void finish(const Name& name, std::uint64_t serial, std::int64_t sequence,
              const Result<int>& answer);
  static void pass(Receiver& receiver);
  void tell_fault(const Name& name, Receiver& receiver, const Error& error);
  bool is_worth_recording(const Receiver& receiver) const;
  void record();
  const model::EventTarget* target_of(const Name& name) const;
  Duration pause_after(std::int32_t attempts);

  ledger::Ledger& ledger_;
  ports::Courier& courier_;
  ports::Entropy& entropy_;
  Log log_;
  DeliveryLoopOptions options_;
  bool rules_noted_ = false, stopped_ = false;
  EventMatches matches_;
  std::map<Name, Receiver> receivers_;
  /// When destinations take the next request, by InvocationRateLimitPerSecond.
  std::map<model::ApiDestinationArn, Instant> slots_;
  std::uint64_t last_serial_ = 0;
  int looks_ = 0;  // That are left in this turn.
  // Answers hold it weakly: one that comes after the loop is gone must not touch it.
  std::shared_ptr<DeliveryLoop*> self_;
};

}  // namespace berth::control
