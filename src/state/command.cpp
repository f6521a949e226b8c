#include "state/commands.hpp"

namespace berth::state {

Command::Command() = default;
Command::~Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command& Command::operator=(const Command& other) = default;
Command& Command::operator=(Command&& other) noexcept = default;

}  // namespace berth::state
