#include "apps/runtime.hpp"

#include <csignal>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "adapters/system/spdlog_sink.hpp"
#include "cli/screen/table.hpp"

namespace berth::apps {

namespace asio = boost::asio;

namespace {

constexpr unsigned connection_threads = 2;

}  // namespace

Runtime::Runtime(LogLevel level)
    : threads_(connection_threads),
      clock_(context_.get_executor()),
      log_(level, adapters::spdlog_sink()) {}

Runtime::~Runtime() { threads_.stop(); }

void Runtime::fail_with(const Error& error) {
  exit_code_ = complain(error);
  context_.stop();
}

int Runtime::run(std::function<void()> on_stop, Duration grace) {
  std::signal(SIGPIPE, SIG_IGN);
  auto work = asio::make_work_guard(context_);
  asio::signal_set signals(context_, SIGTERM, SIGINT);
  on_stop_ = std::move(on_stop);
  signals.async_wait([&](const boost::system::error_code& failed, int) {
    if (failed) return;
    log_.info("stop requested");
    on_stop_();
    work.reset();
    clock_.call_after(grace, [this] { context_.stop(); });
  });
  context_.run();
  threads_.stop();
  return exit_code_;
}

void Runtime::complete(asio::awaitable<Result<void>> work, Result<void>& done) {
  auto finish = [&](const std::exception_ptr& thrown, Result<void> answer) {
    done = thrown ? Result<void>(fail(ErrorCode::server_failure, "The command broke off."))
                  : std::move(answer);
    context_.stop();
  };
  asio::co_spawn(context_, std::move(work), std::move(finish));
  context_.run();
}

int complain(const Error& error) {
  fmt::print(stderr, "berth: {}\n", cli::printable(error.message));
  return 1;
}

}  // namespace berth::apps
