#include "rules/services/image_versions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/image_name.hpp"

namespace berth::rules {

std::string pinned_image(const std::string& image, const std::string& digest) {
  const auto name = split_image_name(image);
  return name.digest.empty() ? fmt::format("{}@{}", name.repository, digest) : image;
}

bool learn_digests(model::Deployment& deployment, const model::Task& task) {
  bool learned = false;
  for (const auto& container : task.containers) {
    if (!container.version_consistent || !container.image_digest) continue;
    auto& digests = deployment.image_digests;
    learned |= digests.try_emplace(container.name, *container.image_digest).second;
  }
  return learned;
}

bool is_other_version(const model::Deployment& deployment, const model::Task& task) {
  return std::ranges::any_of(task.containers, [&](const model::TaskContainer& container) {
    const auto pinned = deployment.image_digests.find(container.name);
    return container.version_consistent && container.image_digest &&
           pinned != deployment.image_digests.end() && pinned->second != *container.image_digest;
  });
}

}  // namespace berth::rules
