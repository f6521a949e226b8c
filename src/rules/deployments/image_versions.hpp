#pragma once
// Version consistency (behaviour §1.8): all tasks of one service revision run the same bytes behind
// an image's tag, unless its container definition says `versionConsistency: disabled`. What the
// first task reports as its image's digest is the revision's; later tasks are started from it.

#include <string>

#include "model/service_revision.hpp"
#include "model/task.hpp"

namespace berth::rules {

/// "registry/name@sha256:…" for "registry/name:tag"; an image that is given by its digest stays.
std::string pinned_image(const std::string& image, const std::string& digest);

/// Whether this task of the revision tells the digest of a container that was not known yet.
bool tells_digests(const model::ServiceRevision& revision, const model::Task& task);

/// Adds what it tells.
void learn_digests(model::ServiceRevision& revision, const model::Task& task);

/// Whether a container of this task of the revision was started from another digest: its tag was
/// moved while the first tasks were starting.
bool is_other_version(const model::ServiceRevision& revision, const model::Task& task);

}  // namespace berth::rules
