#pragma once
// What every long-running command of the program shares: the owner's event loop, the threads for
// connections, clock, randomness and log, and an end by SIGTERM, SIGINT or a fatal error.

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "adapters/system/io_threads.hpp"
#include "adapters/system/os_entropy.hpp"
#include "adapters/system/system_clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace berth::apps {

class Runtime {
 public:
  explicit Runtime(LogLevel level);
  /// Stops the threads, so that nothing is posted any more while the rest goes.
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  boost::asio::any_io_executor owner() { return context_.get_executor(); }
  ports::Clock& clock() { return clock_; }
  ports::Entropy& entropy() { return entropy_; }
  adapters::IoThreads& threads() { return threads_; }
  const Log& log() const { return log_; }

  /// Ends run() with an error: the process exits with 1 and this line.
  void fail_with(const Error& error);

  /// Runs one coroutine to its end and stores what it answered.
  void complete(boost::asio::awaitable<Result<void>> work, Result<void>& done);

  /// Ends run() with what has been posted done: everything has ended by itself.
  void finish() { context_.stop(); }

  /// Runs the event loop until a signal or a failure, then calls `on_stop` once and lets what it
  /// started finish, for `grace` at most. Answers the exit code.
  int run(std::function<void()> on_stop, Duration grace = std::chrono::seconds{5});

 private:
  // Before the owner's context: what that one still holds when it goes may end on these threads.
  adapters::IoThreads threads_;
  boost::asio::io_context context_;
  adapters::SystemClock clock_;
  adapters::OsEntropy entropy_;
  Log log_;
  std::function<void()> on_stop_;
  int exit_code_ = 0;
};

/// "berth: <message>" on standard error; answers exit code 1.
int complain(const Error& error);

}  // namespace berth::apps
