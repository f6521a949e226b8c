// `berth up` and `berth down`.
#include <csignal>
#include <sys/types.h>

#include <fmt/format.h>

#include "adapters/files/data_directory.hpp"
#include "adapters/files/process_mark.hpp"
#include "adapters/haproxy_balancer.hpp"
#include "apps/commands.hpp"
#include "apps/detached.hpp"
#include "apps/machine.hpp"
#include "apps/root_key.hpp"
#include "apps/server_process.hpp"
#include "base/text.hpp"

namespace berth::apps {

namespace {

constexpr const char* mark_name = "berth.lock";

pid_t running_process(const adapters::DataDirectory& directory) {
  return adapters::ProcessMark::holder(directory.path_of(mark_name));
}

int work(const UpFlags& flags, const adapters::DataDirectory& directory, const Announce& ready) {
  const auto mark = adapters::ProcessMark::take(directory.path_of(mark_name));
  if (!mark) return complain(mark.error());
  Runtime runtime(LogLevel::info);
  auto server = ServerProcess::create(
      flags.server, DataPlane::haproxy, runtime.owner(), runtime.clock(), runtime.entropy(),
      runtime.threads(), runtime.log(), [&](const Error& error) { runtime.fail_with(error); });
  if (!server) return complain(server.error());
  auto agent_flags = flags.agent;
  agent_flags.endpoint = (*server)->endpoint();
  agent_flags.region = flags.server.region;
  agent_flags.data = directory.path();
  MachineAgents agents(runtime, agent_flags);
  const auto started = agents.start(agent_flags, (*server)->root_key(),
                                    [&] { (*server)->stop([&] { runtime.finish(); }); });
  if (!started) return complain(started.error());
  ready();
  return runtime.run([&] { agents.stop(agent::Leave::everything); });
}

/// Ends the process and waits for it, for as long as a graceful end may take.
Result<void> end_process(pid_t pid) {
  ::kill(pid, SIGTERM);
  if (wait_for_end(pid, std::chrono::seconds{20})) return {};
  ::kill(pid, SIGKILL);
  if (wait_for_end(pid, std::chrono::seconds{5})) return {};
  return fail(ErrorCode::timed_out, "The process " + std::to_string(pid) + " does not end.");
}

/// Runs both agents only to remove what they keep: containers, volumes, networks.
int remove_tasks(const UpFlags& flags, const adapters::DataDirectory& directory) {
  const auto key = read_root_key(directory);
  if (!key) return 0;  // No server ever ran here, so no agent did.
  // Nobody answers the agents any more; that they find so is no news.
  Runtime runtime(LogLevel::error);
  auto agent_flags = flags.agent;
  agent_flags.data = directory.path();
  agent_flags.introspection.clear();
  MachineAgents agents(runtime, agent_flags);
  const auto started = agents.start(agent_flags, *key, [&] { runtime.finish(); });
  if (!started) return complain(started.error());
  agents.stop(agent::Leave::nothing);
  return runtime.run([] {});
}

}  // namespace

int run_up(const UpFlags& flags) {
  const auto directory = adapters::DataDirectory::open(flags.server.data);
  if (!directory) return complain(directory.error());
  if (running_process(*directory) != 0) {
    const auto endpoint = directory->read("endpoint").value_or("");
    fmt::print("Berth runs already at {}.\n", trim(endpoint));
    return 0;
  }
  if (flags.detach == Detach::no) {
    return work(flags, *directory, [&] {});
  }
  return run_detached(directory->path_of("berth.log"),
                      [&](const Announce& ready) { return work(flags, *directory, ready); });
}

int run_down(const UpFlags& flags) {
  const auto directory = adapters::DataDirectory::open(flags.server.data);
  if (!directory) return complain(directory.error());
  if (const auto pid = running_process(*directory)) {
    const auto ended = end_process(pid);
    if (!ended) return complain(ended.error());
  }
  const int code = remove_tasks(flags, *directory);
  const auto stopped = adapters::stop_haproxy({.folder = directory->path_of("haproxy")});
  if (!stopped) return complain(stopped.error());
  if (code == 0) fmt::print("Berth is down. Its state stays in {}.\n", directory->path());
  return code;
}

}  // namespace berth::apps
