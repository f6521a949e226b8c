#pragma once
// Programs that we start and processes that outlive us. A program gets no descriptor of ours (a
// HAProxy that held our API's port would keep it after our death) and runs apart from our terminal.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "adapters/haproxy/folder.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"

namespace berth::adapters::haproxy {

struct Finished {
  int exit_code = 0;
  /// What it wrote on both outputs.
  std::string output;
};

/// Runs a program inside `folder` to its end; kills it and answers timed_out when that takes too
/// long. A program that puts itself into the background ends for us when its first process does.
boost::asio::awaitable<Result<Finished>> run_program(const Folder& folder,
                                                     std::vector<std::string> arguments,
                                                     ports::Clock& clock, Duration timeout);

/// Running processes whose program has that file name and which work in the folder.
std::vector<pid_t> processes_in(const Folder& folder, std::string_view program);

/// A process that may be nobody's child, held so that its number cannot come to mean another one.
class Process {
 public:
  /// The running process `pid` if `folder` is where it works; nothing for any other.
  static std::optional<Process> find(boost::asio::any_io_executor executor, pid_t pid,
                                     const Folder& folder);

  pid_t pid() const { return pid_; }
  void signal(int number);
  /// Calls back once on the executor when the process has ended; not after destruction.
  void on_end(std::move_only_function<void()> ended);
  /// Blocks up to `timeout`; for shutting down. Whether it has ended.
  bool wait(Duration timeout);

 private:
  Process(boost::asio::any_io_executor executor, pid_t pid, int descriptor)
      : pid_(pid), descriptor_(executor, descriptor) {}

  pid_t pid_;
  boost::asio::posix::stream_descriptor descriptor_;
};

}  // namespace berth::adapters::haproxy
