#pragma once
// Asks systemd for a transient slice: a cgroup with limits that lives until it is stopped or the
// machine restarts. We speak to systemd's own socket, as its systemctl does when root calls it, so
// no message bus has to run. Errors: unreachable (no systemd here, or we are not root), refused
// (systemd's own words), timed_out.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::adapters {

/// Properties as `man systemd.resource-control` names them on the bus: {"MemoryMax", bytes}.
using SliceProperties = std::vector<std::pair<std::string, std::uint64_t>>;

/// A slice that is there already stays as it is.
boost::asio::awaitable<Result<void>> start_slice(std::string socket, std::string name,
                                                 SliceProperties properties, Duration timeout);

/// Ends what still runs in it. One that is not there is a success.
boost::asio::awaitable<Result<void>> stop_slice(std::string socket, std::string name,
                                                Duration timeout);

}  // namespace berth::adapters
