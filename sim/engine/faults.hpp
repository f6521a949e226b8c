#pragma once
// What may go wrong between an agent and its container engine.

#include "base/time.hpp"

namespace berth::sim {

struct EngineFaults {
  /// Each call takes an exponential draw around this; starts take four times as long.
  Duration call_mean{10};
  /// Of a thousand calls so many take `slow` more, done or not when the caller gives up.
  unsigned slow_per_mille = 0;
  Duration slow{120'000};
  /// Of a thousand calls so many are answered by the engine's own error.
  unsigned fail_per_mille = 0;
  /// Of a thousand calls so many are carried out, and the connection breaks before the answer.
  unsigned lose_answer_per_mille = 0;
  /// Of a thousand pulls so many find the registry silent.
  unsigned pull_fail_per_mille = 0;
  /// Of a thousand events so many close the stream instead of arriving.
  unsigned close_stream_per_mille = 0;
  /// Of a thousand events so many are lost.
  unsigned lose_event_per_mille = 0;
};

}  // namespace berth::sim
