#include "adapters/haproxy/supervisor.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <filesystem>
#include <functional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <fmt/core.h>

#include "adapters/haproxy/diff.hpp"
#include "adapters/haproxy/runtime_socket.hpp"
#include "base/text.hpp"

namespace berth::adapters::haproxy {
namespace {

namespace asio = boost::asio;

constexpr Duration answer_wait_max = std::chrono::seconds(5);
constexpr Duration start_wait_max = std::chrono::seconds(20);
constexpr Duration delay_first = std::chrono::milliseconds(100);
constexpr Duration delay_max = std::chrono::seconds(5);
/// Reading what the process has costs more than looking at addresses and binds.
constexpr int looks_per_reading = 15;
/// A process that lives shorter counts as one that cannot live.
constexpr Duration young_age = std::chrono::seconds(10);
/// A failure that stays is tried again every few seconds and told every few minutes.
constexpr unsigned failures_per_warning = 50;

constexpr std::string_view config_prefix = "haproxy-";
constexpr std::string_view config_suffix = ".cfg";

std::string config_name(std::uint64_t generation) {
  return fmt::format("{}{}{}", config_prefix, generation, config_suffix);
}
std::string socket_name(std::uint64_t generation) {
  return fmt::format("runtime-{}.sock", generation);
}

/// 100 ms, 200 ms, … 5 s.
Duration delay_after(unsigned failures) {
  return std::min(delay_max, delay_first * (1U << std::min(failures, 10U)) / 2);
}

/// The lines with which HAProxy says why it does not start.
std::string alerts_in(std::string_view output) {
  std::string text;
  for (const auto line : split(output, '\n')) {
    if (line.find("[ALERT]") == std::string_view::npos || text.size() > 2000) continue;
    if (!text.empty()) text += "; ";
    const auto reason = line.find(" : ");
    text += line.substr(reason == std::string_view::npos ? 0 : reason + 3);
  }
  return text.empty() ? "it does not say why" : text;
}

std::set<std::string> addresses_of(const ports::BalancerPlan& plan) {
  std::set<std::string> addresses;
  for (const auto& listener : plan.listeners) {
    addresses.insert(listener.addresses.begin(), listener.addresses.end());
  }
  return addresses;
}

std::set<std::uint16_t> map_ports_of(const ports::BalancerPlan& plan) {
  std::set<std::uint16_t> ports;
  for (const auto& listener : plan.listeners) {
    if (!listener.host_names.empty()) ports.insert(listener.port);
  }
  return ports;
}

}  // namespace

Supervisor::Supervisor(HaproxyOptions options, Folder folder, asio::any_io_executor owner,
                       ports::Clock& clock, Log log)
    : options_(std::move(options)),
      folder_(std::move(folder)),
      owner_(std::move(owner)),
      clock_(clock),
      log_(std::move(log)),
      addresses_(folder_, log_),
      changed_(clock),
      settled_(clock) {}

void Supervisor::begin() {
  asio::co_spawn(owner_, run(shared_from_this()),
                 [self = shared_from_this()](const std::exception_ptr& thrown) {
                   if (thrown && !self->ended_) std::rethrow_exception(thrown);
                 });
}

void Supervisor::apply(ports::BalancerPlan plan) {
  plan_ = std::move(plan);
  listens_ = listens_ || !plan_->listeners.empty();
  plan_is_new_ = true;
  changed_.notify();
}

void Supervisor::end() {
  ended_ = true;
  running_.reset();
  changed_.notify();
  settled_.notify();
}

asio::awaitable<void> Supervisor::until_silent(std::shared_ptr<Supervisor> self, Instant deadline) {
  while (self->listens_ && !self->ended_ && self->clock_.now() < deadline) {
    co_await self->settled_.wait_until(deadline);
  }
}

asio::awaitable<void> Supervisor::run(std::shared_ptr<Supervisor> self) {
  co_await self->adopt();
  while (!self->ended_) {
    Duration wait = self->options_.recheck;
    const Instant now = self->clock_.now();
    if (!self->running_ && self->restart_at_ > now) {
      wait = std::min(wait, self->restart_at_ - now);
    } else if (self->plan_) {
      const auto done = co_await self->converge();
      if (done) {
        self->failures_ = 0;
      } else {
        self->count_failure(done.error());
        wait = delay_after(self->failures_);
      }
    }
    if (self->ended_) break;
    const Instant deadline = self->clock_.now() + wait;
    co_await self->changed_.wait_until(deadline);
  }
}

asio::awaitable<void> Supervisor::adopt() {
  for (const auto generation : generations()) {
    next_generation_ = std::max(next_generation_, generation + 1);
    if (running_) continue;
    auto process = co_await find_process(generation);
    if (!process || ended_) continue;
    log_.info("haproxy adopted", {{"pid", std::to_string(process->pid())}});
    take(generation, std::move(*process));
  }
}

asio::awaitable<Result<void>> Supervisor::converge() {
  const ports::BalancerPlan plan = *plan_;
  addresses_.ensure(addresses_of(plan));
  if (is_settled()) co_return Result<void>();
  const Instant looked_at = clock_.now();
  plan_is_new_ = false;
  settled_at_ = Instant{};
  Layout current;
  if (running_) {
    const auto map_ports = map_ports_of(plan);
    auto has = co_await read_layout(map_ports);
    // One that died meanwhile is started again on the next round.
    if (ended_ || !running_) co_return Result<void>();
    if (!has) co_return std::unexpected(has.error());
    current = std::move(*has);
  }
  const auto wanted = plan_layout(plan, current, bind_check());
  const auto binds = binds_of(plan);
  std::erase_if(blocked_, [&](const Bind& bind) { return !std::ranges::count(binds, bind); });
  if (!running_) {
    if (!wanted.frontends.empty()) co_return co_await replace(wanted);
    note_settled(wanted);
    co_return Result<void>();
  }
  const auto options = config_options(running_->generation);
  if (running_->shape == shape_of(wanted, options)) current.frontends = wanted.frontends;
  const auto difference = diff(current, wanted);
  if (difference.reload == Reload::needed) co_return co_await replace(wanted);
  if (difference.commands.empty()) {
    settled_at_ = looked_at;
    note_settled(wanted);
    co_return Result<void>();
  }
  co_return co_await adjust(wanted, difference.commands);
}

void Supervisor::note_settled(const Layout& wanted) {
  if (plan_is_new_) return;
  listens_ = !wanted.frontends.empty();
  settled_.notify();
}

/// Whether the process had all that is wanted lately, and nothing is known to have changed.
bool Supervisor::is_settled() const {
  if (!running_ || plan_is_new_) return false;
  const Duration age = clock_.now() - settled_at_;
  if (age < Duration::zero() || age > looks_per_reading * options_.recheck) return false;
  return std::ranges::none_of(blocked_,
                              [](const Bind& bind) { return try_bind(bind).has_value(); });
}

/// What the running process has, except its frontends, which cannot be asked for.
asio::awaitable<Result<Layout>> Supervisor::read_layout(const std::set<std::uint16_t>& map_ports) {
  const auto socket = folder_.path_of(socket_name(running_->generation));
  const std::string show_servers = "show servers state";
  const auto answer = co_await ask(socket, show_servers, clock_, answer_wait_max);
  auto backends = answer ? parse_servers(*answer) : std::nullopt;
  if (!backends) {
    look_after_silent_process();
    if (!answer) co_return std::unexpected(answer.error());
    co_return fail(ErrorCode::refused, "haproxy answered: " + answer->substr(0, 200));
  }
  answered_at_ = clock_.now();
  Layout layout;
  layout.backends = std::move(*backends);
  for (const auto port : map_ports) {
    const auto show_map = "show map " + map_name(port);
    const auto routes = co_await ask(socket, show_map, clock_, answer_wait_max);
    if (!routes) co_return std::unexpected(routes.error());
    layout.hosts[port] = parse_map(*routes);
  }
  co_return layout;
}

/// Sends the commands and looks whether they did it; where not, a new process does.
asio::awaitable<Result<void>> Supervisor::adjust(const Layout& wanted,
                                                 const std::vector<std::string>& commands) {
  const auto socket = folder_.path_of(socket_name(running_->generation));
  std::string answers;
  for (const auto& batch : batches_of(commands)) {
    const auto answer = co_await ask(socket, batch, clock_, answer_wait_max);
    if (!answer) co_return std::unexpected(answer.error());
    answers += trim(*answer);
  }
  if (ended_ || !running_) co_return Result<void>();
  std::set<std::uint16_t> map_ports;
  for (const auto& [port, routes] : wanted.hosts) map_ports.insert(port);
  auto has = co_await read_layout(map_ports);
  if (ended_ || !running_) co_return Result<void>();
  if (!has) co_return std::unexpected(has.error());
  has->frontends = wanted.frontends;
  if (diff(*has, wanted) == Difference{}) co_return Result<void>();
  log_.warn("haproxy commands not obeyed", {{"answer", answers.substr(0, 500)}});
  co_return co_await replace(wanted);
}

/// Starts a process with the wanted layout, which takes over the sockets of the running one and
/// tells every older one to finish.
asio::awaitable<Result<void>> Supervisor::replace(const Layout& wanted) {
  const Generation generation = next_generation_++;
  const auto written = write_files(generation, wanted);
  if (!written) co_return written;
  const bool replaces = running_.has_value();
  replacing_ = true;
  auto process = co_await start_process(generation);
  replacing_ = false;
  if (ended_) co_return Result<void>();
  if (!process) co_return std::unexpected(process.error());
  log_.info(replaces ? "haproxy replaced" : "haproxy started",
            {{"pid", std::to_string(process->pid())},
             {"listeners", std::to_string(wanted.frontends.size())}});
  take(generation, std::move(*process));
  remove_old_files();
  // What a configuration cannot say (a draining server) is said by commands on the next round.
  changed_.notify();
  co_return Result<void>();
}

asio::awaitable<Result<Process>> Supervisor::start_process(Generation generation) {
  auto finished = co_await run_program(folder_, arguments_for(generation), clock_, start_wait_max);
  if (!finished) co_return std::unexpected(finished.error());
  if (finished->exit_code != 0) {
    folder_.remove(config_name(generation));
    co_return fail(ErrorCode::refused, "haproxy refused: " + alerts_in(finished->output));
  }
  co_return co_await find_process(generation);
}

asio::awaitable<Result<Process>> Supervisor::find_process(Generation generation) {
  const auto socket = folder_.path_of(socket_name(generation));
  const std::string show_info = "show info";
  const auto answer = co_await ask(socket, show_info, clock_, start_wait_max);
  if (!answer) co_return std::unexpected(answer.error());
  const auto pid = parse_pid(*answer);
  auto process = pid ? Process::find(owner_, *pid, folder_) : std::nullopt;
  if (!process) co_return fail(ErrorCode::not_found, "haproxy is gone already");
  co_return std::move(*process);
}

Result<void> Supervisor::write_files(Generation generation, const Layout& wanted) const {
  for (const auto& [name, text] : error_pages()) TRY_VOID(folder_.write(name, text));
  for (const auto& [port, routes] : wanted.hosts) {
    TRY_VOID(folder_.write(map_name(port), render_map(routes)));
  }
  return folder_.write(config_name(generation), render(wanted, config_options(generation)));
}

std::vector<std::string> Supervisor::arguments_for(Generation generation) const {
  std::vector<std::string> arguments{options_.program, "-D", "-f", config_name(generation)};
  if (running_) {
    arguments.insert(arguments.end(), {"-x", socket_name(running_->generation)});
  }
  const auto program = std::filesystem::path(options_.program).filename().string();
  const auto older = processes_in(folder_, program);
  if (!older.empty()) arguments.emplace_back("-sf");
  for (const auto pid : older) arguments.push_back(std::to_string(pid));
  return arguments;
}

void Supervisor::take(Generation generation, Process process) {
  auto facts = facts_of(folder_.read(config_name(generation)));
  running_.emplace(generation, std::move(process), std::move(facts.shape),
                   std::set<Bind>(facts.binds.begin(), facts.binds.end()), clock_.now());
  answered_at_ = clock_.now();
  settled_at_ = Instant{};
  listens_ = true;
  running_->process.on_end([weak = weak_from_this(), generation] {
    if (const auto self = weak.lock()) self->process_ended(generation);
  });
}

void Supervisor::process_ended(Generation generation) {
  if (ended_ || !running_ || running_->generation != generation) return;
  if (replacing_) return running_.reset();
  const Instant now = clock_.now();
  early_ends_ = now - running_->since < young_age ? early_ends_ + 1 : 1;
  restart_at_ = early_ends_ > 1 ? now + delay_after(early_ends_ - 1) : now;
  log_.warn("haproxy ended", {{"pid", std::to_string(running_->process.pid())},
                              {"restart_in_ms", std::to_string((restart_at_ - now).count())}});
  running_.reset();
  changed_.notify();
}

/// A process that gave no answer is dead, or will be if it stays silent.
void Supervisor::look_after_silent_process() {
  if (!running_) return;
  if (running_->process.wait(Duration::zero())) {
    process_ended(running_->generation);
  } else if (clock_.now() - answered_at_ > options_.silence_max) {
    log_.warn("haproxy killed",
              {{"pid", std::to_string(running_->process.pid())}, {"reason", "it does not answer"}});
    running_->process.signal(SIGKILL);
  }
}

void Supervisor::count_failure(const Error& error) {
  if (failures_++ % failures_per_warning != 0) return;
  log_.warn("load balancer not updated", {{"reason", error.message}});
}

/// Files of generations that neither run nor finish their connections.
void Supervisor::remove_old_files() const {
  const auto all = generations();
  for (const auto generation : all) {
    if (running_ && generation + 1 >= running_->generation) continue;
    folder_.remove(config_name(generation));
    folder_.remove(socket_name(generation));
  }
}

CanBind Supervisor::bind_check() {
  return [this](const Bind& bind) {
    if (running_ && running_->binds.contains(bind)) return true;
    const auto free = try_bind(bind);
    const std::string port = std::to_string(bind.port);
    if (!free && blocked_.insert(bind).second) {
      log_.warn("listener address not available",
                {{"address", bind.address}, {"port", port}, {"reason", free.error().message}});
    } else if (free && blocked_.erase(bind) > 0) {
      log_.info("listener address available", {{"address", bind.address}, {"port", port}});
    }
    return free.has_value();
  };
}

/// Newest first.
std::vector<Supervisor::Generation> Supervisor::generations() const {
  std::vector<Generation> result;
  for (const auto& name : folder_.list()) {
    std::string_view number = name;
    if (!number.starts_with(config_prefix) || !number.ends_with(config_suffix)) continue;
    number.remove_prefix(config_prefix.size());
    number.remove_suffix(config_suffix.size());
    if (const auto parsed = parse_unsigned(number)) result.push_back(*parsed);
  }
  std::ranges::sort(result, std::greater());
  return result;
}

ConfigOptions Supervisor::config_options(Generation generation) const {
  return {socket_name(generation), options_.user, options_.connect_timeout, options_.drain_max};
}

}  // namespace berth::adapters::haproxy
