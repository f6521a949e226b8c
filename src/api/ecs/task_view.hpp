#pragma once
// Tasks as DescribeTasks, RunTask and StopTask answer them (behaviour §9.2).

#include <string>

#include "gen/ecs/types.hpp"
#include "state/state.hpp"

namespace berth::api::ecs {

enum class ShowTags : bool { no, yes };

/// `view` gives the connection of the task's agent; the task itself need not be in it yet.
gen::ecs::Task show_task(const state::State& view, const model::Task& task, ShowTags tags);

}  // namespace berth::api::ecs
