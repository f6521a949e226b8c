#pragma once
// Measures a subject and its peer in turns within one run. The time shown is the subject's; the
// counter `ratio` is the subject's time over the peer's.

#include <chrono>

#include <benchmark/benchmark.h>

namespace berth::bench {

template <class Work>
double seconds_of(Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Runs for as long as `state` wants. The benchmark must be registered with UseManualTime().
template <class Subject, class Peer>
void measure(benchmark::State& state, Subject subject, Peer peer) {
  double spent = 0;
  double spent_by_peer = 0;
  for (auto round : state) {
    const double once = seconds_of(subject);
    state.SetIterationTime(once);
    spent += once;
    spent_by_peer += seconds_of(peer);
  }
  state.counters["ratio"] = spent / spent_by_peer;
}

}  // namespace berth::bench
