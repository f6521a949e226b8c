#pragma once
// The programs' own log lines, told as part of the story of a run.

#include <string>

#include "base/log.hpp"
#include "sim/kernel/story.hpp"

namespace berth::sim {

Log story_log(const Story& story, std::string who);

}  // namespace berth::sim
