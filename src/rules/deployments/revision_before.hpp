#pragma once
// Which service revision a person means by "what ran before".

#include <vector>

#include "model/service_revision.hpp"

namespace berth::rules {

/// `deployed` are the revisions that were deployed well, oldest first. One that was deployed again
/// takes back all that came between; what is left is the history. Answers the newest of it before
/// `present` that is another workload than `present`, or null: a rollback after a rollback goes
/// one further back.
const model::ServiceRevision* revision_before(
    const std::vector<const model::ServiceRevision*>& deployed,
    const model::ServiceRevision& present);

}  // namespace berth::rules
