#pragma once
// Awaiting work that must run on another executor: sockets live on the strands of the I/O threads,
// their users on the executor that owns the state. Asio's own way, co_spawn with use_awaitable, may
// in Boost 1.81 touch a cancellation signal that is gone already when the two executors run on
// different threads; here the signal is shared and only touched on the work's executor.

#include <exception>
#include <memory>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/result.hpp"

namespace berth::adapters {

/// What an exception that escaped from a coroutine means: a cancellation, or a failure with its
/// text.
Error error_of(const std::exception_ptr& exception);

/// Runs `work` on `executor` and resumes the caller, on its own executor, with the outcome. The
/// caller's cancellation is passed on; an exception that escapes `work` becomes an Error.
template <class T>
boost::asio::awaitable<Result<T>> run_on(boost::asio::any_io_executor executor,
                                         boost::asio::awaitable<Result<T>> work) {
  namespace asio = boost::asio;
  auto begin = [&executor, &work](auto handler) {
    auto signal = std::make_shared<asio::cancellation_signal>();
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
      slot.assign([signal, executor](asio::cancellation_type type) {
        asio::post(executor, [signal, type] { signal->emit(type); });
      });
    }
    // The caller's context must not run out of work while it waits for another one.
    asio::any_io_executor home =
        asio::prefer(asio::any_io_executor(asio::get_associated_executor(handler)),
                     asio::execution::outstanding_work.tracked);
    auto done = [signal, home, handler = std::move(handler)](std::exception_ptr exception,
                                                             Result<T> outcome) mutable {
      if (exception) outcome = std::unexpected(error_of(exception));
      asio::post(home, [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
        std::move(handler)(std::move(outcome));
      });
    };
    asio::co_spawn(executor, std::move(work),
                   asio::bind_cancellation_slot(signal->slot(), std::move(done)));
  };
  auto outcome = co_await asio::async_initiate<decltype(asio::use_awaitable), void(Result<T>)>(
      begin, asio::use_awaitable);
  co_return outcome;
}

}  // namespace berth::adapters
