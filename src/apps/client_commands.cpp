// Commands that ask a running server.
#include <cstdio>
#include <sys/ioctl.h>

#include <fmt/format.h>
#include <unistd.h>

#include "adapters/docker/logs/docker_logs.hpp"
#include "adapters/http_client.hpp"
#include "apps/commands.hpp"
#include "apps/runtime.hpp"
#include "cli/command.hpp"

namespace berth::apps {

namespace {

/// What was printed may have gone to a full disk.
int finish_output() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
  return complain({ErrorCode::input_output, "The output could not be written.", {}});
}

/// Runs one command against the server and prints what it wrote.
int ask(const ClientFlags& flags, auto command) {
  const auto server = find_server(flags.server, environment_variable);
  if (!server) return complain(server.error());
  Runtime runtime(LogLevel::warn);
  adapters::HttpTransport transport(runtime.threads().executor());
  client::ApiClient client(
      transport, runtime.clock(),
      {.endpoint = server->endpoint, .region = server->region, .credentials = server->key});
  std::string out;
  auto work = command(cli::Context{client, out}, runtime.clock());
  Result<void> done{};
  runtime.complete(std::move(work), done);
  std::fputs(out.c_str(), stdout);
  if (!done) return complain(done.error());
  return finish_output();
}

cli::Extent extent_of(std::FILE* file) {
  winsize size{};
  if (ioctl(fileno(file), TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
    return {};
  }
  return {size.ws_row, size.ws_col};
}

cli::Screen screen_of(std::FILE* file, ports::Clock& clock) {
  return {clock,
          [file](std::string_view text) {
            // A failure stays noted in the file and is told in the end.
            std::fwrite(text.data(), 1, text.size(), file);
            std::fflush(file);
          },
          isatty(fileno(file)) ? cli::Progress::terminal : cli::Progress::lines,
          [](std::string_view text) { fmt::print(stderr, "berth: {}", text); },
          [file] { return extent_of(file); }};
}

}  // namespace

int print_environment(const ClientFlags& flags) {
  const auto server = find_server(flags.server, environment_variable);
  if (!server) return complain(server.error());
  std::fputs(cli::environment(server->endpoint, server->region, server->key).c_str(), stdout);
  return finish_output();
}

int print_tasks(const ClientFlags& flags) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::list_tasks(context, flags.cluster);
  });
}

int print_task(const ClientFlags& flags, const std::string& task) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::show_task(context, flags.cluster, task);
  });
}

int stop_task(const ClientFlags& flags, const std::string& task,
              const std::optional<std::string>& reason) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::stop_task(context, flags.cluster, task, reason);
  });
}

int run_task(const ClientFlags& flags, cli::RunWish wish) {
  wish.cluster = flags.cluster;
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    return cli::run_tasks(context, screen_of(stdout, clock), wish);
  });
}

int print_logs(const ClientFlags& flags, cli::LogsWish wish, const std::string& docker) {
  wish.cluster = flags.cluster;
  std::optional<adapters::DockerLogs> logs;
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    logs.emplace(clock, adapters::DockerOptions{.endpoint = docker});
    return cli::show_logs(context, screen_of(stdout, clock), screen_of(stderr, clock), wish, *logs);
  });
}

int print_services(const ClientFlags& flags) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::list_services(context, flags.cluster);
  });
}

int print_service(const ClientFlags& flags, const std::string& service) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::show_service(context, flags.cluster, service);
  });
}

int watch_service(const ClientFlags& flags, const std::string& service) {
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    return cli::watch_service(context, screen_of(stdout, clock), flags.cluster, service);
  });
}

int explain_service(const ClientFlags& flags, const std::string& service,
                    cli::ExplainFormat format) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::explain_service(context, flags.cluster, service, format);
  });
}

int explain_task(const ClientFlags& flags, const std::string& task, cli::ExplainFormat format) {
  return ask(flags, [&](cli::Context context, ports::Clock&) {
    return cli::explain_task(context, flags.cluster, task, format);
  });
}

int deploy_service(const ClientFlags& flags, cli::DeployWish wish) {
  wish.cluster = flags.cluster;
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    return cli::deploy_service(context, screen_of(stdout, clock), wish);
  });
}

int scale_service(const ClientFlags& flags, cli::ScaleWish wish) {
  wish.cluster = flags.cluster;
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    return cli::scale_service(context, screen_of(stdout, clock), wish);
  });
}

int roll_back_service(const ClientFlags& flags, cli::RollbackWish wish) {
  wish.cluster = flags.cluster;
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    return cli::roll_back_service(context, screen_of(stdout, clock), wish);
  });
}

int print_events(const ClientFlags& flags, cli::EventsWish wish) {
  return ask(flags, [&](cli::Context context, ports::Clock& clock) {
    return cli::show_events(context, screen_of(stdout, clock), wish);
  });
}

}  // namespace berth::apps
