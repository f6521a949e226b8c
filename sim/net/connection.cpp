#include "sim/net/connection.hpp"

#include <algorithm>
#include <utility>

namespace berth::sim {

namespace asio = boost::asio;

namespace {

constexpr std::size_t client_side = 0;
constexpr std::size_t server_side = 1;
/// How often a frame that cannot pass is tried again.
constexpr Duration retransmission{300};
/// The machine forgets what a closed or dead sender left behind after a minute.
constexpr int retransmissions_of_an_orphan = 200;

std::size_t other(std::size_t side) { return 1 - side; }

}  // namespace

class SimSocket final : public ports::WebSocket {
 public:
  SimSocket(std::shared_ptr<Connection> connection, std::size_t side)
      : connection_(std::move(connection)), side_(side) {}
  ~SimSocket() override { connection_->close(side_); }

  asio::awaitable<Result<std::string>> receive(Instant deadline) override {
    return connection_->receive(side_, deadline);
  }
  asio::awaitable<Result<void>> send(std::string frame) override {
    return connection_->send(side_, std::move(frame));
  }
  void close() override { connection_->close(side_); }

 private:
  std::shared_ptr<Connection> connection_;
  std::size_t side_;
};

Connection::Connection(Scheduler& scheduler, Links& links, Process wire, IsUp is_up, Place client,
                       Place server)
    : scheduler_(scheduler), links_(links), wire_(wire), is_up_(std::move(is_up)) {
  ends_[client_side].place = std::move(client);
  ends_[server_side].place = std::move(server);
}

std::unique_ptr<ports::WebSocket> Connection::client_end() {
  return std::make_unique<SimSocket>(shared_from_this(), client_side);
}

std::unique_ptr<ports::WebSocket> Connection::server_end() {
  return std::make_unique<SimSocket>(shared_from_this(), server_side);
}

asio::awaitable<Result<std::string>> Connection::receive(std::size_t side, Instant deadline) {
  const auto self = shared_from_this();
  End& end = ends_[side];
  if (end.closed) co_return fail(ErrorCode::closed, "this side closed the connection");
  const Reply<std::string> reply(scheduler_, end.place.process);
  reply.expire_at(*end.place.clock, deadline, ErrorCode::timed_out, "no frame came in time");
  end.reader = reply;
  hand_to_reader(end);
  auto result = co_await Reply<std::string>::wait(reply);
  end.reader.reset();
  co_return result;
}

asio::awaitable<Result<void>> Connection::send(std::size_t side, std::string frame) {
  const auto self = shared_from_this();
  End& end = ends_[side];
  if (end.closed) co_return fail(ErrorCode::closed, "the connection is closed");
  scheduler_.note(frame);
  if (links_.draw_reset()) {
    close(side);
    close(other(side));
    co_return fail(ErrorCode::closed, "the connection was reset");
  }
  dispatch(side, std::move(frame));
  co_return Result<void>{};
}

void Connection::close(std::size_t side) {
  End& end = ends_[side];
  if (end.closed) return;
  end.closed = true;
  end.arrived.clear();
  if (end.reader) end.reader->fail(ErrorCode::closed, "this side closed the connection");
  dispatch(side, std::nullopt);
}

void Connection::dispatch(std::size_t from, Frame frame) {
  End& end = ends_[from];
  const End& to = ends_[other(from)];
  if (!is_up_(end.place.site)) return;
  end.sent.push_back(std::move(frame));
  const Duration delay = links_.draw_delay(end.place.site, to.place.site, scheduler_.now());
  schedule_arrival(from, std::max(end.last_arrival, scheduler_.now() + delay));
}

void Connection::schedule_arrival(std::size_t from, Instant when) {
  ends_[from].last_arrival = when;
  scheduler_.call_at(wire_, when, [self = shared_from_this(), from] { self->arrive(from); });
}

/// One more frame reaches the other end; each arrival takes the oldest, so order is kept.
void Connection::arrive(std::size_t from) {
  End& sender = ends_[from];
  End& receiver = ends_[other(from)];
  if (sender.sent.empty()) return;
  const bool passes =
      is_up_(receiver.place.site) && !links_.is_cut(sender.place.site, receiver.place.site);
  if (!passes) {
    const bool orphaned = sender.closed || !scheduler_.alive(sender.place.process);
    if (orphaned && ++sender.retransmissions > retransmissions_of_an_orphan) return;
    schedule_arrival(from, std::max(sender.last_arrival, scheduler_.now() + retransmission));
    return;
  }
  sender.retransmissions = 0;
  Frame frame = std::move(sender.sent.front());
  sender.sent.pop_front();
  const bool gone = receiver.closed || !scheduler_.alive(receiver.place.process);
  if (gone) {
    // A dead or closed receiver answers with the end, once.
    if (frame && !sender.closed) {
      receiver.closed = true;
      dispatch(other(from), std::nullopt);
    }
    return;
  }
  receiver.arrived.push_back(std::move(frame));
  hand_to_reader(receiver);
}

void Connection::hand_to_reader(End& end) {
  if (!end.reader || end.reader->given() || end.arrived.empty()) return;
  if (!end.arrived.front()) {  // The end stays in the queue: each further receive sees it too.
    end.closed = true;
    end.reader->fail(ErrorCode::closed, "the peer closed the connection");
    return;
  }
  const auto reader = *end.reader;
  std::string frame = std::move(*end.arrived.front());
  end.arrived.pop_front();
  reader.set(std::move(frame));
}

}  // namespace berth::sim
