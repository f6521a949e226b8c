#include "sim/command_line.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::sim {

const std::string_view usage = R"(sim: the whole of Berth in a simulated world, from a seed

  sim SEED                 plays one seed; a number, or a commit of 40 hexadecimal digits
  sim --seeds N            plays N seeds, one after the other
      --from SEED          the first of them (1)
      --jobs J             plays J at a time (1)
      --replay-check[=all] plays every twentieth (or each) seed twice and compares the traces
  sim --mutants            sabotages the system in each known way until the simulator notices
      --seeds N            gives up on a mutant after N seeds (300)

      --lite               no faults: a failure is a plain bug
      --mutant=NAME        with this sabotage
      --log=short|full     tells what happens: state changes, or also requests and log lines

The last line says "N passed, N failed". A failing seed prints the command that plays it again.
)";

namespace {

constexpr std::uint64_t mutant_seeds = 300;

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, value, 16);
  if (failed != std::errc() || stopped != end) return std::nullopt;
  return value;
}

struct Parser {
  CommandLine line;
  bool counted = false;

  Result<void> value(std::string_view name, const std::string& text, std::uint64_t& into) {
    const auto parsed = name == "--from" ? parse_seed(text) : parse_unsigned(text);
    if (!parsed) return fail(ErrorCode::validation, fmt::format("{} wants a number", name));
    into = *parsed;
    return {};
  }

  Result<void> named(std::string_view name, const std::string& text) {
    std::uint64_t number = 0;
    if (name == "--seeds") {
      counted = true;
      if (line.task == Task::help) line.task = Task::many_seeds;
      return value(name, text, line.seeds);
    }
    if (name == "--from") return value(name, text, line.first_seed);
    TRY_VOID(value(name, text, number));
    line.jobs = static_cast<unsigned>(number < 1 ? 1 : number);
    return {};
  }

  Result<void> choice(std::string_view name, std::string_view text) {
    if (name == "--log" && (text == "short" || text == "full")) {
      line.log = text == "short" ? Detail::brief : Detail::full;
      return {};
    }
    if (name == "--replay-check" && text == "all") {
      line.replay_check = ReplayCheck::every;
      return {};
    }
    const auto mutant = parse_mutant(text);
    if (name != "--mutant" || !mutant) {
      return fail(ErrorCode::validation, fmt::format("{} has no choice {}", name, text));
    }
    line.mutant = *mutant;
    return {};
  }

  Result<void> word(std::string_view text) {
    if (text == "--lite") {
      line.effort = Effort::lite;
    } else if (text == "--mutants") {
      line.task = Task::mutants;
    } else if (text == "--replay-check") {
      line.replay_check = ReplayCheck::some;
    } else if (text == "--help") {
      line.task = Task::help;
    } else if (const auto seed = parse_seed(text)) {
      line.task = Task::one_seed;
      line.first_seed = *seed;
    } else {
      return fail(ErrorCode::validation, fmt::format("there is no argument {}", text));
    }
    return {};
  }
};

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments) {
  Parser parser;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--seeds" || argument == "--from" || argument == "--jobs") {
      if (++i == arguments.size()) {
        return fail(ErrorCode::validation, argument + " wants a number");
      }
      TRY_VOID(parser.named(argument, arguments[i]));
    } else if (const auto parts = cut(argument, '='); parts && argument.starts_with("--")) {
      TRY_VOID(parser.choice(parts->before, parts->after));
    } else {
      TRY_VOID(parser.word(argument));
    }
  }
  if (parser.line.task == Task::mutants && !parser.counted) parser.line.seeds = mutant_seeds;
  return parser.line;
}

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  constexpr std::size_t commit_digits = 40;
  if (text.size() == commit_digits) return parse_hex(text.substr(0, 16));
  return parse_unsigned(text);
}

std::string replay_command(const CommandLine& line, std::uint64_t seed) {
  std::string command = fmt::format("sim {} --log=short", seed);
  if (line.effort == Effort::lite) command += " --lite";
  if (line.mutant != Mutant::none) command += fmt::format(" --mutant={}", name_of(line.mutant));
  return command;
}

}  // namespace berth::sim
