#pragma once
// Health checks over real connections: connect, one GET, read the status line, close. What stands
// behind that line is not read; answers and times are bounded whatever the target does.
//
// At most probes_max run at once. Further ones wait in a queue of queue_max; what does not fit
// fails at once. The timeout of a probe begins when it does.

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "ports/clock.hpp"
#include "ports/prober.hpp"

namespace berth::adapters {

class TcpProber final : public ports::Prober {
 public:
  static constexpr std::size_t probes_max = 256;
  static constexpr std::size_t queue_max = 8192;

  /// `owner` is the clock's executor too; `clock` must outlive the executor's run.
  TcpProber(boost::asio::any_io_executor owner, ports::Clock& clock);
  /// Probes that still run end without their callbacks.
  ~TcpProber() override;
  TcpProber(const TcpProber&) = delete;
  TcpProber& operator=(const TcpProber&) = delete;

  void probe(ports::ProbeRequest request, Done done) override;

 private:
  struct Queue;
  class Attempt;

  std::shared_ptr<Queue> queue_;  // Shared with attempts whose handlers may run after us.
};

/// The status of "HTTP/1.1 200 OK"; 0 when the line is not one of HTTP/1.
int status_of(std::string_view line);

}  // namespace berth::adapters
