#pragma once
// What one written value may be now, after writes of which some were answered, some refused and
// some ended without an answer. An unanswered write may have happened, may happen a while later,
// or never: until an answered write that began after that, its value stays possible.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"

namespace berth::sim {

template <class Value>
class WriteHistory {
 public:
  using WriteId = std::size_t;

  /// How long after its sending an unanswered write may still take effect.
  static constexpr Duration late_max = std::chrono::minutes{3};

  WriteId sent(Value value, Instant now) {
    writes_.push_back(Write{std::move(value), now, std::nullopt, Outcome::open});
    return writes_.size() - 1;
  }
  void answered(WriteId id, Instant now) { end(id, now, Outcome::done); }
  void refused(WriteId id, Instant now) { end(id, now, Outcome::refused); }
  void unanswered(WriteId id) { writes_[id].outcome = Outcome::unknown; }

  bool possible(const Value& value) const {
    return std::ranges::any_of(writes_, [&](const Write& write) {
      return write.value == value && write.outcome != Outcome::refused && !overwritten(write);
    });
  }
  /// Whether it may have had the value at some time.
  bool ever(const Value& value) const {
    return std::ranges::any_of(writes_, [&](const Write& write) {
      return write.value == value && write.outcome != Outcome::refused;
    });
  }
  /// Whether the value must be `value`: no other one is possible.
  bool certain(const Value& value) const {
    return possible(value) && std::ranges::none_of(writes_, [&](const Write& write) {
             return !(write.value == value) && write.outcome != Outcome::refused &&
                    !overwritten(write);
           });
  }
  /// The value of the newest answered write.
  std::optional<Value> newest() const {
    for (auto at = writes_.rbegin(); at != writes_.rend(); ++at) {
      if (at->outcome == Outcome::done) return at->value;
    }
    return std::nullopt;
  }

 private:
  enum class Outcome : std::uint8_t { open, done, refused, unknown };
  struct Write {
    Value value;
    Instant sent_at;
    std::optional<Instant> ended_at;
    Outcome outcome;
  };

  void end(WriteId id, Instant now, Outcome outcome) {
    writes_[id].ended_at = now;
    writes_[id].outcome = outcome;
  }

  /// Some answered write began after this one can no longer take effect.
  bool overwritten(const Write& write) const {
    if (write.outcome == Outcome::open) return false;
    const Instant over = write.ended_at.value_or(write.sent_at + late_max);
    return std::ranges::any_of(writes_, [&](const Write& other) {
      return other.outcome == Outcome::done && other.sent_at > over;
    });
  }

  std::vector<Write> writes_;
};

}  // namespace berth::sim
