#pragma once
// Which process runs on a data directory: the one that holds the lock on a file there. The kernel
// gives the lock back when the process ends, however it ends, so neither a kill -9 nor a reboot
// leaves a mark behind, and the number of a dead process is never mistaken for another one.

#include <string>
#include <sys/types.h>

#include "base/result.hpp"

namespace berth::adapters {

class ProcessMark {
 public:
  /// Marks `path`, a file that is made when it is absent and never removed, for this process. Error
  /// refused: another process holds it.
  static Result<ProcessMark> take(const std::string& path);
  ~ProcessMark();
  ProcessMark(ProcessMark&& other) noexcept;
  ProcessMark& operator=(ProcessMark&&) = delete;
  ProcessMark(const ProcessMark&) = delete;
  ProcessMark& operator=(const ProcessMark&) = delete;

  /// The process that holds the mark, or 0. Not for the holder itself, which would lose it.
  static pid_t holder(const std::string& path);

 private:
  explicit ProcessMark(int file) : file_(file) {}

  int file_;
};

}  // namespace berth::adapters
