#pragma once
// How tests that talk to real processes wait: by running the executor until something is true,
// within a bound, never by sleeping.

#include <chrono>
#include <functional>

#include <boost/asio/io_context.hpp>

#include "base/time.hpp"

namespace berth::adapters::haproxy {

/// Whether `condition` became true in time while the executor ran.
inline bool run_until(boost::asio::io_context& context, const std::function<bool()>& condition,
                      Duration timeout = std::chrono::seconds(20)) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    context.restart();
    context.run_one_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace berth::adapters::haproxy
