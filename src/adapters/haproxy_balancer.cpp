#include "adapters/haproxy_balancer.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

#include "adapters/haproxy/address.hpp"
#include "adapters/haproxy/folder.hpp"
#include "adapters/haproxy/process.hpp"
#include "adapters/haproxy/supervisor.hpp"

namespace berth::adapters {
namespace {

constexpr Duration stop_duration_max = std::chrono::seconds(3);

bool can_become(const std::string& user) {
  return geteuid() == 0 && !user.empty() && getpwnam(user.c_str()) != nullptr;
}

}  // namespace

Result<std::unique_ptr<HaproxyBalancer>> HaproxyBalancer::create(HaproxyOptions options,
                                                                 boost::asio::any_io_executor owner,
                                                                 ports::Clock& clock, Log log) {
  if (access(options.program.c_str(), X_OK) != 0) {
    return fail(ErrorCode::not_found,
                fmt::format("cannot run {}: {}; load balancers need it (apt-get install haproxy)",
                            options.program, std::strerror(errno)));
  }
  if (!can_become(options.user)) options.user.clear();
  auto folder = TRY(haproxy::Folder::open(options.folder));
  auto supervisor = std::make_shared<haproxy::Supervisor>(std::move(options), std::move(folder),
                                                          std::move(owner), clock, std::move(log));
  supervisor->begin();
  return std::make_unique<HaproxyBalancer>(std::move(supervisor));
}

HaproxyBalancer::HaproxyBalancer(std::shared_ptr<haproxy::Supervisor> supervisor)
    : supervisor_(std::move(supervisor)) {}

HaproxyBalancer::~HaproxyBalancer() { supervisor_->end(); }

void HaproxyBalancer::apply(ports::BalancerPlan plan) { supervisor_->apply(std::move(plan)); }

boost::asio::awaitable<void> HaproxyBalancer::until_silent(Instant deadline) {
  return haproxy::Supervisor::until_silent(supervisor_, deadline);
}

Result<void> HaproxyBalancer::shut_down() {
  supervisor_->end();
  return stop_haproxy(supervisor_->options());
}

Result<void> stop_haproxy(const HaproxyOptions& options) {
  if (!std::filesystem::exists(options.folder)) return {};
  const auto folder = TRY(haproxy::Folder::open(options.folder));
  const auto program = std::filesystem::path(options.program).filename().string();
  boost::asio::io_context context;
  for (const auto pid : haproxy::processes_in(folder, program)) {
    auto process = haproxy::Process::find(context.get_executor(), pid, folder);
    if (!process) continue;
    process->signal(SIGTERM);
    if (process->wait(stop_duration_max)) continue;
    process->signal(SIGKILL);
    if (!process->wait(stop_duration_max)) {
      return fail(ErrorCode::timed_out, fmt::format("haproxy {} does not end", pid));
    }
  }
  const Log silent;
  haproxy::BridgeAddresses(folder, silent).ensure({});
  for (const auto& name : folder.list()) folder.remove(name);
  return {};
}

}  // namespace berth::adapters
