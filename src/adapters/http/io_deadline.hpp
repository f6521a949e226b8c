#pragma once
// A time limit on socket operations: calls a function once when the time is over, usually one that
// cancels or closes the socket. Everything happens on the executor given at construction, so there
// is no race between the limit and the operation that it watches. For use inside adapters only.

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "base/time.hpp"

namespace berth::adapters {

class IoDeadline {
 public:
  IoDeadline(const boost::asio::any_io_executor& executor,
             std::move_only_function<void()> on_expiry);
  /// After this the function is not called any more.
  ~IoDeadline();
  IoDeadline(const IoDeadline&) = delete;
  IoDeadline& operator=(const IoDeadline&) = delete;

  /// Starts the time anew and forgets an earlier expiry.
  void arm(Duration limit);
  void disarm();
  /// Whether the time ran out since the last arm().
  bool expired() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // Shared with the timer's handler, which may run after us.
};

}  // namespace berth::adapters
