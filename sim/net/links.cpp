#include "sim/net/links.hpp"

#include <algorithm>

namespace berth::sim {

void Links::clog(const std::string& from, const std::string& to, Instant until) {
  auto& end = clogged_[{from, to}];
  end = std::max(end, until);
}

void Links::heal() {
  cut_.clear();
  clogged_.clear();
}

void Links::calm() {
  heal();
  faults_.refuse_per_mille = 0;
  faults_.lose_request_per_mille = 0;
  faults_.lose_answer_per_mille = 0;
  faults_.reset_per_mille = 0;
}

bool Links::is_cut(const std::string& from, const std::string& to) const {
  return cut_.contains({from, to});
}

Duration Links::draw_delay(const std::string& from, const std::string& to, Instant now) {
  const Duration delay =
      faults_.delay_least + Duration{entropy_.exponential(faults_.delay_mean.count())};
  const auto found = clogged_.find({from, to});
  if (found == clogged_.end() || found->second <= now) return delay;
  return delay + (found->second - now);
}

}  // namespace berth::sim
