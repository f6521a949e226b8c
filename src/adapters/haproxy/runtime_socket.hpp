#pragma once
// Asks a HAProxy process over its runtime socket: one connection, one line of commands, everything
// that comes back.

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"

namespace berth::adapters::haproxy {

/// The answer to all commands together, as HAProxy wrote it. Nobody there: unreachable; no end of
/// the answer in time: timed_out.
boost::asio::awaitable<Result<std::string>> ask(std::string socket, std::string commands,
                                                ports::Clock& clock, Duration timeout);

/// Lines that each fit into what HAProxy takes at once, commands in order and joined by ';'.
std::vector<std::string> batches_of(const std::vector<std::string>& commands);

}  // namespace berth::adapters::haproxy
