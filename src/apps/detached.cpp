#include "apps/detached.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace berth::apps {

namespace {

constexpr std::streamoff log_end_shown = 2000;

/// What the log holds after `offset`, at most its last part.
std::string log_since(const std::string& path, std::streamoff offset) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return "";
  file.seekg(std::max(offset, static_cast<std::streamoff>(file.tellg()) - log_end_shown));
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

[[noreturn]] void run_child(int log, int ready, const std::function<int(const Announce&)>& work) {
  ::setsid();
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  const int code = work([ready] {
    // If nobody reads any more, nobody waits for it either.
    if (::write(ready, "1", 1) == 1) ::close(ready);
  });
  std::exit(code);
}

}  // namespace

int run_detached(const std::string& log_path, const std::function<int(const Announce&)>& work) {
  const int log = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int ends[2];
  if (log < 0 || ::pipe2(ends, O_CLOEXEC) != 0) {
    fmt::print(stderr, "berth: Cannot write {}.\n", log_path);
    return 1;
  }
  const auto begin = static_cast<std::streamoff>(::lseek(log, 0, SEEK_END));
  const pid_t child = ::fork();
  if (child < 0) {
    fmt::print(stderr, "berth: Cannot start a process.\n");
    return 1;
  }
  if (child == 0) {
    ::close(ends[0]);
    run_child(log, ends[1], work);
  }
  ::close(ends[1]);
  char byte = 0;
  ssize_t count = 0;
  do {
    count = ::read(ends[0], &byte, 1);
  } while (count < 0 && errno == EINTR);
  ::close(ends[0]);
  ::close(log);
  if (count == 1) return 0;
  int status = 0;
  ::waitpid(child, &status, 0);
  fmt::print(stderr, "{}", log_since(log_path, begin));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

bool wait_for_end(pid_t pid, Duration patience) {
  const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (handle < 0) return errno == ESRCH;
  pollfd watched{handle, POLLIN, 0};
  const int ended = ::poll(&watched, 1, static_cast<int>(patience.count()));
  ::close(handle);
  return ended > 0;
}

}  // namespace berth::apps
