#pragma once
// The size and the processor of the machine that this process runs on, as an agent registers them.

#include <string_view>

#include "base/result.hpp"
#include "ports/host.hpp"

namespace berth::adapters {

/// Reads /proc and asks the kernel. Error input_output: this is no Linux we know; refused: a
/// processor that ECS has no name for.
Result<ports::Host> read_host();

/// The same from the texts of /proc/cpuinfo and /proc/meminfo and the kernel's word for the
/// processor ("x86_64", "aarch64").
Result<ports::Host> host_of(std::string_view cpuinfo, std::string_view meminfo,
                            std::string_view machine);

}  // namespace berth::adapters
