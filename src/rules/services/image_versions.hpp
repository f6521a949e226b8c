#pragma once
// Version consistency (behaviour §1.8): all tasks of one deployment run the same bytes behind an
// image's tag, unless its container definition says `versionConsistency: disabled`. What the first
// task reports as its image's digest is the deployment's; later tasks are started from it.

#include <string>
#include <vector>

#include "model/service.hpp"
#include "model/task.hpp"

namespace berth::rules {

/// "registry/name@sha256:…" for "registry/name:tag"; an image that is given by its digest stays.
std::string pinned_image(const std::string& image, const std::string& digest);

/// Adds the digests of containers that the deployment did not know yet, as this task of its tells
/// them. True if there was one.
bool learn_digests(model::Deployment& deployment, const model::Task& task);

/// Whether a container of this task of the deployment was started from another digest: its tag was
/// moved while the first tasks were starting.
bool is_other_version(const model::Deployment& deployment, const model::Task& task);

}  // namespace berth::rules
