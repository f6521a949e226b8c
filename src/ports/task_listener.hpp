#pragma once
// The place on this host where its tasks reach their agents: an address of the link-local block
// 169.254.170.0/24, as the AWS SDKs expect it (behaviour §1.22). It is never announced, but a
// neighbour that makes itself a route to it can ask, and then needs to know a container's id.

#include <string>

#include "base/result.hpp"
#include "ports/transport.hpp"

namespace berth::ports {

class TaskListener {
 public:
  virtual ~TaskListener() = default;

  /// Begins to serve tasks and answers the URL that they use, "http://169.254.170.2". `wanted` is
  /// the URL of an earlier life, which running containers hold: it is taken if it can be had, and
  /// otherwise, or where it is empty, the first one that is free. A listener that serves at
  /// `wanted` already, or at any URL while `wanted` is empty, answers that. `service` must live
  /// until the listener is gone. Error refused: this host has no address for us; the text says why.
  virtual Result<std::string> open(const std::string& wanted, HttpService& service) = 0;

  /// Stops to serve at `url` and takes back from the host what open() gave it. Without this, the
  /// address outlives the process and waits for the next one.
  virtual void close(const std::string& url) = 0;
};

}  // namespace berth::ports
