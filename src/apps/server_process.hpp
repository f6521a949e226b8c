#pragma once
// The server of one machine: the control plane on real adapters, listening. Constructed from flags,
// started once, ended by stop() or by a journal that fails.

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "apps/flags.hpp"
#include "base/log.hpp"
#include "ports/balancer.hpp"
#include "ports/clock.hpp"
#include "ports/entropy.hpp"
#include "wire/sigv4.hpp"

namespace berth::adapters {
class IoThreads;
}

namespace berth::apps {

/// Whether this server drives a HAProxy of its own.
enum class DataPlane : std::uint8_t { none, haproxy };

class ServerProcess {
 public:
  /// Opens the data directory, recovers the state, binds the address. Every failure is one line.
  static Result<std::unique_ptr<ServerProcess>> create(
      const ServerFlags& flags, DataPlane plane, boost::asio::any_io_executor owner,
      ports::Clock& clock, ports::Entropy& entropy, adapters::IoThreads& threads, Log log,
      std::function<void(const Error&)> on_failure);
  struct Parts;
  explicit ServerProcess(std::unique_ptr<Parts> parts);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// "http://127.0.0.1:6420"
  const std::string& endpoint() const;
  const wire::Credentials& root_key() const;

  /// Refuses new connections, answers the requests under way and closes the rest; calls `stopped`
  /// on the owner when no connection is left.
  void stop(std::function<void()> stopped);

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace berth::apps
