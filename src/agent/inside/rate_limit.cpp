#include "agent/inside/rate_limit.hpp"

#include <algorithm>

namespace berth::agent::inside {

namespace {

constexpr std::int64_t one_request = 1000;

}  // namespace

bool RateLimit::allows(const std::string& address, Instant now) {
  if (!buckets_.contains(address) && buckets_.size() >= options_.addresses_max) {
    forget_rested(now);
    if (buckets_.size() >= options_.addresses_max) return false;
  }
  auto& bucket = buckets_.try_emplace(address, options_.burst * one_request, now).first->second;
  refill(bucket, now);
  if (bucket.left < one_request) return false;
  bucket.left -= one_request;
  return true;
}

/// A millisecond brings `steady` thousandths.
void RateLimit::refill(Bucket& bucket, Instant now) const {
  const auto rest = std::max<std::int64_t>((now - bucket.at).count(), 0);
  const auto full = options_.burst * one_request;
  const auto missing = full - bucket.left;
  bucket.left = rest >= missing / options_.steady + 1 ? full : bucket.left + rest * options_.steady;
  bucket.left = std::min(bucket.left, full);
  bucket.at = now;
}

void RateLimit::forget_rested(Instant now) {
  for (auto& [address, bucket] : buckets_) refill(bucket, now);
  std::erase_if(buckets_, [&](const auto& entry) {
    return entry.second.left == options_.burst * one_request;
  });
}

}  // namespace berth::agent::inside
