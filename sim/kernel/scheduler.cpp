#include "sim/kernel/scheduler.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"

namespace berth::sim {

Scheduler::Scheduler(std::uint64_t seed)
    : order_(seed, "order"), now_(std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}) {}

Scheduler::~Scheduler() {
  kill_all();
  shutdown();
  destroy();
}

void Scheduler::kill_all() {
  for (std::size_t i = births_.size(); i-- > 0;) kill(static_cast<Process>(i));
}

Process Scheduler::spawn(std::string name) {
  births_.push_back(Birth{std::move(name)});
  return static_cast<Process>(births_.size() - 1);
}

bool Scheduler::alive(Process process) const { return birth(process).life == Life::alive; }

const std::string& Scheduler::name(Process process) const { return birth(process).name; }

void Scheduler::kill(Process process) {
  if (birth(process).life == Life::dead) return;
  birth(process).life = Life::dying;
  // Destroying a suspended frame makes Asio post its unwinding back to us: until nothing is left.
  while (true) {
    auto doomed = take_all_of(process);
    if (doomed.empty()) break;
    doomed.clear();
  }
  birth(process).life = Life::dead;
}

std::vector<Scheduler::Entry> Scheduler::take_all_of(Process process) {
  std::vector<Entry> doomed;
  std::vector<Entry> kept;
  for (auto& entry : ready_) (entry.process == process ? doomed : kept).push_back(std::move(entry));
  ready_ = std::move(kept);
  for (auto at = timers_.begin(); at != timers_.end();) {
    if (at->second.process != process) {
      ++at;
      continue;
    }
    timer_instants_.erase(at->first.second);
    doomed.push_back(std::move(at->second));
    at = timers_.erase(at);
  }
  for (auto at = parked_.begin(); at != parked_.end();) {
    if (at->second.process != process) {
      ++at;
      continue;
    }
    doomed.push_back(std::move(at->second));
    at = parked_.erase(at);
  }
  return doomed;
}

void Scheduler::post(Process process, Task task) {
  if (birth(process).life == Life::dead) return;
  ready_.push_back(Entry{process, std::move(task)});
}

Scheduler::TimerId Scheduler::call_at(Process process, Instant when, Task task) {
  const TimerId id = next_id_++;
  if (birth(process).life == Life::dead) return id;
  const Instant due = std::max(when, now_);
  timers_.emplace(TimerKey{due, id}, Entry{process, std::move(task)});
  timer_instants_.emplace(id, due);
  return id;
}

void Scheduler::cancel(TimerId id) {
  const auto found = timer_instants_.find(id);
  if (found == timer_instants_.end()) return;
  // The task is destroyed after the maps are whole again: its destructor may come back here.
  const auto dropped = timers_.extract(TimerKey{found->second, id});
  timer_instants_.erase(found);
}

Scheduler::ParkId Scheduler::park(Process process, Task task) {
  const ParkId id = next_id_++;
  if (birth(process).life == Life::dead) return id;
  parked_.emplace(id, Entry{process, std::move(task)});
  return id;
}

void Scheduler::resume(ParkId id) {
  auto found = parked_.extract(id);
  if (!found.empty()) ready_.push_back(std::move(found.mapped()));
}

void Scheduler::note(std::string_view text) { note(stable_hash(text)); }

void Scheduler::run_until(Instant end) {
  stopped_ = false;
  while (!stopped_ && !livelock_) {
    if (!run_ready()) return;
    if (!advance_to_next_timer(end)) {
      now_ = std::max(now_, end);
      return;
    }
  }
}

bool Scheduler::run_ready() {
  while (!ready_.empty()) {
    run_one();
    if (stopped_) return false;
    if (++steps_now_ > steps_at_once) {
      livelock_ = "the world stands still at " + iso8601(now_) + ": tasks make tasks without end";
      return false;
    }
  }
  return true;
}

void Scheduler::run_one() {
  const std::size_t picked = ready_.size() == 1 ? 0 : order_.below(ready_.size());
  if (picked + 1 != ready_.size()) std::swap(ready_[picked], ready_.back());
  Entry entry = std::move(ready_.back());
  ready_.pop_back();
  note(picked);
  ++steps_;
  entry.task();
  entry.task = nullptr;
  if (hook_) hook_();
}

bool Scheduler::advance_to_next_timer(Instant end) {
  if (timers_.empty() || timers_.begin()->first.first > end) return false;
  if (timers_.begin()->first.first > now_) steps_now_ = 0;
  now_ = timers_.begin()->first.first;
  note(static_cast<std::uint64_t>(now_.time_since_epoch().count()));
  while (!timers_.empty() && timers_.begin()->first.first == now_) {
    auto due = timers_.extract(timers_.begin());
    timer_instants_.erase(due.key().second);
    ready_.push_back(std::move(due.mapped()));
  }
  return true;
}

}  // namespace berth::sim
