#include "control/events/delivery_loop.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace berth::control {

namespace {

using namespace std::chrono_literals;

constexpr Duration answer_timeout = 5s;
constexpr Duration pause_first = 1s, pause_max = 5min;
constexpr std::int32_t attempts_default = 185;
constexpr std::int32_t age_default = 86'400;  // seconds
/// Events that receivers are asked about in one turn.
constexpr int looks_max = 256;
/// A place is recorded after so many events at the latest.
constexpr std::int64_t record_every = 256;

/// Whether the same request may be answered better later (EventBridge: API destinations).
bool is_worth_trying(const Result<int>& answer) {
  if (!answer) return answer.error().code != ErrorCode::validation;
  const int status = *answer;
  return status == 401 || status == 407 || status == 409 || status == 429 || status >= 500;
}

// What log lines call a receiver. The webhook's URL may hold secrets.
template <class Name>
std::string rule_name(const Name& name) {
  return model::short_id(name.rule);
}
template <class Name>
std::string target_name(const Name& name) {
  return name.rule.text().empty() ? "webhook" : name.target;
}

bool is_taken(const Result<int>& answer) { return answer && *answer >= 200 && *answer < 300; }

std::string text_of(const Result<int>& answer) {
  return answer ? "HTTP " + std::to_string(*answer) : answer.error().message;
}

}  // namespace

DeliveryLoop::DeliveryLoop(ledger::Ledger& ledger, ports::Courier& courier, ports::Entropy& entropy,
                           Log log, DeliveryLoopOptions options)
    : ledger_(ledger),
      courier_(courier),
      entropy_(entropy),
      log_(std::move(log)),
      options_(std::move(options)),
      matches_(options_.document),
      self_(std::make_shared<DeliveryLoop*>(this)) {}

void DeliveryLoop::start() {
  rules_noted_ = true;
  if (options_.webhook.empty()) return;
  const auto& book = ledger_.state().events();
  if (book.webhook() && book.webhook()->url == options_.webhook) return;
  ledger_.commit({state::MoveWebhook{options_.webhook, book.last_sequence()}});
}

void DeliveryLoop::on_change(const state::Change& change) {
  if (change.subject == state::Subject::event_rule ||
      change.subject == state::Subject::everything) {
    rules_noted_ = true;
  }
}

void DeliveryLoop::step(Instant now) {
  if (stopped_) return record();
  if (std::exchange(rules_noted_, false)) follow_rules();
  matches_.look(ledger_.state());
  looks_ = looks_max;
  for (auto& [name, receiver] : receivers_) {
    const auto pause = std::exchange(receiver.pause, Duration{});
    if (pause > Duration{}) receiver.not_before = now + pause;
    advance(name, receiver, now);
  }
  record();
  forget_handled();
}

void DeliveryLoop::stop() {
  stopped_ = true;
  record();
}

std::optional<Instant> DeliveryLoop::due() const {
  if (stopped_) return std::nullopt;
  const auto last = ledger_.state().events().last_sequence();
  if (matches_.looked_at() < last) return Instant{};
  std::optional<Instant> next;
  for (const auto& [name, receiver] : receivers_) {
    if (receiver.under_way || receiver.handled >= last) continue;
    if (!next || receiver.not_before < *next) next = receiver.not_before;
  }
  return next;
}

/// Places begin where the state has them; receivers that are gone are forgotten.
void DeliveryLoop::follow_rules() {
  const auto& book = ledger_.state().events();
  std::set<Name> wanted;
  if (!options_.webhook.empty() && book.webhook()) {
    const Name name{{}, options_.webhook};
    receiver(name, book.webhook()->delivered);
    wanted.insert(name);
  }
  for (const auto& [arn, rule] : book.rules()) {
    for (const auto& target : rule.targets) {
      const Name name{arn, target.id};
      receiver(name, target.delivered);
      wanted.insert(name);
    }
  }
  matches_.follow(book);
  std::erase_if(receivers_, [&](const auto& entry) { return !wanted.contains(entry.first); });
  std::erase_if(slots_,
                [&](const auto& slot) { return !book.api_destinations().contains(slot.first); });
}

DeliveryLoop::Receiver& DeliveryLoop::receiver(const Name& name, std::int64_t delivered) {
  const auto [place, fresh] = receivers_.try_emplace(name);
  auto& receiver = place->second;
  if (fresh) receiver.serial = ++last_serial_;
  receiver.handled = std::max(receiver.handled, delivered);
  receiver.recorded = delivered;
  return receiver;
}

const model::EventTarget* DeliveryLoop::target_of(const Name& name) const {
  const auto* rule = ledger_.state().events().rules().find(name.rule);
  if (!rule) return nullptr;
  const auto found = std::ranges::find(rule->targets, name.target, &model::EventTarget::id);
  return found == rule->targets.end() ? nullptr : &*found;
}

void DeliveryLoop::advance(const Name& name, Receiver& receiver, Instant now) {
  if (receiver.under_way) return;
  pass_lost(name, receiver);
  const auto& book = ledger_.state().events();
  std::int64_t too_old = 0;
  for (; receiver.not_before <= now && looks_ > 0; --looks_) {
    const auto next = next_of(name, receiver);
    if (!next) {
      // A target that was put just now is ahead of what was looked at.
      const auto seen = is_webhook(name) ? book.last_sequence() : matches_.looked_at();
      receiver.handled = std::max(receiver.handled, seen);
      break;
    }
    receiver.handled = *next - 1;
    const auto& event = *book.find(*next);
    if (is_too_old(name, event, now)) {
      ++too_old;
      pass(receiver);
    } else if (auto order = order_for(name, event)) {
      receiver.fault.clear();
      if (admit(receiver, *order, now)) send(name, receiver, std::move(order->invocation));
      break;
    } else {
      tell_fault(name, receiver, order.error());
      pass(receiver);
    }
  }
  if (too_old == 0) return;
  log_.warn("events given up", {{"rule", rule_name(name)},
                                {"target", target_name(name)},
                                {"count", std::to_string(too_old)},
                                {"last", std::to_string(receiver.handled)},
                                {"reason", "too old"}});
}

/// The event that follows `handled` needs no more care.
void DeliveryLoop::pass(Receiver& receiver) {
  ++receiver.handled;
  receiver.attempts = 0;
  receiver.touched = true;
}

/// Once, not for each event.
void DeliveryLoop::tell_fault(const Name& name, Receiver& receiver, const Error& error) {
  if (receiver.fault == error.message) return;
  receiver.fault = error.message;
  log_.warn("event target unusable", {{"rule", rule_name(name)},
                                      {"target", target_name(name)},
                                      {"event", std::to_string(receiver.handled + 1)},
                                      {"reason", error.message}});
}

/// Goes past what is not kept any more.
void DeliveryLoop::pass_lost(const Name& name, Receiver& receiver) {
  const auto gone = ledger_.state().events().first_sequence() - 1;
  if (receiver.handled >= gone) return;
  const auto count = is_webhook(name) ? gone - receiver.handled
                                      : matches_.count(name.rule, receiver.handled, gone);
  if (count > 0) {
    log_.warn("events lost", {{"rule", rule_name(name)},
                              {"target", target_name(name)},
                              {"count", std::to_string(count)}});
  }
  receiver.handled = gone;
  receiver.attempts = 0;
}

/// A rule's matches are kept for the slowest of its targets.
void DeliveryLoop::forget_handled() {
  for (auto each = receivers_.begin(); each != receivers_.end();) {
    const auto& rule = each->first.rule;
    auto handled = each->second.handled;
    for (; each != receivers_.end() && each->first.rule == rule; ++each) {
      handled = std::min(handled, each->second.handled);
    }
    matches_.forget(rule, handled);
  }
}

/// The next event that the receiver wants, among those that rules have looked at.
std::optional<std::int64_t> DeliveryLoop::next_of(const Name& name,
                                                  const Receiver& receiver) const {
  if (!is_webhook(name)) return matches_.next(name.rule, receiver.handled);
  const auto last = ledger_.state().events().last_sequence();
  return receiver.handled < last ? std::optional(receiver.handled + 1) : std::nullopt;
}

bool DeliveryLoop::is_too_old(const Name& name, const model::Event& event, Instant now) const {
  const auto* target = target_of(name);
  const auto age_max = target ? target->event_age_max.value_or(age_default) : age_default;
  return now - event.at > std::chrono::seconds{age_max};
}

/// resource_not_found where the destination is gone, validation where it cannot be called.
Result<DeliveryLoop::Order> DeliveryLoop::order_for(const Name& name, const model::Event& event) {
  const auto& state = ledger_.state();
  if (is_webhook(name)) {
    const auto& text = matches_.document(state, event).text;
    return Order{TRY(events::plain_invocation(name.target, text))};
  }
  const auto& rule = state.events().rules().at(name.rule);
  const auto& target = *target_of(name);
  const auto* destination = state.events().api_destinations().find(target.arn);
  if (!destination) return fail(ErrorCode::resource_not_found, "The API destination is gone.");
  const auto* connection = state.events().connections().find(destination->connection_arn);
  if (!connection) return fail(ErrorCode::resource_not_found, "The connection is gone.");
  const auto& [text, parsed] = matches_.document(state, event);
  auto body = events::body_of(target, rule, text, parsed);
  return Order{
      TRY(events::invocation_of(target, *destination, *connection, parsed, std::move(body))),
      destination};
}

/// All targets of a destination share its rate. One that must wait is given the next free time, so
/// that nobody is passed over.
bool DeliveryLoop::admit(Receiver& receiver, const Order& order, Instant now) {
  if (!order.destination || std::exchange(receiver.admitted, false)) return true;
  auto& slot = slots_[order.destination->arn];
  const auto at = std::max(slot, now);
  const auto rate = order.destination->rate;
  slot = at + (Duration{1s} + Duration{rate - 1}) / rate;
  if (at == now) return true;
  receiver.not_before = at;
  receiver.admitted = true;
  return false;
}

void DeliveryLoop::send(const Name& name, Receiver& receiver, events::Invocation invocation) {
  receiver.under_way = true;
  ports::Parcel parcel{std::move(invocation.endpoint), std::move(invocation.request),
                       answer_timeout};
  auto done = [self = std::weak_ptr(self_), name, serial = receiver.serial,
               sequence = receiver.handled + 1](Result<int> answer) {
    if (const auto loop = self.lock()) (*loop)->finish(name, serial, sequence, answer);
  };
  ledger_.after_sync(
      [&courier = courier_, parcel = std::move(parcel), done = std::move(done)]() mutable {
        courier.carry(std::move(parcel), std::move(done));
      });
}

void DeliveryLoop::finish(const Name& name, std::uint64_t serial, std::int64_t sequence,
                          const Result<int>& answer) {
  const auto found = receivers_.find(name);
  if (found == receivers_.end() || found->second.serial != serial) return;
  auto& receiver = found->second;
  receiver.under_way = false;
  options_.wake();
  // A target that was put anew meanwhile has gone past it.
  if (receiver.handled + 1 != sequence) return;
  if (is_taken(answer)) return pass(receiver);
  const auto* target = target_of(name);
  const auto retries =
      target ? target->retry_attempts_max.value_or(attempts_default) : attempts_default;
  ++receiver.attempts;
  const bool last = !is_worth_trying(answer) || receiver.attempts > retries;
  if (last || receiver.attempts == 1) {
    log_.warn(last ? "event given up" : "event not delivered", {{"rule", rule_name(name)},
                                                                {"target", target_name(name)},
                                                                {"event", std::to_string(sequence)},
                                                                {"reason", text_of(answer)}});
  }
  if (last) return pass(receiver);
  receiver.pause = pause_after(receiver.attempts);
}

/// What a receiver got must not be sent again after a restart: its place is recorded where there
/// is nothing more for it, where it begins to fail, and at the end. Events that it does not want
/// may be looked at again.
bool DeliveryLoop::is_worth_recording(const Receiver& receiver) const {
  const auto behind = receiver.handled - receiver.recorded;
  if (behind == 0 || behind >= record_every) return behind > 0;
  const bool idle = receiver.handled == ledger_.state().events().last_sequence();
  return receiver.touched && (idle || stopped_ || receiver.attempts == 1);
}

void DeliveryLoop::record() {
  std::vector<state::Command> places;
  for (auto& [name, receiver] : receivers_) {
    if (!is_worth_recording(receiver)) continue;
    receiver.recorded = receiver.handled;
    receiver.touched = false;
    if (is_webhook(name)) {
      places.emplace_back(state::MoveWebhook{name.target, receiver.handled});
    } else {
      places.emplace_back(state::MoveEventTarget{name.rule, name.target, receiver.handled});
    }
  }
  ledger_.commit(std::move(places));
}

/// Doubles from one second to five minutes, and up to a quarter more so that targets that failed
/// together are not tried together.
Duration DeliveryLoop::pause_after(std::int32_t attempts) {
  const auto doubled = pause_first * (std::int64_t{1} << std::min(attempts - 1, 9));
  const auto pause = std::min<Duration>(doubled, pause_max);
  const auto spread = static_cast<std::uint64_t>((pause / 4).count());
  return pause + Duration{static_cast<std::int64_t>(entropy_.below(spread))};
}

}  // namespace berth::control
