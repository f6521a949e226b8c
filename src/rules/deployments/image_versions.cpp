#include "rules/deployments/image_versions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/image_name.hpp"

namespace berth::rules {

std::string pinned_image(const std::string& image, const std::string& digest) {
  const auto name = split_image_name(image);
  return name.digest.empty() ? fmt::format("{}@{}", name.repository, digest) : image;
}

bool tells_digests(const model::ServiceRevision& revision, const model::Task& task) {
  return std::ranges::any_of(task.containers, [&](const model::TaskContainer& container) {
    return container.version_consistent && container.image_digest &&
           !revision.image_digests.contains(container.name);
  });
}

void learn_digests(model::ServiceRevision& revision, const model::Task& task) {
  for (const auto& container : task.containers) {
    if (!container.version_consistent || !container.image_digest) continue;
    revision.image_digests.try_emplace(container.name, *container.image_digest);
  }
}

bool is_other_version(const model::ServiceRevision& revision, const model::Task& task) {
  return std::ranges::any_of(task.containers, [&](const model::TaskContainer& container) {
    const auto pinned = revision.image_digests.find(container.name);
    return container.version_consistent && container.image_digest &&
           pinned != revision.image_digests.end() && pinned->second != *container.image_digest;
  });
}

}  // namespace berth::rules
