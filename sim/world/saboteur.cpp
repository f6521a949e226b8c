#include "sim/world/saboteur.hpp"

#include <algorithm>
#include <utility>

namespace berth::sim {

namespace asio = boost::asio;
using SocketPtr = std::unique_ptr<ports::WebSocket>;

namespace {

constexpr Duration flapping_interval{4000};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

class SabotagedSocket final : public ports::WebSocket {
 public:
  SabotagedSocket(Mutant mutant, ports::Clock& clock, SocketPtr socket)
      : mutant_(mutant),
        clock_(clock),
        socket_(std::move(socket)),
        end_(clock.now() + flapping_interval) {}

  asio::awaitable<Result<std::string>> receive(Instant deadline) override {
    while (true) {
      const bool flaps = mutant_ == Mutant::flapping_sockets && end_ < deadline;
      auto frame = co_await socket_->receive(flaps ? end_ : deadline);
      if (flaps && clock_.now() >= end_) {
        socket_->close();
        co_return fail(ErrorCode::closed, "the socket flaps");
      }
      const bool swallowed = frame && mutant_ == Mutant::swallow_stops &&
                             holds(*frame, "PayloadMessage") && holds(*frame, "\"STOPPED\"");
      if (!swallowed) co_return frame;
    }
  }
  asio::awaitable<Result<void>> send(std::string frame) override {
    return socket_->send(std::move(frame));
  }
  void close() override { socket_->close(); }

 private:
  Mutant mutant_;
  ports::Clock& clock_;
  SocketPtr socket_;
  Instant end_;
};

/// The operation whose requests the mutant keeps from the server.
std::string_view swallowed_operation(Mutant mutant) {
  switch (mutant) {
    case Mutant::swallow_drains: return "UpdateContainerInstancesState";
    case Mutant::swallow_attributes: return "PutAttributes";
    case Mutant::swallow_protections: return "UpdateTaskProtection";
    default: return {};
  }
}

class SabotagedTransport final : public ports::Transport {
 public:
  SabotagedTransport(Mutant mutant, ports::Clock& clock,
                     std::unique_ptr<ports::Transport> transport)
      : mutant_(mutant), clock_(clock), transport_(std::move(transport)) {}

  asio::awaitable<Result<HttpResponse>> request(std::string endpoint, HttpRequest request,
                                                Duration timeout) override {
    const auto target = request.headers.find("X-Amz-Target").value_or("");
    const bool is_report = target.ends_with("SubmitTaskStateChange");
    const auto operation = swallowed_operation(mutant_);
    const bool swallowed = (mutant_ == Mutant::swallow_reports && is_report &&
                            holds(request.body, R"("status":"STOPPED")")) ||
                           (!operation.empty() && target.ends_with(operation));
    HttpResponse taken;
    taken.body = R"({"acknowledgment":"ok","protectedTasks":[{}],"containerInstances":[{}]})";
    if (swallowed) co_return taken;
    auto result = co_await transport_->request(std::move(endpoint), std::move(request), timeout);
    if (!result && is_report && mutant_ == Mutant::report_once) co_return taken;
    co_return result;
  }

  asio::awaitable<Result<SocketPtr>> connect(std::string endpoint, HttpRequest handshake,
                                             Duration timeout) override {
    auto socket = co_await transport_->connect(std::move(endpoint), std::move(handshake), timeout);
    if (!socket) co_return std::unexpected(socket.error());
    SocketPtr sabotaged = std::make_unique<SabotagedSocket>(mutant_, clock_, std::move(*socket));
    co_return sabotaged;
  }

 private:
  Mutant mutant_;
  ports::Clock& clock_;
  std::unique_ptr<ports::Transport> transport_;
};

}  // namespace

std::unique_ptr<ports::Transport> sabotage(Mutant mutant, ports::Clock& clock,
                                           std::unique_ptr<ports::Transport> transport) {
  constexpr Mutant here[] = {Mutant::swallow_reports,    Mutant::swallow_stops,
                             Mutant::flapping_sockets,   Mutant::report_once,
                             Mutant::swallow_drains,     Mutant::swallow_attributes,
                             Mutant::swallow_protections};
  if (std::ranges::find(here, mutant) == std::end(here)) return transport;
  return std::make_unique<SabotagedTransport>(mutant, clock, std::move(transport));
}

}  // namespace berth::sim
