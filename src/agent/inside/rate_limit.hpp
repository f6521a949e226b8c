#pragma once
// How often one address may ask: steadily 40 times a second, 60 at once after a rest
// (ECS_TASK_METADATA_RPS_LIMIT). Bounded: when too many addresses are known, those that rested are
// forgotten, and while none did, new ones are refused.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "base/time.hpp"

namespace berth::agent::inside {

struct RateLimitOptions {
  std::int64_t steady = 40;  // Each second.
  std::int64_t burst = 60;
  std::size_t addresses_max = 4096;
};

class RateLimit {
 public:
  explicit RateLimit(RateLimitOptions options = {}) : options_(options) {}

  /// Whether `address` may ask once more now.
  bool allows(const std::string& address, Instant now);

 private:
  struct Bucket {
    /// In thousandths of a request.
    std::int64_t left = 0;
    Instant at{};
  };

  void refill(Bucket& bucket, Instant now) const;
  void forget_rested(Instant now);

  RateLimitOptions options_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace berth::agent::inside
