#pragma once
// Growing delays between tries, spread by jitter so that many agents do not come back at once.

#include "base/time.hpp"
#include "ports/entropy.hpp"

namespace berth::agent {

struct BackoffLimits {
  Duration first{};
  Duration longest{};
  double factor = 2.0;
  /// Share of each delay that is drawn at random and taken off: 0.2 gives 80 % to 100 %.
  double jitter = 0.2;
};

class Backoff {
 public:
  Backoff(BackoffLimits limits, ports::Entropy& entropy) : limits_(limits), entropy_(entropy) {}

  /// The delay before the next try; each call lengthens the one after it.
  Duration next();
  void reset() { tries_ = 0; }
  int tries() const { return tries_; }

 private:
  BackoffLimits limits_;
  ports::Entropy& entropy_;
  int tries_ = 0;
};

}  // namespace berth::agent
