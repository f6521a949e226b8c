#include "apps/runtime.hpp"

#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include "adapters/http/run_on.hpp"
#include "ports/event.hpp"

namespace berth::apps {
namespace {

namespace asio = boost::asio;

/// As a request that waits for something, such as an agent's orders, when the program ends.
asio::awaitable<Result<void>> answer(Runtime& runtime, ports::Event& never) {
  runtime.finish();
  const Instant deadline = runtime.clock().now() + std::chrono::hours{1};
  co_await never.wait_until(deadline);
  co_return Result<void>{};
}

asio::awaitable<void> ask(Runtime& runtime, ports::Event& never, bool& answered) {
  auto owner = runtime.owner();
  auto work = answer(runtime, never);
  const auto done = co_await adapters::run_on(std::move(owner), std::move(work));
  answered = done.has_value();
}

TEST(Runtime, EndsWhileAThreadsCoroutineWaitsForTheOwner) {
  bool answered = false;
  {
    Runtime runtime(LogLevel::error);
    ports::Event never(runtime.clock());
    asio::co_spawn(runtime.threads().executor(), ask(runtime, never, answered), asio::detached);
    EXPECT_EQ(runtime.run([] {}), 0);
  }
  EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace berth::apps
