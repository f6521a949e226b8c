#pragma once
// One websocket through the simulated network: two queues of frames, one in each direction, that
// keep their order, and an end that arrives like a frame.
//
// A cut link delays frames until it heals, as TCP would; nobody is told meanwhile, so each side
// must notice silence by itself. A peer that vanished without a word answers a later frame with the
// end of the connection once its site is up again.

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "sim/kernel/reply.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/net/links.hpp"

namespace berth::sim {

/// Where a process talks from: its site's name, and its own clock for deadlines.
struct Place {
  Process process{};
  std::string site;
  ports::Clock* clock = nullptr;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// Asks whether a site is up; a site that is down neither sends nor receives.
  using IsUp = std::function<bool(const std::string& site)>;

  Connection(Scheduler& scheduler, Links& links, Process wire, IsUp is_up, Place client,
             Place server);

  /// The two ends; each may be made once.
  std::unique_ptr<ports::WebSocket> client_end();
  std::unique_ptr<ports::WebSocket> server_end();

 private:
  friend class SimSocket;

  using Frame = std::optional<std::string>;  // Nothing is the end of the stream.

  struct End {
    Place place;
    std::deque<Frame> arrived;
    std::optional<Reply<std::string>> reader;
    bool closed = false;
    /// Frames on their way to the other end.
    std::deque<Frame> sent;
    Instant last_arrival{};
    int retransmissions = 0;
  };

  boost::asio::awaitable<Result<std::string>> receive(std::size_t side, Instant deadline);
  boost::asio::awaitable<Result<void>> send(std::size_t side, std::string frame);
  void close(std::size_t side);
  void dispatch(std::size_t from, Frame frame);
  void schedule_arrival(std::size_t from, Instant when);
  void arrive(std::size_t from);
  void hand_to_reader(End& end);

  Scheduler& scheduler_;
  Links& links_;
  Process wire_;
  IsUp is_up_;
  std::array<End, 2> ends_;
};

}  // namespace berth::sim
