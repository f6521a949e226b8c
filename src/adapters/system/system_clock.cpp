#include "adapters/system/system_clock.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <unordered_map>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

using Steady = std::chrono::steady_clock;

/// Tasks of the past run in the order of their calls, before any timer.
constexpr Steady::time_point at_once = Steady::time_point::min();

Steady::time_point steady_time_of(Instant when) {
  const auto now = std::chrono::system_clock::now();
  const auto now_floor = std::chrono::floor<Duration>(now);
  if (when <= now_floor) return at_once;
  // Instant's range is wider than the monotonic clock's, and nobody waits for a century.
  constexpr Duration limit = std::chrono::hours{24 * 365 * 100};
  return Steady::now() + std::min(when - now_floor, limit) - (now - now_floor);
}

}  // namespace

struct SystemClock::Timers : std::enable_shared_from_this<Timers> {
  using Key = std::pair<Steady::time_point, TimerId>;

  explicit Timers(asio::any_io_executor executor) : owner(executor), timer(std::move(executor)) {}

  asio::any_io_executor owner;
  asio::steady_timer timer;
  std::map<Key, ports::Task> waiting;
  std::unordered_map<TimerId, Steady::time_point> times;
  TimerId next = 1;
  /// What the Asio timer waits for; meaningless while `armed` is false.
  Steady::time_point armed_for{};
  bool armed = false;
  bool turn_posted = false;

  /// Makes sure that the first task will run.
  void arm() {
    if (waiting.empty() || turn_posted) return;
    const auto first = waiting.begin()->first.first;
    if (first == at_once) {
      turn_posted = true;
      asio::post(owner, [weak = weak_from_this()] {
        if (const auto timers = weak.lock()) {
          timers->turn_posted = false;
          timers->run_due();
        }
      });
      return;
    }
    if (armed && armed_for <= first) return;
    armed = true;
    armed_for = first;
    timer.expires_at(first);
    timer.async_wait([weak = weak_from_this(), first](boost::system::error_code) {
      const auto timers = weak.lock();
      if (!timers || timers->armed_for != first) return;
      timers->armed = false;
      timers->run_due();
    });
  }

  /// The first task that is due, of those older than `end`: those of the past, then the timers.
  std::map<Key, ports::Task>::iterator due(Steady::time_point now, TimerId end) {
    const auto first = waiting.begin();
    if (first == waiting.end() || (first->first.first == at_once && first->first.second < end)) {
      return first;
    }
    const auto timed = waiting.upper_bound({at_once, ~TimerId{0}});
    if (timed == waiting.end()) return timed;
    const auto [time, id] = timed->first;
    return time <= now && id < end ? timed : waiting.end();
  }

  /// Runs what is due now; what those tasks add waits for the next turn, so nothing starves.
  void run_due() {
    const auto now = Steady::now();
    const TimerId end = next;
    const auto self = shared_from_this();
    for (auto found = due(now, end); found != waiting.end(); found = due(now, end)) {
      auto task = waiting.extract(found);
      times.erase(task.key().second);
      task.mapped()();
    }
    arm();
  }
};

SystemClock::SystemClock(asio::any_io_executor owner)
    : timers_(std::make_shared<Timers>(std::move(owner))) {}

SystemClock::~SystemClock() {
  // A task on the stack may be what destroys us; those behind it must not run any more.
  const auto dropped = std::exchange(timers_->waiting, {});
  timers_->times.clear();
}

Instant SystemClock::now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

SystemClock::TimerId SystemClock::call_at(Instant when, ports::Task task) {
  const TimerId id = timers_->next++;
  const auto time = steady_time_of(when);
  timers_->times.emplace(id, time);
  timers_->waiting.emplace(Timers::Key{time, id}, std::move(task));
  timers_->arm();
  return id;
}

void SystemClock::cancel(TimerId id) {
  const auto found = timers_->times.find(id);
  if (found == timers_->times.end()) return;
  timers_->waiting.erase({found->second, id});
  timers_->times.erase(found);
}

}  // namespace berth::adapters
