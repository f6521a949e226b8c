#include "agent/plan/image_cleanup.hpp"

#include <algorithm>
#include <utility>

namespace berth::agent::plan {

std::vector<std::string> images_to_remove(const ImageRecords& fetched,
                                          const std::set<std::string>& in_use, Instant now,
                                          const ImageCleanup& rules) {
  std::vector<std::pair<Instant, std::string>> unwanted;
  for (const auto& [name, image] : fetched) {
    if (in_use.contains(name) || now < image.last_wanted + rules.minimum_age) continue;
    unwanted.emplace_back(image.last_wanted, name);
  }
  std::ranges::sort(unwanted);
  std::vector<std::string> names;
  for (auto& [when, name] : unwanted) {
    if (names.size() == rules.images_per_round) break;
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace berth::agent::plan
