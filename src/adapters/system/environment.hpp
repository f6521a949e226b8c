#pragma once
// The environment of this process.

#include <optional>
#include <string>

namespace berth::adapters {

/// The variable's value, or nothing where it is not set.
std::optional<std::string> environment_variable(const char* name);

}  // namespace berth::adapters
