#pragma once
// Tags as ECS's requests and answers carry them (behaviour §1.18).

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "gen/ecs/types.hpp"
#include "model/tags.hpp"

namespace berth::api::ecs {

/// At most 50, keys of 1 to 128 characters, values up to 256, nothing beginning with "aws:".
Result<model::Tags> read_tags(const std::optional<std::vector<gen::ecs::Tag>>& tags);

/// Refused: more than 50 besides those of AWS.
Result<void> check_tag_count(const model::Tags& tags);

std::vector<gen::ecs::Tag> show_tags(const model::Tags& tags);

}  // namespace berth::api::ecs
