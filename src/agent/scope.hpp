#pragma once
// Owns the coroutines that somebody starts and does not wait for: it can cancel them all and wait
// until the last one has ended. One executor only.
//
// Cancelling makes each child's next wait throw Asio's operation_aborted, which unwinds its frames;
// Scope swallows that one exception and lets every other terminate the process. After cancel()
// nothing new starts.

#include <cstddef>
#include <list>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "ports/event.hpp"

namespace berth::agent {

class Scope {
 public:
  explicit Scope(ports::Clock& clock);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  /// Where children run. Called once, before the first spawn.
  void start_on(boost::asio::any_io_executor executor);

  /// Runs `child` from its first step on the next turn of the executor, never inside this call.
  void spawn(boost::asio::awaitable<void> child);

  void cancel();
  /// Waits until no child is left; combine with cancel() to end them.
  boost::asio::awaitable<void> join();

  std::size_t running() const;

 private:
  struct Children;

  ports::Clock& clock_;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Children> children_;  // Shared with completions that may outlive us.
};

}  // namespace berth::agent
