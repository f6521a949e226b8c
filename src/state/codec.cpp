// The one place where the shapes of all commands and rows are built.
#include "base/describe.hpp"
#include "state/snapshot.hpp"

namespace berth::state {

const Shape& entry_shape() { return shape_of<Entry>(); }
const Shape& snapshot_shape() { return shape_of<Snapshot>(); }

}  // namespace berth::state
