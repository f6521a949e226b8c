#pragma once
// RunTask's and StartTask's overrides: what may be overridden, and for which containers.

#include <optional>

#include "base/result.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

/// The overrides with task sizes in units and MiB. Refused: containers that the definition does
/// not have, more than 8192 characters, members that Berth does not honour.
Result<gen::ecs::TaskOverride> read_overrides(
    const std::optional<gen::ecs::TaskOverride>& overrides,
    const gen::ecs::TaskDefinition& definition);

}  // namespace berth::api::ecs
