#pragma once
// The threads on which connections read, parse and write, apart from the one that owns the state.
//
// Coroutines of both sides wait for each other, so the end has an order: stop() while the owner's
// context still exists, then the owner's context goes, then this. Declare IoThreads before the
// owner's context, and call stop() when the owner's loop has ended.

#include <memory>

#include <boost/asio/any_io_executor.hpp>

namespace berth::adapters {

class IoThreads {
 public:
  /// Starts `count` threads, at least one.
  explicit IoThreads(unsigned count);
  /// Stops.
  ~IoThreads();
  IoThreads(const IoThreads&) = delete;
  IoThreads& operator=(const IoThreads&) = delete;

  /// Runs tasks on any of the threads, several at once.
  boost::asio::any_io_executor executor() const;

  /// Joins the threads, then destroys the coroutines that have not ended. What is posted later
  /// never runs. Harmless when repeated; not to be called from one of the threads.
  void stop();

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace berth::adapters
