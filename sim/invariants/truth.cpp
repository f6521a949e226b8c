// Replaying the whole journal gives the state that the server has, to the byte; a snapshot and the
// records after it give the same.

#include <fmt/format.h>

#include "ledger/entry.hpp"
#include "sim/invariants/invariant.hpp"
#include "state/snapshot.hpp"

namespace berth::sim::invariants {

namespace {

class Truth final : public Invariant {
 public:
  explicit Truth(Watched watched)
      : world_(watched.world), entropy_(watched.world.options().seed, "truth") {}

  /// The server recovered from the newest snapshot; the history has every record.
  void server_started(const state::State& state) override { compare(state, "after recovery"); }

  void look() override {
    if (!entropy_.chance(5)) return;
    look_now("at a random moment");
  }
  void ended() override { look_now("at the end"); }

 private:
  void look_now(const char* when) {
    const auto* server = world_.server();
    if (server && server->applied() == server->durable()) compare(server->state(), when);
  }

  void compare(const state::State& state, const char* when) {
    if (!catch_up()) return;
    if (ledger::encode_snapshot(replayed_.snapshot()) ==
        ledger::encode_snapshot(state.snapshot())) {
      return;
    }
    world_.report("truth", fmt::format("the journal's {} records replayed differ from the state {}",
                                       world_.journal_disk().history().size(), when));
  }

  /// Applies what the journal gained since the last time.
  bool catch_up() {
    const auto& history = world_.journal_disk().history();
    for (; next_ < history.size(); ++next_) {
      const auto entry = ledger::decode_entry(history[next_].bytes);
      if (!entry) {
        world_.report("truth", "a record cannot be read: " + entry.error().message);
        return false;
      }
      state::Changes ignored;
      replayed_.set_time(entry->at);
      for (const auto& command : entry->commands) replayed_.apply(command, ignored);
    }
    return true;
  }

  World& world_;
  SimEntropy entropy_;
  state::State replayed_;
  std::size_t next_ = 0;
};

}  // namespace

Pointer truth(Watched watched) { return std::make_unique<Truth>(watched); }

}  // namespace berth::sim::invariants
