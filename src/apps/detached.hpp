#pragma once
// A process that goes on without its terminal.

#include <functional>
#include <string>
#include <sys/types.h>

#include "base/time.hpp"

namespace berth::apps {

/// Called by the detached work once it serves; the process that started it ends then.
using Announce = std::function<void()>;

/// Runs `work` in a child of its own session, its output appended to `log_path`. Answers 0 once it
/// announced itself; when it ends before, its exit code, after showing the end of its log.
int run_detached(const std::string& log_path, const std::function<int(const Announce&)>& work);

/// Whether the process has ended within `patience`.
bool wait_for_end(pid_t pid, Duration patience);

}  // namespace berth::apps
