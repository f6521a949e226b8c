#pragma once
// Tags as the requests and answers of Elastic Load Balancing carry them.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "gen/elbv2/types.hpp"
#include "model/tags.hpp"

namespace berth::api::elbv2::parts {

/// `tags` laid over `current`. At most 50 together, each key once, none beginning with "aws:".
Result<model::Tags> read_tags(const std::vector<gen::elbv2::Tag>& tags, model::Tags current = {});
Result<model::Tags> read_tags(const std::optional<std::vector<gen::elbv2::Tag>>& tags);

std::vector<gen::elbv2::Tag> show_tags(const model::Tags& tags);

}  // namespace berth::api::elbv2::parts
