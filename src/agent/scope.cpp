#include "agent/scope.hpp"

#include <exception>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

namespace berth::agent {

namespace asio = boost::asio;

namespace {

constexpr Duration join_look{std::chrono::minutes{1}};

void end_unless_cancelled(const std::exception_ptr& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) std::terminate();
  } catch (const asio::multiple_exceptions& several) {
    // Both sides of an awaitable operator were cancelled.
    end_unless_cancelled(several.first_exception());
  }
}

}  // namespace

struct Scope::Children {
  // Signals do not move, so they live in list nodes.
  using Signals = std::list<asio::cancellation_signal>;

  explicit Children(ports::Clock& clock) : ended(clock) {}

  void end(Signals::iterator place) {
    signals.erase(place);
    ended.notify();
  }

  Signals signals;
  ports::Event ended;
  bool cancelled = false;
};

Scope::Scope(ports::Clock& clock) : clock_(clock), children_(std::make_shared<Children>(clock)) {}

Scope::~Scope() = default;

void Scope::start_on(asio::any_io_executor executor) { executor_ = std::move(executor); }

void Scope::spawn(asio::awaitable<void> child) {
  if (children_->cancelled) return;
  auto& signals = children_->signals;
  const auto place = signals.emplace(signals.end());
  auto finished = [weak = std::weak_ptr(children_), place](const std::exception_ptr& failure) {
    end_unless_cancelled(failure);
    if (const auto children = weak.lock()) children->end(place);
  };
  // Posted, because co_spawn may run the child's beginning inside the call.
  auto begin = [weak = std::weak_ptr(children_), place, executor = executor_,
                child = std::move(child), finished = std::move(finished)]() mutable {
    const auto children = weak.lock();
    if (!children) return;
    if (children->cancelled) return children->end(place);
    asio::co_spawn(executor, std::move(child),
                   asio::bind_cancellation_slot(place->slot(), std::move(finished)));
  };
  asio::post(executor_, std::move(begin));
}

void Scope::cancel() {
  children_->cancelled = true;
  for (auto& signal : children_->signals) signal.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> Scope::join() {
  const auto children = children_;
  while (!children->signals.empty()) {
    const Instant deadline = clock_.now() + join_look;
    co_await children->ended.wait_until(deadline);
  }
}

std::size_t Scope::running() const { return children_->signals.size(); }

}  // namespace berth::agent
