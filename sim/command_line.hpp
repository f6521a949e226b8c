#pragma once
// The arguments of `sim`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/story.hpp"
#include "sim/world/options.hpp"

namespace berth::sim {

enum class Task : std::uint8_t { help, one_seed, many_seeds, mutants };
/// Whether some seeds are played twice, in order to compare their traces.
enum class ReplayCheck : std::uint8_t { none, some, every };

struct CommandLine {
  Task task = Task::help;
  std::uint64_t first_seed = 1;
  std::uint64_t seeds = 1;
  Effort effort = Effort::full;
  Detail log = Detail::none;
  Mutant mutant = Mutant::none;
  ReplayCheck replay_check = ReplayCheck::none;
  unsigned jobs = 1;
};

extern const std::string_view usage;

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments);

/// A decimal number, or a git commit of 40 hexadecimal digits of which the first 16 count.
std::optional<std::uint64_t> parse_seed(std::string_view text);

/// The arguments that play this seed again.
std::string replay_command(const CommandLine& line, std::uint64_t seed);

}  // namespace berth::sim
