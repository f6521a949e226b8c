#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "adapters/files/data_directory.hpp"
#include "apps/client_command_line.hpp"
#include "apps/commands.hpp"
#include "gen/version.hpp"

namespace berth::apps {

namespace {

void add_server_flags(CLI::App& command, ServerFlags& flags, bool& allow_reset) {
  static const std::map<std::string, api::Authentication> ways = {
      {"sigv4", api::Authentication::sigv4}, {"none", api::Authentication::none}};
  command.add_option("--listen", flags.listen, "Address and port of all APIs")
      ->capture_default_str();
  command.add_option("--data", flags.data, "Directory for state and credentials")
      ->capture_default_str();
  command.add_option("--region", flags.region, "Region of requests whose signature names none")
      ->capture_default_str();
  command.add_option("--account", flags.account, "Twelve digits")->capture_default_str();
  command.add_option("--root-key", flags.root_key,
                     "ID:SECRET of the root access key; without it one is made and kept");
  command.add_option("--auth", flags.authentication, "sigv4, or none on a loopback address")
      ->transform(CLI::CheckedTransformer(ways).description(""))
      ->type_name("sigv4|none")
      ->default_str("sigv4");
  static const std::map<std::string, control::Pace> paces = {{"at-once", control::Pace::at_once},
                                                             {"aws", control::Pace::aws}};
  command
      .add_option("--pace", flags.pace,
                  "How services act: at-once, or aws, in rounds of ten seconds as ECS does it")
      ->transform(CLI::CheckedTransformer(paces).description(""))
      ->type_name("at-once|aws")
      ->default_str("at-once");
  command
      .add_option("--instance-lost-after", flags.instance_lost_after,
                  "How long an agent may be away before its services' tasks are replaced")
      ->transform(CLI::AsNumberWithUnit(time_units()).description(""))
      ->type_name(time_name)
      ->default_str("3m");
  command.add_option("--events-webhook", flags.events_webhook,
                     "http:// URL that gets every ECS event as EventBridge's JSON");
  command.add_flag("--allow-reset", allow_reset,
                   "Let POST /_berth/reset empty everything (loopback only, for test suites)");
}

void add_agent_flags(CLI::App& command, AgentFlags& flags) {
  command.add_option("--docker", flags.docker, "Where Docker Engine listens")
      ->capture_default_str();
  command.add_option("--zone", flags.zone, "Availability zone; the region's first by default");
  command
      .add_option("--introspection", flags.introspection,
                  "Address and port that tell this host about its tasks; \"\" for none")
      ->capture_default_str();
  command.add_option("--cpu", flags.cpu, "CPU units to offer; all of the machine's by default");
  command.add_option("--memory", flags.memory, "MiB to offer; all of the machine's by default");
  command
      .add_option("--keep-failed", flags.keep_failed,
                  "How long containers of failed tasks stay, so that `berth logs` shows them")
      ->transform(CLI::AsNumberWithUnit(time_units()).description(""))
      ->type_name(time_name)
      ->default_str("10m");
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{
      "Berth runs the Amazon ECS model on your machines.\n\n"
      "Start everything on this machine, point your AWS clients at it, and use ECS:\n"
      "  berth up --detach\n"
      "  eval \"$(berth env)\"\n"
      "  aws ecs create-cluster --endpoint-url $AWS_ENDPOINT_URL",
      "berth"};
  app.require_subcommand(1);
  app.fallthrough(false);
  UpFlags up_flags;
  auto& server = up_flags.server;
  AgentFlags agent_flags;
  server.data = agent_flags.data = adapters::DataDirectory::default_path();
  bool allow_reset = false, detach = false;
  std::string credentials = server.data;

  auto* up =
      app.add_subcommand("up", "Serve all APIs and run tasks and load balancers on this machine");
  add_server_flags(*up, server, allow_reset);
  add_agent_flags(*up, up_flags.agent);
  up->add_flag("--detach", detach, "Go on in the background");
  auto* down = app.add_subcommand("down", "Stop what `up` started and remove its containers");
  down->add_option("--data", server.data, "Data directory of `up`")->capture_default_str();
  down->add_option("--docker", up_flags.agent.docker, "Where Docker Engine listens")
      ->capture_default_str();
  auto* serve = app.add_subcommand("server", "Serve all AWS APIs on one port");
  add_server_flags(*serve, server, allow_reset);
  auto* run_tasks = app.add_subcommand("agent", "Offer this machine to a server as an instance");
  run_tasks->add_option("--endpoint", agent_flags.endpoint, "The server's URL")
      ->capture_default_str();
  run_tasks->add_option("--cluster", agent_flags.cluster, "Short name or ARN")
      ->capture_default_str();
  run_tasks->add_option("--region", agent_flags.region, "Region of the cluster")
      ->capture_default_str();
  run_tasks->add_option("--data", agent_flags.data, "Directory for the agent's own state")
      ->capture_default_str();
  run_tasks
      ->add_option("--credentials", credentials, "Directory with the server's credentials file")
      ->capture_default_str();
  add_agent_flags(*run_tasks, agent_flags);
  const ClientCommandLine client(app);
  auto* version = app.add_subcommand("version", "Print the version");

  CLI11_PARSE(app, argc, argv);
  if (client.exit_code()) return *client.exit_code();
  server.reset = allow_reset ? api::Reset::allowed : api::Reset::refused;
  up_flags.detach = detach ? Detach::yes : Detach::no;
  if (*up) return run_up(up_flags);
  if (*down) return run_down(up_flags);
  if (*run_tasks) return run_agent(agent_flags, credentials);
  if (*serve) return run_server(server);
  if (*version) fmt::print("berth {}\n", gen::version);
  return 0;
}

}  // namespace berth::apps
