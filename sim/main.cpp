// sim: plays Berth in simulated worlds. See usage in command_line.cpp and docs/simulation.md.

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/children.hpp"
#include "sim/command_line.hpp"
#include "sim/run.hpp"
#include "sim/world/agent_process.hpp"
#include "sim/world/server_process.hpp"

namespace berth::sim {
namespace {

constexpr std::uint64_t replay_every = 20;
constexpr std::uint64_t progress_every = 500;

Programs real_programs() { return Programs{make_server, make_agent}; }

Options options_of(const CommandLine& line, std::uint64_t seed) {
  Options options = draw_options(seed, line.effort);
  provoke(line.mutant, options);
  return options;
}

Verdict play(const CommandLine& line, std::uint64_t seed) {
  const Options options = options_of(line, seed);
  const auto print = [](std::string_view text) { fmt::print("{}\n", text); };
  Verdict verdict = run(options, real_programs(), line.log, print);
  std::fflush(stdout);
  return verdict;
}

/// Plays it a second time and compares, where the command line asks for that.
Verdict play_and_compare(const CommandLine& line, std::uint64_t seed) {
  Verdict verdict = play(line, seed);
  const bool again = line.replay_check == ReplayCheck::every ||
                     (line.replay_check == ReplayCheck::some && seed % replay_every == 0);
  if (!again) return verdict;
  const Verdict second = play(line, seed);
  if (second.trace != verdict.trace && verdict.passed()) {
    verdict.failure = fmt::format("replay: trace {:016x} became {:016x} the second time",
                                  verdict.trace, second.trace);
  }
  return verdict;
}

void print_failure(const CommandLine& line, std::uint64_t seed, const Verdict& verdict) {
  const Options options = options_of(line, seed);
  fmt::print("\nseed {} failed: {}\n{}play it again: {}\n\n", seed, verdict.failure,
             describe(options), replay_command(line, seed));
  std::fflush(stdout);
}

struct Tally {
  std::uint64_t passed = 0, failed = 0, steps = 0;
  Duration simulated{};
};

Tally play_seeds(const CommandLine& line) {
  Tally tally;
  play_in_children(
      line.seeds, line.jobs,
      [&line](std::uint64_t n) { return play_and_compare(line, line.first_seed + n); },
      [&](std::uint64_t n, const Verdict& verdict) {
        ++(verdict.passed() ? tally.passed : tally.failed);
        tally.steps += verdict.steps;
        tally.simulated += verdict.simulated;
        if (!verdict.passed()) print_failure(line, line.first_seed + n, verdict);
        const auto played = n + 1;
        if (played % progress_every == 0 && played < line.seeds) {
          fmt::print(stderr, "{} of {} seeds played, {} failed\n", played, line.seeds,
                     tally.failed);
        }
        return true;
      });
  return tally;
}

/// Plays seeds with one sabotage until one fails; nothing when none did.
std::optional<std::pair<std::uint64_t, std::string>> catch_mutant(CommandLine line) {
  std::optional<std::pair<std::uint64_t, std::string>> caught;
  play_in_children(
      line.seeds, line.jobs, [&line](std::uint64_t n) { return play(line, line.first_seed + n); },
      [&](std::uint64_t n, const Verdict& verdict) {
        if (!verdict.passed() && !caught) caught.emplace(line.first_seed + n, verdict.failure);
        return !caught;
      });
  return caught;
}

/// How the world that caught the mutant fails without it; empty if it passes, as it must.
std::string failure_without(const CommandLine& line, std::uint64_t seed) {
  Options options = options_of(line, seed);
  options.mutant = Mutant::none;
  return run(options, real_programs(), Detail::none, [](std::string_view) {}).failure;
}

/// One row of the table; true if the mutant was caught, and for what it does.
bool tell_catch(const CommandLine& line) {
  const auto caught = catch_mutant(line);
  if (!caught) {
    fmt::print("{:<28} {:>6}  not caught in {} seeds\n", name_of(line.mutant), "-", line.seeds);
    return false;
  }
  const auto honest = failure_without(line, caught->first);
  const auto verdict = honest.empty() ? caught->second : "FAILS WITHOUT IT: " + honest;
  fmt::print("{:<28} {:>6}  {}\n", name_of(line.mutant), caught->first, verdict.substr(0, 100));
  return honest.empty();
}

int play_mutants(CommandLine line) {
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  line.log = Detail::none;
  fmt::print("{:<28} {:>6}  {}\n", "mutant", "seed", "caught by");
  std::fflush(stdout);  // A child would print it once more.
  for (const Mutant mutant : all_mutants()) {
    line.mutant = mutant;
    ++(tell_catch(line) ? passed : failed);
    std::fflush(stdout);
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

int play_one(const CommandLine& line) {
  if (line.log != Detail::none) fmt::print("{}\n", describe(options_of(line, line.first_seed)));
  const Verdict verdict = play_and_compare(line, line.first_seed);
  if (!verdict.passed()) print_failure(line, line.first_seed, verdict);
  fmt::print("seed {} trace {:016x}, {} steps, {} simulated s\n", line.first_seed, verdict.trace,
             verdict.steps, verdict.simulated.count() / 1000);
  fmt::print("{} passed, {} failed\n", verdict.passed() ? 1 : 0, verdict.passed() ? 0 : 1);
  return verdict.passed() ? 0 : 1;
}

int play_many(const CommandLine& line) {
  const auto begin = std::chrono::steady_clock::now();
  const Tally tally = play_seeds(line);
  const auto spent = std::chrono::steady_clock::now() - begin;
  fmt::print("{} steps, {} simulated minutes in {} s\n", tally.steps,
             tally.simulated.count() / 60'000,
             std::chrono::duration_cast<std::chrono::seconds>(spent).count());
  fmt::print("{} passed, {} failed\n", tally.passed, tally.failed);
  return tally.failed == 0 ? 0 : 1;
}

int main(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(arguments);
  if (!line) {
    fmt::print(stderr, "sim: {}\n", line.error().message);
    return 2;
  }
  switch (line->task) {
    case Task::help: fmt::print("{}", usage); return 0;
    case Task::one_seed: return play_one(*line);
    case Task::many_seeds: return play_many(*line);
    case Task::mutants: return play_mutants(*line);
  }
  return 2;
}

}  // namespace
}  // namespace berth::sim

int main(int count, char** values) {
  return berth::sim::main(std::vector<std::string>(values + 1, values + count));
}
