#include "agent/session/orders_session.hpp"

#include <algorithm>
#include <utility>

#include "ports/sleep.hpp"

namespace berth::agent::session {

namespace asio = boost::asio;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration connect_timeout = seconds{30};
constexpr Duration silence_least = seconds{60}, silence_more = seconds{60};
constexpr Duration lifetime_least = minutes{30}, lifetime_more = minutes{5};
/// After this long a connection was a good one.
constexpr Duration healthy_time = minutes{1};
/// One that ends sooner does not get the instant reconnection, or a server that hangs up on us
/// would be called in a loop.
constexpr Duration hasty_time = seconds{1};
constexpr BackoffLimits between_tries{
    .first = std::chrono::milliseconds{250}, .longest = minutes{2}, .factor = 1.5, .jitter = 0.2};

}  // namespace

OrdersSession::OrdersSession(Tools tools) : tools_(tools), backoff_(between_tries, tools.entropy) {}

asio::awaitable<void> OrdersSession::run() {
  while (true) {
    const Instant began = tools_.clock.now();
    const Ending ending = co_await connect_and_serve();
    const Duration lasted = tools_.clock.now() - began;
    co_await pause(ending, lasted);
  }
}

asio::awaitable<Ending> OrdersSession::connect_and_serve() {
  const auto found = co_await tools_.endpoints.find();
  if (!found) {
    tools_.log.warn("poll endpoint not found", {{"cause", found.error().message}});
    co_return Ending::failed;
  }
  auto [endpoint, request] =
      orders_handshake(found->orders, tools_.options, tools_.identity,
                       tools_.engine.watch().version().version, credentials_, tools_.clock.now());
  auto socket = co_await tools_.transport.connect(endpoint, std::move(request), connect_timeout);
  if (!socket) {
    const auto& cause = socket.error().message;
    tools_.log.warn("order socket refused", {{"cause", cause}});
    const bool inactive = cause.find("InactiveInstanceException") != std::string::npos;
    co_return inactive ? Ending::inactive : Ending::failed;
  }
  tools_.log.info("order socket opened");
  credentials_ = Credentials::keep;
  tools_.engine.reporter().retry_now();
  const Ending ending = co_await serve(**socket);
  (*socket)->close();
  co_return ending;
}

asio::awaitable<Ending> OrdersSession::serve(ports::WebSocket& socket) {
  const Instant expires = tools_.clock.now() + spread(lifetime_least, lifetime_more);
  while (true) {
    const Instant silent = tools_.clock.now() + spread(silence_least, silence_more);
    const auto frame = co_await socket.receive(std::min(silent, expires));
    if (!frame) {
      if (frame.error().code != ErrorCode::timed_out) co_return Ending::closed;
      co_return tools_.clock.now() >= expires ? Ending::expired : Ending::silent;
    }
    for (auto& answer : tools_.orders.answer(*frame)) {
      const Result<void> sent = co_await socket.send(std::move(answer));
      if (!sent) co_return Ending::closed;
    }
  }
}

asio::awaitable<void> OrdersSession::pause(Ending ending, Duration lasted) {
  if (ending == Ending::inactive) {
    tools_.log.error("container instance deregistered by the server");
    if (tools_.options.inactive == InactiveInstance::wait) {
      co_await ports::sleep_for(tools_.clock, tools_.options.times.inactive_wait);
      co_return;
    }
    tools_.identity.forget_registration();
    co_await tools_.registrar.run();
  }
  if (lasted >= healthy_time) backoff_.reset();
  const bool opened = ending != Ending::failed && ending != Ending::inactive;
  if (opened && lasted >= hasty_time) co_return;
  const Duration delay = backoff_.next();
  co_await ports::sleep_for(tools_.clock, delay);
}

Duration OrdersSession::spread(Duration least, Duration more) {
  const auto bound = static_cast<std::uint64_t>(more.count()) + 1;
  return least + Duration{static_cast<std::int64_t>(tools_.entropy.below(bound))};
}

}  // namespace berth::agent::session
