#pragma once
// The part of the command line whose commands ask a running server. It must outlive the parsing.

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "adapters/docker/docker_client.hpp"
#include "apps/commands.hpp"

namespace berth::apps {

class ClientCommandLine {
 public:
  /// Adds the commands; parsing runs the one that was named.
  explicit ClientCommandLine(CLI::App& app);

  /// The exit code of the command that ran, or nothing when the command was none of these.
  std::optional<int> exit_code() const { return exit_code_; }

 private:
  void add_task_commands(CLI::App& app);
  void add_run_command(CLI::App& app);
  void add_logs_command(CLI::App& app);
  void add_service_commands(CLI::App& app);
  void add_explain_commands(CLI::App& app);
  void add_events_command(CLI::App& app);
  static void add_timeout(CLI::App& command, Duration& timeout, const std::string& fallback);
  CLI::App& add(CLI::App& app, const std::string& name, const std::string& purpose);
  /// The same for a command that works in one cluster.
  CLI::App& add_in_cluster(CLI::App& app, const std::string& name, const std::string& purpose);

  ClientFlags flags_;
  std::string service_, task_;
  std::optional<std::string> reason_;
  cli::RunWish wish_;
  cli::LogsWish logs_;
  cli::DeployWish deploy_;
  cli::ScaleWish scale_;
  cli::RollbackWish rollback_;
  cli::EventsWish events_;
  std::optional<std::int32_t> since_;
  std::string docker_ = adapters::DockerOptions{}.endpoint;
  bool wait_ = false, follow_ = false, timestamps_ = false, watch_ = false, json_ = false;
  std::optional<int> exit_code_;
};

}  // namespace berth::apps
