#pragma once
// The one thread of a simulated world: tasks run in an order drawn from the seed, and time jumps
// to the next timer when nothing is ready.
//
// Every task, timer and suspended operation belongs to a Process, which can die at any moment:
// kill() destroys all it had in flight, so coroutine frames unwind and destructors run, exactly as
// nothing more of it may happen. The trace is a hash over every choice made; equal seeds of equal
// programs have equal traces.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/execution_context.hpp>

#include "base/time.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

/// One life of one simulated program; a restarted program is a new Process.
enum class Process : std::uint32_t {};

class Scheduler : public boost::asio::execution_context {
 public:
  using Task = std::move_only_function<void()>;
  using TimerId = std::uint64_t;
  using ParkId = std::uint64_t;

  /// The simulated world begins at 2026-01-01T00:00:00Z.
  explicit Scheduler(std::uint64_t seed);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  Process spawn(std::string name);
  /// Must not be called from a task of `process` itself.
  void kill(Process process);
  /// The end of the world: nothing runs any more. Owners call it before what frames refer to goes.
  void kill_all();
  bool alive(Process process) const;
  const std::string& name(Process process) const;

  Instant now() const { return now_; }

  /// Work for a dead process is destroyed instead of queued.
  void post(Process process, Task task);
  TimerId call_at(Process process, Instant when, Task task);
  void cancel(TimerId id);

  /// Keeps a suspended operation until resume() makes it ready or its process dies.
  ParkId park(Process process, Task task);
  void resume(ParkId id);

  /// Runs everything due up to and including `end`; afterwards now() is `end`. Stops early, with
  /// now() where it was, when stop() was called or the world no longer advances.
  void run_until(Instant end);
  void run_for(Duration span) { run_until(now_ + span); }
  /// Makes the current run_until return after the running task.
  void stop() { stopped_ = true; }

  /// Says what turned without end, if more than `steps_at_once` tasks ran in one millisecond.
  const std::optional<std::string>& livelock() const { return livelock_; }

  /// Called after each task; the world looks at its invariants here.
  void after_step(std::function<void()> hook) { hook_ = std::move(hook); }

  void note(std::uint64_t value) { trace_ = (trace_ ^ value) * 0x100000001b3ULL; }
  void note(std::string_view text);
  std::uint64_t trace() const { return trace_; }
  std::uint64_t steps() const { return steps_; }

  static constexpr std::uint64_t steps_at_once = 200'000;

 private:
  struct Entry {
    Process process{};
    Task task;
  };
  using TimerKey = std::pair<Instant, TimerId>;
  enum class Life : unsigned char { alive, dying, dead };
  struct Birth {
    std::string name;
    Life life = Life::alive;
  };

  Birth& birth(Process process) { return births_[static_cast<std::size_t>(process)]; }
  const Birth& birth(Process process) const { return births_[static_cast<std::size_t>(process)]; }
  void run_one();
  bool run_ready();
  bool advance_to_next_timer(Instant end);
  std::vector<Entry> take_all_of(Process process);

  SimEntropy order_;
  Instant now_;
  std::vector<Birth> births_;
  std::vector<Entry> ready_;
  std::map<TimerKey, Entry> timers_;
  std::unordered_map<TimerId, Instant> timer_instants_;
  std::map<ParkId, Entry> parked_;
  std::uint64_t next_id_ = 1;
  std::uint64_t trace_ = 0xcbf29ce484222325ULL;
  std::uint64_t steps_ = 0;
  std::uint64_t steps_now_ = 0;
  bool stopped_ = false;
  std::optional<std::string> livelock_;
  std::function<void()> hook_;
};

}  // namespace berth::sim
