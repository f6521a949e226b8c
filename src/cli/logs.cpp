#include "cli/logs.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/task_query.hpp"
#include "ports/event.hpp"

namespace berth::cli {

namespace asio = boost::asio;

namespace {

constexpr Duration open_timeout = std::chrono::seconds{10};

/// One container's log, with the line that comes next.
struct Source {
  std::string prefix;
  std::unique_ptr<ports::ContainerLog> log;
  std::optional<ports::LogLine> next;
};
using Sources = std::vector<Source>;

/// The containers to read, each with its id at the engine.
Result<std::vector<std::pair<std::string, std::string>>> wanted(const gen::ecs::Task& task,
                                                                const LogsWish& wish) {
  std::vector<std::pair<std::string, std::string>> found;
  std::vector<std::string> names;
  for (const auto& each : containers_of(task)) {
    const auto name = each.name.value_or("");
    names.push_back(name);
    if (wish.container && name != *wish.container) continue;
    if (each.runtime_id) found.emplace_back(name, *each.runtime_id);
  }
  if (!found.empty()) return found;
  const auto id = after_slash(task.task_arn);
  if (wish.container && std::ranges::find(names, *wish.container) == names.end()) {
    return fail(ErrorCode::not_found, "Task " + id + " has no container '" + *wish.container +
                                          "'. It has: " + join(names, ", ") + ".");
  }
  const auto reason = task.stopped_reason.value_or("it is " + task.last_status.value_or(""));
  return fail(
      ErrorCode::not_found,
      "Task " + id + " has written nothing: none of its containers was made (" + reason + ").");
}

Error explained(Error error, const gen::ecs::Task& task) {
  if (error.code != ErrorCode::not_found) return error;
  const auto id = after_slash(task.task_arn);
  if (task.last_status == "STOPPED") {
    error.message = "Docker has nothing left of task " + id +
                    ": containers are removed some time after their task has stopped. `berth up "
                    "--keep-failed 1h` keeps those of failed tasks for longer.";
  } else {
    error.message = "This machine's Docker does not run task " + id + ". It runs on instance " +
                    after_slash(task.container_instance_arn) + ": ask there.";
  }
  return error;
}

Answer<Sources> open_all(const gen::ecs::Task& task, const LogsWish& wish,
                         ports::ContainerLogs& logs) {
  const auto containers = wanted(task, wish);
  if (!containers) co_return std::unexpected(containers.error());
  std::size_t width = 0;
  for (const auto& [name, id] : *containers) width = std::max(width, name.size());
  Sources sources;
  for (const auto& [name, id] : *containers) {
    const ports::LogWish part{.follow = wish.follow, .tail = wish.tail};
    auto opened = co_await logs.open(id, part, open_timeout);
    if (!opened) co_return std::unexpected(explained(opened.error(), task));
    auto prefix = containers->size() > 1 ? fmt::format("{:<{}} | ", name, width) : "";
    sources.push_back({std::move(prefix), std::move(*opened), std::nullopt});
  }
  co_return std::move(sources);
}

/// Prints lines where they belong.
class Printer {
 public:
  Printer(const Screen& out, const Screen& errors, Timestamps timestamps)
      : out_(out), errors_(errors), timestamps_(timestamps) {}

  void print(const Source& source, const ports::LogLine& line) const {
    const auto time = timestamps_ == Timestamps::shown ? line.time + " " : "";
    const auto& screen = line.stream == ports::OutputStream::standard_error ? errors_ : out_;
    screen.write(source.prefix + time + line.text + "\n");
  }

 private:
  const Screen& out_;
  const Screen& errors_;
  Timestamps timestamps_;
};

/// Reads the source's next line; nothing once its log has ended.
Answer<void> advance(Source& source) {
  auto line = co_await source.log->next();
  source.next.reset();
  if (line) source.next = std::move(*line);
  if (!line && line.error().code != ErrorCode::closed) co_return std::unexpected(line.error());
  co_return Result<void>{};
}

/// All that is there, in the order of time; of one instant in the order of the containers.
Done merge(Sources& sources, const Printer& printer) {
  for (auto& source : sources) {
    const auto read = co_await advance(source);
    if (!read) co_return read;
  }
  while (true) {
    Source* oldest = nullptr;
    for (auto& source : sources) {
      if (!source.next) continue;
      if (oldest == nullptr || source.next->time < oldest->next->time) oldest = &source;
    }
    if (oldest == nullptr) co_return Result<void>{};
    printer.print(*oldest, *oldest->next);
    const auto read = co_await advance(*oldest);
    if (!read) co_return read;
  }
}

Done follow(Source& source, const Printer& printer) {
  while (true) {
    const auto read = co_await advance(source);
    if (!read || !source.next) co_return read;
    printer.print(source, *source.next);
  }
}

/// All at once, until each has ended.
Done follow_all(Sources& sources, const Printer& printer, ports::Clock& clock) {
  const auto executor = co_await asio::this_coro::executor;
  ports::Event ended(clock);
  std::size_t left = sources.size();
  Result<void> done;
  for (auto& source : sources) {
    asio::co_spawn(executor, follow(source, printer),
                   [&](const std::exception_ptr&, const Result<void>& one) {
                     if (!one) done = one;
                     --left;
                     ended.notify();
                   });
  }
  constexpr Duration wait_max = std::chrono::hours{1};
  while (left > 0) {
    const Instant deadline = clock.now() + wait_max;
    co_await ended.wait_until(deadline);
  }
  co_return done;
}

}  // namespace

Done show_logs(Context context, Screen screen, Screen errors, LogsWish wish,
               ports::ContainerLogs& logs) {
  const auto task = co_await find_task(context.client, wish.cluster, wish.task);
  if (!task) co_return std::unexpected(task.error());
  auto sources = co_await open_all(*task, wish, logs);
  if (!sources) co_return std::unexpected(sources.error());
  const Printer printer(screen, errors, wish.timestamps);
  if (wish.follow == ports::Follow::no) co_return co_await merge(*sources, printer);
  co_return co_await follow_all(*sources, printer, screen.clock);
}

}  // namespace berth::cli
