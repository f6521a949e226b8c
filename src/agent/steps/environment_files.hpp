#pragma once
// The files from which a container's environment comes before its definition's own variables. Read
// anew for each creation and never stored: they may hold secrets.

#include <map>
#include <string>
#include <string_view>

#include "agent/steps/container_body.hpp"
#include "ports/local_host.hpp"

namespace berth::agent::steps {

/// Variables of all files of the container at `index`; where several files set one, the first one
/// counts (behaviour §1.3.2). Error: the reason for which the task stops.
StepResult<Variables> read_environment_files(const ports::LocalHost& host, const TaskView& task,
                                             std::size_t index);

/// One file, as Amazon's agent takes it: a line is "NAME=VALUE" with everything after the first "="
/// as it stands; lines that begin with "#", have no "=", or have nothing on one side of it are
/// passed over.
Variables variables_of(std::string_view text);

}  // namespace berth::agent::steps
