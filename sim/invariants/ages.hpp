#pragma once
// Since when something that is wrong for a while only has been seen, by its name.

#include <map>
#include <string>

#include "base/time.hpp"

namespace berth::sim::invariants {

class Ages {
 public:
  /// Notes that it is seen now and answers for how long it has been.
  Duration see(const std::string& name, Instant now) {
    const auto known = before_.find(name);
    const Instant since = known == before_.end() ? now : known->second;
    seen_[name] = since;
    return now - since;
  }
  /// Forgets what was not seen since the last call.
  void end_look() {
    before_ = std::move(seen_);
    seen_.clear();
  }

 private:
  std::map<std::string, Instant> before_, seen_;
};

}  // namespace berth::sim::invariants
