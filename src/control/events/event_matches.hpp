#pragma once
// Which events each rule wants. Every event is written out and looked at once, in order, by each
// rule as it was when the event was told; targets then ask what comes next for them.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/event_pattern.hpp"
#include "model/realm.hpp"
#include "state/state.hpp"

namespace berth::control {

class EventMatches {
 public:
  /// The JSON of an event.
  using Write = std::function<std::string(const state::State&, const model::Event&)>;

  explicit EventMatches(Write write) : write_(std::move(write)) {}

  /// Rules came, went or changed.
  void follow(const state::EventBook& book);
  /// Looks at some of the events that were told since.
  void look(const state::State& state);
  /// The newest event that was looked at.
  std::int64_t looked_at() const { return looked_at_; }

  /// The first event after `handled` that the rule wants, among those that were looked at.
  std::optional<std::int64_t> next(const model::EventRuleArn& rule, std::int64_t handled) const;
  /// How many events after `handled` and up to `last` the rule wants, among the same.
  std::int64_t count(const model::EventRuleArn& rule, std::int64_t handled,
                     std::int64_t last) const;
  /// What the rule wanted up to `handled` is not asked for any more.
  void forget(const model::EventRuleArn& rule, std::int64_t handled);

  /// Valid until the next call that is not const.
  const events::EventDocument& document(const state::State& state, const model::Event& event);

 private:
  /// A rule between two changes of its pattern or state.
  struct Era {
    std::int64_t last = 0;  // Events up to this one are its matter.
    bool enabled = false;
    std::optional<events::EventPattern> pattern;
  };
  struct Watch {
    model::Realm realm;
    std::vector<model::EventRuleEra> rows;  // What `eras` were made of.
    std::vector<Era> eras;                  // Oldest first; the last one is the rule as it is.
    std::deque<std::int64_t> wanted;
  };

  void look_at(const state::State& state, const model::Event& event);

  Write write_;
  std::map<model::EventRuleArn, Watch> watches_;
  std::int64_t looked_at_ = -1;  // Until rules were followed first.
  std::map<std::int64_t, events::EventDocument> documents_;
};

}  // namespace berth::control
