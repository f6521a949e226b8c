#pragma once
// The server's end of the agent protocol, as a test wants it: it registers everybody, keeps the
// reports it was sent and the frames of both sockets, and sends what the test says. Its functions
// stand in fake_server_test.cpp, so that they are part of the test program only.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/session/frame.hpp"
#include "gen/ecs/types.hpp"
#include "ports/event.hpp"
#include "ports/transport.hpp"

namespace berth::agent::testing {

inline constexpr const char* cluster_arn = "arn:aws:ecs:us-east-1:000000000000:cluster/default";
inline constexpr const char* instance_arn =
    "arn:aws:ecs:us-east-1:000000000000:container-instance/default/i1";

/// One connection; shared by the agent's socket and the test.
struct Line {
  explicit Line(ports::Clock& clock) : arrived(clock) {}

  std::string target;
  HttpRequest handshake;
  std::deque<std::string> to_agent;
  std::vector<std::string> from_agent;
  ports::Event arrived;
  bool open = true;
};

class FakeServer final : public ports::Transport {
 public:
  explicit FakeServer(ports::Clock& clock) : clock_(clock) {}

  boost::asio::awaitable<Result<HttpResponse>> request(std::string endpoint, HttpRequest request,
                                                       Duration timeout) override;
  boost::asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(
      std::string endpoint, HttpRequest handshake, Duration timeout) override;

  /// Sends a message on the order socket, which must be open.
  template <class Message>
  void order(const std::string& type, const Message& message) {
    push(*orders, session::frame(type, message));
  }
  void push(Line& line, std::string frame);
  void hang_up(Line& line);

  /// Types and messages of the frames that came on the order socket since the last look:
  /// `AckRequest {"cluster":…}`.
  std::vector<std::string> answers();
  /// "RUNNING web=RUNNING": each report since the last look with its container changes.
  std::vector<std::string> told();

  std::shared_ptr<Line> orders, telemetry;
  std::vector<gen::ecs::SubmitTaskStateChangeRequest> reports;
  std::vector<gen::ecs::RegisterContainerInstanceRequest> registrations;
  /// Every operation in order of arrival.
  std::vector<std::string> operations;
  /// Answers for the next calls of an operation, instead of success.
  std::map<std::string, std::deque<HttpResponse>> refusals;
  /// Body of the answer to the next handshake of the order socket.
  std::optional<std::string> handshake_refusal;
  bool down = false;
  Duration answer_time{0};
  int calls_now = 0, calls_most = 0, handshakes = 0;

 private:
  HttpResponse answer(const std::string& operation, const std::string& body);

  ports::Clock& clock_;
  std::size_t answers_seen_ = 0, reports_seen_ = 0;
};

/// An awsJson error answer.
HttpResponse refusal(int status, const std::string& name, const std::string& text);

}  // namespace berth::agent::testing
