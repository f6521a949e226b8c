#pragma once
// Tags of rules as EventBridge's requests carry them.

#include <vector>

#include "base/result.hpp"
#include "gen/events/types.hpp"
#include "model/tags.hpp"

namespace berth::api::events {

/// Into `known`: at most 50 in all, nothing beginning with "aws:".
Result<model::Tags> read_tags(const std::vector<gen::events::Tag>& tags, model::Tags known);

}  // namespace berth::api::events
