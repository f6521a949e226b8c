#include "sim/engine/sim_events.hpp"

#include <utility>

namespace berth::sim {

bool EventQueue::take(const ports::EngineEvent* event) {
  if (!event || entropy_.chance(faults_.close_stream_per_mille)) {
    closed_ = true;
  } else if (!entropy_.chance(faults_.lose_event_per_mille)) {
    waiting_.push_back(*event);
  }
  hand_over();
  return !closed_;
}

boost::asio::awaitable<Result<ports::EngineEvent>> EventQueue::next() {
  const Reply<ports::EngineEvent> reply(scheduler_, process_);
  reader_ = reply;
  hand_over();
  auto result = co_await Reply<ports::EngineEvent>::wait(reply);
  co_return result;
}

void EventQueue::hand_over() {
  if (!reader_ || reader_->given()) return;
  if (!waiting_.empty()) {
    ports::EngineEvent event = std::move(waiting_.front());
    waiting_.pop_front();
    reader_->set(std::move(event));
  } else if (closed_) {
    reader_->fail(ErrorCode::closed, "the engine closed the event stream");
  }
}

}  // namespace berth::sim
