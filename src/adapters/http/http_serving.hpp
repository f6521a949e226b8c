#pragma once
// What all connections of one server share: its limits, its service, and the count of the memory
// that request bodies take. For use inside adapters only.

#include <atomic>
#include <cstddef>

#include <boost/asio/any_io_executor.hpp>

#include "adapters/http_server.hpp"
#include "ports/transport.hpp"

namespace berth::adapters {

struct HttpServing {
  HttpServerConfig config;
  ports::HttpService& service;
  boost::asio::any_io_executor service_executor;
  std::atomic<std::size_t> body_bytes = 0;
};

/// The part of the common body memory that one request holds.
class BodyShare {
 public:
  explicit BodyShare(HttpServing& serving) : serving_(serving) {}
  ~BodyShare() { release(); }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

  /// Grows the share to `bytes`; false where the common memory does not reach.
  [[nodiscard]] bool grow_to(std::size_t bytes) {
    if (bytes <= held_) return true;
    const std::size_t added = bytes - held_;
    held_ = bytes;
    return serving_.body_bytes.fetch_add(added) + added <= serving_.config.bodies_max;
  }

  void release() {
    serving_.body_bytes.fetch_sub(held_);
    held_ = 0;
  }

 private:
  HttpServing& serving_;
  std::size_t held_ = 0;
};

}  // namespace berth::adapters
