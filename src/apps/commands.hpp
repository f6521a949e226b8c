#pragma once
// The commands of the program. Each runs to its end and answers the process's exit code; failures
// are one line on standard error.

#include <optional>
#include <string>

#include "apps/client/find_server.hpp"
#include "apps/flags.hpp"
#include "cli/command.hpp"
#include "cli/events.hpp"
#include "cli/logs.hpp"
#include "cli/run.hpp"
#include "cli/services/deploy.hpp"
#include "cli/services/rollback.hpp"

namespace berth::apps {

/// Parses the command line and runs the command that it names.
int run(int argc, char** argv);

int run_server(const ServerFlags& flags);
/// The root key is read from the server's data directory, or a copy of its credentials file.
int run_agent(const AgentFlags& flags, const std::string& credentials_directory);
int run_up(const UpFlags& flags);
int run_down(const UpFlags& flags);

struct ClientFlags {
  ServerFlag server;
  std::string cluster = "default";
};

int print_environment(const ClientFlags& flags);
int print_tasks(const ClientFlags& flags);
int print_task(const ClientFlags& flags, const std::string& task);
int stop_task(const ClientFlags& flags, const std::string& task,
              const std::optional<std::string>& reason);
/// The cluster of the wish is that of the flags.
int run_task(const ClientFlags& flags, cli::RunWish wish);
int print_services(const ClientFlags& flags);
int print_service(const ClientFlags& flags, const std::string& service);
int watch_service(const ClientFlags& flags, const std::string& service);
int explain_service(const ClientFlags& flags, const std::string& service,
                    cli::ExplainFormat format);
int explain_task(const ClientFlags& flags, const std::string& task, cli::ExplainFormat format);
/// The cluster of the wish is that of the flags, here and below.
int deploy_service(const ClientFlags& flags, cli::DeployWish wish);
int scale_service(const ClientFlags& flags, cli::ScaleWish wish);
int roll_back_service(const ClientFlags& flags, cli::RollbackWish wish);
int print_events(const ClientFlags& flags, cli::EventsWish wish);
/// The cluster of the wish is that of the flags; `docker` is where this machine's engine listens.
int print_logs(const ClientFlags& flags, cli::LogsWish wish, const std::string& docker);

}  // namespace berth::apps
