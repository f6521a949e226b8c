#include "adapters/haproxy/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <spawn.h>
#include <unistd.h>

#include "base/text.hpp"

// glibc 2.36 forgot to say so itself.
extern "C" {
#include <sys/pidfd.h>
}

namespace berth::adapters::haproxy {
namespace {

namespace asio = boost::asio;

constexpr std::size_t output_max = std::size_t{64} << 10;

/// Closes on every way out.
struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

struct SpawnSettings {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;

  SpawnSettings() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
};

/// Starts the program with its outputs on `output`, no signal blocked or ignored, in a session of
/// its own. Answers its process id.
Result<pid_t> spawn(const Folder& folder, const std::vector<std::string>& arguments, int output) {
  std::vector<char*> pointers;
  for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);

  SpawnSettings settings;
  posix_spawn_file_actions_addopen(&settings.files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&settings.files, output, 1);
  posix_spawn_file_actions_adddup2(&settings.files, output, 2);
  posix_spawn_file_actions_addfchdir_np(&settings.files, folder.descriptor());
  posix_spawn_file_actions_addclosefrom_np(&settings.files, 3);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&settings.attributes, &none);
  posix_spawnattr_setsigdefault(&settings.attributes, &all);
  posix_spawnattr_setflags(&settings.attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  pid_t pid = 0;
  char* environment[] = {nullptr};
  const int error = posix_spawn(&pid, pointers.front(), &settings.files, &settings.attributes,
                                pointers.data(), environment);
  if (error != 0) {
    return fail(ErrorCode::input_output,
                fmt::format("cannot start {}: {}", arguments.front(), std::strerror(error)));
  }
  return pid;
}

std::string read_output(int descriptor) {
  std::string text(output_max, '\0');
  const auto count = pread(descriptor, text.data(), text.size(), 0);
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return text;
}

/// Whether the process lives and works in the folder. A dead one that nobody has collected yet has
/// no working folder any more.
bool works_in(pid_t pid, const Folder& folder) {
  struct stat theirs{}, ours{};
  const auto link = fmt::format("/proc/{}/cwd", pid);
  return stat(link.c_str(), &theirs) == 0 && fstat(folder.descriptor(), &ours) == 0 &&
         theirs.st_dev == ours.st_dev && theirs.st_ino == ours.st_ino;
}

/// The program's file name as the kernel shows it, at most 15 characters.
std::string program_of(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/comm", pid));
  std::string name;
  std::getline(file, name);
  return name;
}

/// Ends a dead process for good where it fell to us as a child, as in a container without an init.
void collect(pid_t pid) { waitpid(pid, nullptr, WNOHANG); }

}  // namespace

asio::awaitable<Result<Finished>> run_program(const Folder& folder,
                                              std::vector<std::string> arguments,
                                              ports::Clock& clock, Duration timeout) {
  const Descriptor output{memfd_create("output", MFD_CLOEXEC)};
  const auto pid = spawn(folder, arguments, output.number);
  if (!pid) co_return std::unexpected(pid.error());
  auto executor = co_await asio::this_coro::executor;
  asio::posix::stream_descriptor process(executor, pidfd_open(*pid, 0));
  bool killed = false;
  const auto timer = clock.call_after(timeout, [&killed, pid = *pid] {
    killed = true;
    kill(pid, SIGKILL);
  });
  co_await process.async_wait(asio::posix::stream_descriptor::wait_read,
                              asio::as_tuple(asio::use_awaitable));
  clock.cancel(timer);
  int status = 0;
  waitpid(*pid, &status, 0);
  if (killed) co_return fail(ErrorCode::timed_out, arguments.front() + " did not end in time");
  const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  co_return Finished{exit_code, read_output(output.number)};
}

std::vector<pid_t> processes_in(const Folder& folder, std::string_view program) {
  std::vector<pid_t> pids;
  DIR* directory = opendir("/proc");
  if (directory == nullptr) return pids;
  while (const dirent* entry = readdir(directory)) {
    const auto number = parse_unsigned(entry->d_name);
    if (!number) continue;
    const auto pid = static_cast<pid_t>(*number);
    if (program_of(pid) == program && works_in(pid, folder)) pids.push_back(pid);
  }
  closedir(directory);
  return pids;
}

std::optional<Process> Process::find(asio::any_io_executor executor, pid_t pid,
                                     const Folder& folder) {
  Descriptor handle{pidfd_open(pid, 0)};
  if (handle.number < 0 || !works_in(pid, folder)) return std::nullopt;
  return Process(std::move(executor), pid, std::exchange(handle.number, -1));
}

void Process::signal(int number) {
  pidfd_send_signal(descriptor_.native_handle(), number, nullptr, 0);
}

void Process::on_end(std::move_only_function<void()> ended) {
  descriptor_.async_wait(
      asio::posix::stream_descriptor::wait_read,
      [pid = pid_, ended = std::move(ended)](boost::system::error_code error) mutable {
        if (error) return;
        // Only where it fell to us as a child, as in a container without an init.
        waitpid(pid, nullptr, WNOHANG);
        ended();
      });
}

bool Process::wait(Duration timeout) {
  pollfd waited{descriptor_.native_handle(), POLLIN, 0};
  if (poll(&waited, 1, static_cast<int>(timeout.count())) != 1) return false;
  collect(pid_);
  return true;
}

}  // namespace berth::adapters::haproxy
