#pragma once
// Which images an agent removes again (agent protocol §10): only those that it fetched itself, that
// no task of it needs and that were not wanted for a while; the longest unwanted first.

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/time.hpp"

namespace berth::agent::plan {

struct ImageRecord {
  Instant last_wanted{};

  bool operator==(const ImageRecord&) const = default;
};
BOOST_DESCRIBE_STRUCT(ImageRecord, (), (last_wanted))

/// Image name, as task definitions write it → what is known of it.
using ImageRecords = std::map<std::string, ImageRecord>;

struct ImageCleanup {
  Duration interval = std::chrono::minutes{30};
  Duration minimum_age = std::chrono::hours{1};
  /// At most so many a round.
  std::size_t images_per_round = 5;
};

std::vector<std::string> images_to_remove(const ImageRecords& fetched,
                                          const std::set<std::string>& in_use, Instant now,
                                          const ImageCleanup& rules);

}  // namespace berth::agent::plan
