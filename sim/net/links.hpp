#pragma once
// The wires between sites: how long a message takes and which faults it meets. Two sites have one
// link in each direction; cutting one direction only is a fault of its own.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/time.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

struct NetworkFaults {
  /// A message takes `delay_least` plus an exponential draw around `delay_mean`.
  Duration delay_least{0};
  Duration delay_mean{1};
  /// Of a thousand connections so many are refused.
  unsigned refuse_per_mille = 0;
  /// Of a thousand requests so many never arrive.
  unsigned lose_request_per_mille = 0;
  /// Of a thousand answers so many are lost after the work was done.
  unsigned lose_answer_per_mille = 0;
  /// Of a thousand websocket frames so many end their connection instead.
  unsigned reset_per_mille = 0;
};

class Links {
 public:
  Links(SimEntropy entropy, NetworkFaults faults) : entropy_(entropy), faults_(faults) {}

  void cut(const std::string& from, const std::string& to) { cut_.insert({from, to}); }
  /// Messages sent before `until` arrive after it.
  void clog(const std::string& from, const std::string& to, Instant until);
  /// Ends cuts and clogs.
  void heal();
  /// Ends cuts and clogs, and draws no further faults.
  void calm();

  bool is_cut(const std::string& from, const std::string& to) const;
  Duration draw_delay(const std::string& from, const std::string& to, Instant now);

  bool draw_refusal() { return entropy_.chance(faults_.refuse_per_mille); }
  bool draw_lost_request() { return entropy_.chance(faults_.lose_request_per_mille); }
  bool draw_lost_answer() { return entropy_.chance(faults_.lose_answer_per_mille); }
  bool draw_reset() { return entropy_.chance(faults_.reset_per_mille); }
  bool draw_even() { return entropy_.chance(500); }

 private:
  using Direction = std::pair<std::string, std::string>;

  SimEntropy entropy_;
  NetworkFaults faults_;
  std::set<Direction> cut_;
  std::map<Direction, Instant> clogged_;
};

}  // namespace berth::sim
