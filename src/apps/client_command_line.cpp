#include "apps/client_command_line.hpp"

#include <map>

#include "adapters/files/data_directory.hpp"

namespace berth::apps {

ClientCommandLine::ClientCommandLine(CLI::App& app) {
  add(app, "env", "Print the exports that AWS clients need").final_callback([this] {
    exit_code_ = print_environment(flags_);
  });
  add_task_commands(app);
  add_run_command(app);
  add_logs_command(app);
  add_service_commands(app);
  add_explain_commands(app);
  add_events_command(app);
}

void ClientCommandLine::add_service_commands(CLI::App& app) {
  auto& services = add_in_cluster(app, "services", "List services and how they are doing");
  services.final_callback([this] { exit_code_ = print_services(flags_); });
  auto& service =
      add_in_cluster(app, "service", "Show one service: its deployments, tasks and newest events");
  service.add_option("service", service_, "Service name")->required();
  service.add_flag("--watch", watch_, "Show it again and again; to a file, its events");
  service.final_callback([this] {
    exit_code_ = watch_ ? watch_service(flags_, service_) : print_service(flags_, service_);
  });
  auto& deploy = add_in_cluster(app, "deploy", "Deploy a service anew and wait until it is done");
  deploy.footer(
      "Without --image and --task-definition the service's own task definition is deployed again.\n"
      "Fails with the reason when the deployment fails, is replaced by another, or has been "
      "rolled\n"
      "back. Without a circuit breaker nothing but the timeout ends the waiting for tasks that "
      "fail.\n\n"
      "Example:\n  berth deploy web --image nginx:1.27");
  deploy.add_option("service", deploy_.service, "Service name")->required();
  deploy.add_option("--task-definition", deploy_.task_definition,
                    "FAMILY, FAMILY:REVISION or an ARN");
  deploy
      .add_option("--image", deploy_.images,
                  "IMAGE, or CONTAINER=IMAGE, in a new revision of the task definition")
      ->take_all()
      ->allow_extra_args(false);
  add_timeout(deploy, deploy_.timeout, "30m");
  deploy.final_callback([this] { exit_code_ = deploy_service(flags_, deploy_); });
  auto& rollback = add_in_cluster(app, "rollback", "Go back to what a service ran before");
  rollback.footer(
      "A deployment that is under way is stopped and undone. Otherwise the service revision that\n"
      "was deployed before is deployed again, with the images that it ran; each rollback after a\n"
      "rollback goes one further back.\n\nExample:\n  berth rollback web");
  rollback.add_option("service", rollback_.service, "Service name")->required();
  add_timeout(rollback, rollback_.timeout, "30m");
  rollback.final_callback([this] { exit_code_ = roll_back_service(flags_, rollback_); });
  auto& scale =
      add_in_cluster(app, "scale", "Give a service another desired count and wait until it is so");
  scale.footer(
      "Fails when another client sets the count meanwhile. Tasks that fail do not end the "
      "waiting,\n"
      "only the timeout does. A service with task sets is not waited for: they decide how many of\n"
      "the tasks run.\n\nExample:\n  berth scale web 3");
  scale.add_option("service", scale_.service, "Service name")->required();
  scale.add_option("count", scale_.desired_count, "How many tasks")->required();
  add_timeout(scale, scale_.timeout, "30m");
  scale.final_callback([this] { exit_code_ = scale_service(flags_, scale_); });
}

void ClientCommandLine::add_events_command(CLI::App& app) {
  auto& events = add(app, "events", "Print what happened to tasks, services and instances");
  events.footer(
      "The newest 4096 events are kept. With --json each line is an event as EventBridge has "
      "it.\n\n"
      "Examples:\n  berth events --follow\n  berth events --service web --since 10m --json");
  events.add_option("--cluster", events_.cluster, "Short name or ARN; all clusters by default");
  events.add_option("service,--service", events_.service, "Only this service and its tasks");
  events.add_option("--task", events_.task, "Only this task; the start of its id is enough");
  events.add_option("--since", since_, "Only those of so long ago until now, such as 10m")
      ->transform(CLI::AsNumberWithUnit(time_units()).description(""))
      ->type_name(time_name);
  events.add_flag("-f,--follow", follow_, "Go on with what happens, until it is interrupted");
  events.add_flag("--json", json_, "As JSON");
  events.final_callback([this] {
    if (since_) events_.since = std::chrono::seconds{*since_};
    events_.format = json_ ? cli::EventsFormat::json : cli::EventsFormat::lines;
    events_.follow = follow_ ? ports::Follow::yes : ports::Follow::no;
    exit_code_ = print_events(flags_, events_);
  });
}

void ClientCommandLine::add_explain_commands(CLI::App& app) {
  auto& explain = *app.add_subcommand("explain", "Say why tasks are placed where they are");
  explain.require_subcommand(1);
  explain.footer("Examples:\n  berth explain service web\n  berth explain task 3f2a --json");
  const auto format = [this] {
    return json_ ? cli::ExplainFormat::json : cli::ExplainFormat::text;
  };
  auto& service = add_in_cluster(explain, "service",
                                 "Where its next task would go, and what each instance lacks");
  service.add_option("service", service_, "Service name")->required();
  service.add_flag("--json", json_, "As JSON");
  service.final_callback(
      [this, format] { exit_code_ = explain_service(flags_, service_, format()); });
  auto& task =
      add_in_cluster(explain, "task", "Why it is where it is, and where another one would go");
  task.add_option("task", task_, "Its id or ARN; the start of the id is enough")->required();
  task.add_flag("--json", json_, "As JSON");
  task.final_callback([this, format] { exit_code_ = explain_task(flags_, task_, format()); });
}

void ClientCommandLine::add_task_commands(CLI::App& app) {
  auto& tasks = add_in_cluster(app, "tasks", "List tasks, the stopped ones with their reasons");
  tasks.alias("ps");
  tasks.final_callback([this] { exit_code_ = print_tasks(flags_); });
  auto& task =
      add_in_cluster(app, "task", "Show one task: its containers, ports, reasons and times");
  task.footer("Example:\n  berth task 3f2a");
  task.add_option("task", task_, "Its id or ARN; the start of the id is enough")->required();
  task.final_callback([this] { exit_code_ = print_task(flags_, task_); });
  auto& stop = add_in_cluster(app, "stop", "Stop one task");
  stop.footer("Example:\n  berth stop 3f2a --reason 'too slow'");
  stop.add_option("task", task_, "Its id or ARN; the start of the id is enough")->required();
  stop.add_option("--reason", reason_, "Told as the task's stopped reason");
  stop.final_callback([this] { exit_code_ = stop_task(flags_, task_, reason_); });
}

void ClientCommandLine::add_run_command(CLI::App& app) {
  auto& run = add_in_cluster(app, "run", "Run tasks and tell how far they are until they run");
  run.footer(
      "Fails with the reason when a task is not placed or does not start.\n\n"
      "Example:\n  berth run batch:3 --count 2 --override 'main=sh -c \"echo hello\"' --wait");
  run.add_option("task_definition", wish_.task_definition, "FAMILY, FAMILY:REVISION or an ARN")
      ->required();
  run.add_option("--count", wish_.count, "How many tasks")->capture_default_str();
  run.add_option("--override", wish_.overrides,
                 "CONTAINER=COMMAND in place of its command; once for each container")
      ->take_all()
      ->allow_extra_args(false);
  static const std::map<std::string, gen::ecs::LaunchType> launch_types = {
      {"EC2", gen::ecs::LaunchType::ec2}, {"FARGATE", gen::ecs::LaunchType::fargate}};
  run.add_option("--launch-type", wish_.launch_type,
                 "Where they run; the server's choice by default")
      ->transform(CLI::CheckedTransformer(launch_types, CLI::ignore_case).description(""))
      ->type_name("EC2|FARGATE");
  run.add_option("--subnet", wish_.subnets, "For network mode awsvpc; may be given several times")
      ->take_all()
      ->allow_extra_args(false);
  run.add_flag("--wait", wait_,
               "Wait until they end; fails when an essential container exits other than 0, or is "
               "lost");
  add_timeout(run, wish_.timeout, "10m");
  run.final_callback([this] {
    wish_.until = wait_ ? cli::Until::stopped : cli::Until::started;
    exit_code_ = run_task(flags_, wish_);
  });
}

void ClientCommandLine::add_logs_command(CLI::App& app) {
  auto& logs = add_in_cluster(app, "logs", "Print what the containers of a task wrote");
  logs.footer(
      "Reads from the Docker Engine of this machine, whose log driver must be one that keeps logs\n"
      "(json-file, local, journald).\n\nExample:\n  berth logs 3f2a --follow --tail 20");
  logs.add_option("task", logs_.task, "Its id or ARN; the start of the id is enough")->required();
  logs.add_option("--container", logs_.container, "Only this container; all of them by default");
  logs.add_option("--tail", logs_.tail, "Only so many last lines of each container")
      ->check(CLI::NonNegativeNumber);
  logs.add_flag("-f,--follow", follow_, "Go on with what is written, until the containers end");
  logs.add_flag("--timestamps", timestamps_, "Begin each line with its time");
  logs.add_option("--docker", docker_, "Where Docker Engine listens")->capture_default_str();
  logs.final_callback([this] {
    logs_.follow = follow_ ? ports::Follow::yes : ports::Follow::no;
    logs_.timestamps = timestamps_ ? cli::Timestamps::shown : cli::Timestamps::hidden;
    exit_code_ = print_logs(flags_, logs_, docker_);
  });
}

void ClientCommandLine::add_timeout(CLI::App& command, Duration& timeout,
                                    const std::string& fallback) {
  const auto take = [&timeout](const std::int32_t& seconds) {
    timeout = std::chrono::seconds{seconds};
  };
  command.add_option_function<std::int32_t>("--timeout", take, "How long to follow it")
      ->transform(CLI::AsNumberWithUnit(time_units()).description(""))
      ->check(CLI::PositiveNumber.description(""))
      ->type_name(time_name)
      ->default_str(fallback);
}

CLI::App& ClientCommandLine::add(CLI::App& app, const std::string& name,
                                 const std::string& purpose) {
  auto& command = *app.add_subcommand(name, purpose);
  auto& server = flags_.server;
  command.add_option("--data", server.data, "Data directory of the server")
      ->default_str(adapters::DataDirectory::default_path());
  command.add_option("--endpoint", server.endpoint,
                     "The server's URL; AWS_ENDPOINT_URL or what its data directory says by "
                     "default");
  command.add_option("--region", server.region,
                     "Region to ask in; AWS_REGION or the server's own by default");
  return command;
}

CLI::App& ClientCommandLine::add_in_cluster(CLI::App& app, const std::string& name,
                                            const std::string& purpose) {
  auto& command = add(app, name, purpose);
  command.add_option("--cluster", flags_.cluster, "Short name or ARN")->capture_default_str();
  return command;
}

}  // namespace berth::apps
