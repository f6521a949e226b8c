#include "sim/scenario/stage.hpp"

#include <regex>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "base/check.hpp"
#include "base/text.hpp"
#include "sim/kernel/executor.hpp"
#include "sim/world/agent_process.hpp"
#include "sim/world/constants.hpp"
#include "sim/world/server_process.hpp"

namespace berth::sim {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

/// What is told may take the longest of Docker's deadlines, and several tries.
constexpr Duration telling_max = 30min;
constexpr const char* not_understood = "this sentence is not understood";
constexpr const char* zone = "us-east-1a";
constexpr const char* elb_version = "Version=2015-12-01";

Options options(AppTable apps) {
  Options options;
  options.seed = 1;
  options.effort = Effort::lite;
  options.hosts = {{.cpu = 4096, .memory = 8192, .zone = zone}};
  options.apps = std::move(apps);
  options.engine.call_mean = Duration{5};
  options.network.delay_mean = Duration{1};
  return options;
}

Duration time_of(const std::string& words) {
  const auto count = seconds(words);
  return std::chrono::seconds{count.value_or(0)};
}

asio::awaitable<void> keep(asio::awaitable<ApiAnswer> call,
                           std::shared_ptr<std::optional<ApiAnswer>> into) {
  auto answer = co_await std::move(call);
  into->emplace(std::move(answer));
}

/// Names that are drawn anew each time give way to what they are.
std::string without_names(const std::string& text) {
  static const std::pair<std::regex, const char*> names[] = {
      {std::regex("arn:aws:[^ )\\]]+"), "ARN"},
      {std::regex("ecs-svc/[0-9]+"), "ecs-svc/ID"},
      {std::regex("-[0-9a-f]{20}\\b"), "-ID"},
      {std::regex("\\b[0-9a-f]{32,64}\\b"), "ID"}};
  std::string plain = text;
  for (const auto& [name, word] : names) plain = std::regex_replace(plain, name, word);
  return plain;
}

std::string shown_container(const boost::json::value& row) {
  std::string text = "  " + ApiAnswer::text(row, "name") + " " + ApiAnswer::text(row, "lastStatus");
  const auto* code = row.as_object().if_contains("exitCode");
  if (code != nullptr) text += fmt::format(" exit {}", code->as_int64());
  const auto reason = ApiAnswer::text(row, "reason");
  return reason.empty() ? text : text + ": " + reason;
}

/// A task as `then` writes it: "STOPPED StopCode: reason", and a line for each container.
std::string shown_task(const boost::json::value& row) {
  std::string text = ApiAnswer::text(row, "lastStatus");
  const auto code = ApiAnswer::text(row, "stopCode");
  if (!code.empty()) text += " " + code;
  const auto reason = ApiAnswer::text(row, "stoppedReason");
  if (!reason.empty()) text += ": " + reason;
  for (const auto& container : row.at("containers").as_array()) {
    text += "\n" + shown_container(container);
  }
  return without_names(text);
}

}  // namespace

AppTable apps_of(const std::vector<Sentence>& scenario) {
  AppTable apps;
  for (const auto& sentence : scenario) {
    const auto words = match("given an image {} which {}", sentence.text);
    if (!words) continue;
    App& app = apps[words->front()];
    const auto& what = words->back();
    if (const auto part = match("exits with {} after {}", what)) {
      app.exit_code = std::stoi(part->front());
      app.exits_after = time_of(part->back());
    } else if (const auto ends = match("ends after {} with Docker's error: {}", what)) {
      app.exit = Exit::engine_error;
      app.exit_code = 128;
      app.exits_after = time_of(ends->front());
      app.complaint = ends->back();
    } else if (const auto hungry = match("runs out of memory after {}", what)) {
      app.exit = Exit::out_of_memory;
      app.exits_after = time_of(hungry->front());
      app.memory_told_after = Duration{5};
    } else if (const auto broken = match("does not start: {}", what)) {
      app.start = Start::fails;
      app.complaint = broken->front();
    } else if (const auto sick = match("gets sick after {}", what)) {
      app.sick_after = time_of(sick->front());
    } else if (what == "ignores SIGTERM") {
      app.on_term = OnTerm::ignores;
    } else if (what == "no registry has") {
      app.pull = Pull::fails;
    }
  }
  return apps;
}

Stage::Stage(AppTable apps)
    : world_(options(std::move(apps)), {make_server, make_agent}, Detail::none, nullptr),
      process_(world_.scheduler().spawn("scenario")),
      clock_(world_.scheduler(), process_),
      transport_(world_.network().transport(Place{process_, std::string(operator_site), &clock_})),
      api_(*transport_, clock_) {
  world_.begin();
  world_.scheduler().run_for(10s);
  const auto answer = wait_for(api_.ec2("Action=DescribeSubnets&Version=2016-11-15"));
  const auto subnets = answer.elements("subnetId");
  const auto zones = answer.elements("availabilityZone");
  check(subnets.size() == zones.size(), "each subnet of the default network has a zone");
  for (std::size_t i = 0; i < zones.size(); ++i) {
    if (zones[i] == zone) subnet_ = subnets[i];
  }
}

const std::vector<Stage::Row>& Stage::rows() {
  static const std::vector<Row> rows{
      {"given an image {} which {}", &Stage::skip},
      {"given a task of", &Stage::define},
      {"given a load balancer in front of {}", &Stage::balance},
      {"when it runs", &Stage::run},
      {"when a service wants {}", &Stage::serve},
      {"when it is stopped because: {}", &Stage::stop},
      {"when it is stopped", &Stage::stop},
      {"when its instance is deregistered by force", &Stage::deregister},
      {"when Docker refuses {}, {} times: {}", &Stage::refuse_often},
      {"when Docker refuses {}: {}", &Stage::refuse},
      {"when Docker does not answer {}, {} times", &Stage::ignore_often},
      {"when Docker does not answer {}", &Stage::ignore},
      {"when somebody kills {}", &Stage::kill},
      {"when somebody removes {}", &Stage::remove},
      {"when {} pass", &Stage::pass},
      {"when {}", &Stage::happen},
      {"then it tells", &Stage::tell},
  };
  return rows;
}

std::string Stage::play(const Sentence& sentence) {
  for (const auto& row : rows()) {
    if (const auto words = match(row.pattern, sentence.text)) {
      return (this->*row.act)(*words, sentence);
    }
  }
  return not_understood;
}

/// Images are made before the world is.
std::string Stage::skip(const Words& words, const Sentence&) {
  return world_.options().apps.contains(words.front()) ? "" : not_understood;
}

std::string Stage::define(const Words&, const Sentence& sentence) {
  const std::string body = R"({"family":"scenario",)" + join(sentence.block, " ") + "}";
  const auto answer = ask("RegisterTaskDefinition", body);
  definition_ = answer.text({"taskDefinition", "taskDefinitionArn"});
  awsvpc_ = answer.text({"taskDefinition", "networkMode"}) == "awsvpc";
  return answer.error;
}

std::string Stage::balance(const Words& words, const Sentence&) {
  const auto vpc = wait_for(api_.ec2("Action=DescribeVpcs&Version=2016-11-15")).elements("vpcId");
  const auto subnets =
      wait_for(api_.ec2("Action=DescribeSubnets&Version=2016-11-15")).elements("subnetId");
  const auto balancer = ask_elbv2(
      fmt::format("Action=CreateLoadBalancer&{}&Name=front&Subnets.member.1={}&Subnets.member.2={}",
                  elb_version, subnets.at(0), subnets.at(1)));
  const auto group =
      ask_elbv2(fmt::format("Action=CreateTargetGroup&{}&Name=group&Protocol=HTTP&Port=80&VpcId={}"
                            "&TargetType=instance&HealthCheckIntervalSeconds=10",
                            elb_version, vpc.front()));
  if (!balancer.ok() || !group.ok()) return balancer.error + group.error;
  const auto group_arn = group.elements("TargetGroupArn").front();
  const auto listener = ask_elbv2(
      fmt::format("Action=CreateListener&{}&LoadBalancerArn={}&Protocol=HTTP&Port=80"
                  "&DefaultActions.member.1.Type=forward&DefaultActions.member.1.TargetGroupArn={}",
                  elb_version, percent_encode(balancer.elements("LoadBalancerArn").front()),
                  percent_encode(group_arn)));
  balancing_ = fmt::format(
      R"(,"loadBalancers":[{{"targetGroupArn":"{}","containerName":"{}","containerPort":80}}])",
      group_arn, words.front());
  return listener.error;
}

std::string Stage::network() const {
  if (!awsvpc_) return {};
  return fmt::format(R"(,"networkConfiguration":{{"awsvpcConfiguration":{{"subnets":["{}"]}}}})",
                     subnet_);
}

std::string Stage::run(const Words&, const Sentence&) {
  const auto answer =
      ask("RunTask",
          fmt::format(R"({{"taskDefinition":"{}","launchType":"EC2"{}}})", definition_, network()));
  const auto tasks = answer.list("tasks");
  if (tasks.empty()) return "no task was placed: " + answer.raw + answer.error;
  task_ = ApiAnswer::text(tasks.front(), "taskArn");
  settle();
  return {};
}

std::string Stage::serve(const Words& words, const Sentence&) {
  const auto answer =
      std::exchange(has_service_, true)
          ? ask("UpdateService",
                fmt::format(R"({{"service":"service","desiredCount":{}}})", words.front()))
          : ask("CreateService",
                fmt::format(R"({{"serviceName":"service","taskDefinition":"{}","launchType":"EC2",)"
                            R"("desiredCount":{}{}{}}})",
                            definition_, words.front(), network(), balancing_));
  settle();
  return answer.error;
}

std::string Stage::stop(const Words& words, const Sentence&) {
  const auto reason =
      words.empty() ? std::string() : fmt::format(R"(,"reason":"{}")", words.front());
  const auto answer = ask("StopTask", fmt::format(R"({{"task":"{}"{}}})", task(), reason));
  return answer.error;
}

std::string Stage::deregister(const Words&, const Sentence&) {
  const auto instances = ask("ListContainerInstances", "{}").list("containerInstanceArns");
  if (instances.empty()) return "there is no instance";
  const auto answer =
      ask("DeregisterContainerInstance", fmt::format(R"({{"containerInstance":"{}","force":true}})",
                                                     std::string(instances.front().as_string())));
  return answer.error;
}

std::string Stage::refuse(const Words& words, const Sentence& sentence) {
  return refuse_often({words.at(0), "1", words.at(1)}, sentence);
}

std::string Stage::refuse_often(const Words& words, const Sentence&) {
  for (int i = std::stoi(words.at(1)); i > 0; --i) {
    host().daemon().refuse_next(words.at(0), Error{ErrorCode::refused, words.at(2), {}});
  }
  return {};
}

std::string Stage::ignore(const Words& words, const Sentence& sentence) {
  return ignore_often({words.at(0), "1"}, sentence);
}

std::string Stage::ignore_often(const Words& words, const Sentence&) {
  for (int i = std::stoi(words.at(1)); i > 0; --i) {
    host().daemon().refuse_next(words.at(0), Error{ErrorCode::timed_out, "", {}});
  }
  return {};
}

std::string Stage::kill(const Words& words, const Sentence&) {
  const auto* found = container(words.front());
  if (found == nullptr) return "there is no such container";
  host().daemon().kill_container(found->id);
  return {};
}

std::string Stage::remove(const Words& words, const Sentence&) {
  const auto* found = container(words.front());
  if (found == nullptr) return "there is no such container";
  const auto done = host().daemon().remove(found->id);
  return done ? "" : done.error().message;
}

std::string Stage::happen(const Words& words, const Sentence&) {
  const auto& what = words.front();
  auto& daemon = host().daemon();
  if (what == "the agent dies")
    host().kill_agent();
  else if (what == "the agent comes back")
    host().start_agent();
  else if (what == "the agent's disk is lost")
    host().disk().erase_all();
  else if (what == "Docker dies with its containers")
    daemon.stop(ContainersDo::die);
  else if (what == "Docker stops and its containers run on")
    daemon.stop(ContainersDo::keep_running);
  else if (what == "Docker comes back")
    daemon.start();
  else if (what == "Docker hangs")
    daemon.hang();
  else if (what == "Docker goes on")
    daemon.resume();
  else if (what == "the registry is silent")
    daemon.set_registry(Registry::silent);
  else
    return not_understood;
  return {};
}

std::string Stage::pass(const Words& words, const Sentence&) {
  if (!seconds(words.front())) return not_understood;
  world_.scheduler().run_for(time_of(words.front()));
  return {};
}

std::string Stage::tell(const Words&, const Sentence& sentence) {
  const auto expected = join(sentence.block, "\n");
  const Instant deadline = world_.scheduler().now() + telling_max;
  auto told = shown();
  while (told != expected && world_.scheduler().now() < deadline) {
    world_.scheduler().run_for(told.starts_with("STOPPED") ? telling_max : Duration{1s});
    told = shown();
  }
  return told == expected ? "" : "it tells\n" + told;
}

ApiAnswer Stage::ask(const std::string& operation, const std::string& body) {
  return wait_for(api_.ecs(operation, body));
}

ApiAnswer Stage::ask_elbv2(const std::string& form) { return wait_for(api_.elbv2(form)); }

ApiAnswer Stage::wait_for(asio::awaitable<ApiAnswer> call) {
  auto answer = std::make_shared<std::optional<ApiAnswer>>();
  asio::co_spawn(Executor(world_.scheduler(), process_), keep(std::move(call), answer),
                 [](std::exception_ptr thrown) { check(!thrown, "a call does not throw"); });
  while (!*answer) world_.scheduler().run_for(1ms);
  return **answer;
}

void Stage::settle() { world_.scheduler().run_for(3s); }

std::string Stage::task() {
  if (!task_.empty()) return task_;
  const auto tasks = ask("ListTasks", R"({"serviceName":"service"})").list("taskArns");
  if (!tasks.empty()) task_ = std::string(tasks.front().as_string());
  return task_;
}

std::string Stage::shown() {
  const auto answer = ask("DescribeTasks", fmt::format(R"({{"tasks":["{}"]}})", task()));
  const auto tasks = answer.list("tasks");
  return tasks.empty() ? "nothing: " + answer.raw + answer.error : shown_task(tasks.front());
}

const SimContainer* Stage::container(const std::string& name) {
  for (const auto& [id, found] : host().daemon().containers()) {
    const auto label = found.spec.labels.find("com.amazonaws.ecs.container-name");
    if (label != found.spec.labels.end() && label->second == name) return &found;
  }
  return nullptr;
}

}  // namespace berth::sim
