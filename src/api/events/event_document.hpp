#pragma once
// An event as EventBridge shows it (behaviour §1.23): the envelope, and the task or container
// instance as ECS answers it, with times in ISO 8601.

#include <string>

#include "model/events/event.hpp"
#include "state/state.hpp"

namespace berth::api::events {

/// `view` gives what an event does not carry: an instance's attributes and whether a task's agent
/// is connected, both as they are now.
std::string event_document(const state::State& view, const model::Event& event);

/// "ECS Task State Change"
std::string_view detail_type_of(const model::Event& event);

}  // namespace berth::api::events
