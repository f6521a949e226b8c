#include "sim/children.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <map>
#include <string_view>
#include <sys/wait.h>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "base/check.hpp"

namespace berth::sim {

namespace {

/// A run takes a second or two; one that takes so long turns in a circle.
constexpr unsigned run_seconds_max = 120;

struct Child {
  pid_t id = 0;
  int pipe = -1;
};

/// What a child writes before its failure's text.
struct Numbers {
  std::uint64_t trace = 0;
  std::uint64_t steps = 0;
  std::int64_t simulated = 0;
};

void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string read_all(int file) {
  std::string bytes;
  std::array<char, 4096> buffer;
  for (auto count = ::read(file, buffer.data(), buffer.size()); count > 0;
       count = ::read(file, buffer.data(), buffer.size())) {
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return bytes;
}

Child begin(std::uint64_t number, const std::function<Verdict(std::uint64_t)>& play) {
  std::array<int, 2> ends{};
  check(::pipe(ends.data()) == 0, "a pipe to a child opens");
  const pid_t id = ::fork();
  check(id >= 0, "a child process starts");
  if (id > 0) {
    ::close(ends[1]);
    return {id, ends[0]};
  }
  ::close(ends[0]);
  ::alarm(run_seconds_max);
  const Verdict verdict = play(number);
  const Numbers numbers{verdict.trace, verdict.steps, verdict.simulated.count()};
  std::string bytes(sizeof numbers, '\0');
  std::memcpy(bytes.data(), &numbers, sizeof numbers);
  write_all(ends[1], bytes + verdict.failure);
  ::_exit(0);
}

std::string why_it_died(int status) {
  if (!WIFSIGNALED(status)) return fmt::format("the run exited with {}", WEXITSTATUS(status));
  if (WTERMSIG(status) == SIGALRM) {
    return fmt::format("the run did not end within {} s", run_seconds_max);
  }
  return fmt::format("the run died of signal {}", WTERMSIG(status));
}

Verdict finish(const Child& child) {
  const std::string bytes = read_all(child.pipe);
  ::close(child.pipe);
  int status = 0;
  ::waitpid(child.id, &status, 0);
  Verdict verdict;
  Numbers numbers;
  if (WIFSIGNALED(status) || bytes.size() < sizeof numbers) {
    verdict.failure = why_it_died(status);
    return verdict;
  }
  std::memcpy(&numbers, bytes.data(), sizeof numbers);
  verdict.trace = numbers.trace;
  verdict.steps = numbers.steps;
  verdict.simulated = Duration{numbers.simulated};
  verdict.failure = bytes.substr(sizeof numbers);
  return verdict;
}

}  // namespace

void play_in_children(std::uint64_t count, unsigned jobs,
                      const std::function<Verdict(std::uint64_t)>& play,
                      const std::function<bool(std::uint64_t, Verdict)>& done) {
  std::map<std::uint64_t, Child> running;
  std::uint64_t next = 0;
  bool more = true;
  while ((more && next < count) || !running.empty()) {
    while (more && next < count && running.size() < jobs) {
      running[next] = begin(next, play);
      ++next;
    }
    const auto [number, child] = *running.begin();
    running.erase(running.begin());
    if (!done(number, finish(child))) more = false;
  }
}

}  // namespace berth::sim
