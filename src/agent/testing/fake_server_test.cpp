#include "agent/testing/fake_server.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "ports/sleep.hpp"
#include "wire/json/json.hpp"

namespace berth::agent::testing {

using boost::asio::awaitable;

namespace {

class LineSocket final : public ports::WebSocket {
 public:
  explicit LineSocket(std::shared_ptr<Line> line) : line_(std::move(line)) {}
  ~LineSocket() override { close(); }

  awaitable<Result<std::string>> receive(Instant deadline) override {
    while (line_->to_agent.empty()) {
      if (!line_->open) co_return fail(ErrorCode::closed, "hung up");
      const auto woken = co_await line_->arrived.wait_until(deadline);
      if (woken == ports::Woken::by_deadline) co_return fail(ErrorCode::timed_out, "silence");
    }
    auto frame = std::move(line_->to_agent.front());
    line_->to_agent.pop_front();
    co_return frame;
  }
  awaitable<Result<void>> send(std::string frame) override {
    if (!line_->open) co_return fail(ErrorCode::closed, "hung up");
    line_->from_agent.push_back(std::move(frame));
    co_return Result<void>{};
  }
  void close() override {
    line_->open = false;
    line_->arrived.notify();
  }

 private:
  std::shared_ptr<Line> line_;
};

std::string shown(const gen::ecs::SubmitTaskStateChangeRequest& report) {
  auto text = report.status.value_or("?");
  for (const auto& change :
       report.containers.value_or(std::vector<gen::ecs::ContainerStateChange>{})) {
    text += " " + *change.container_name + "=" + *change.status;
    if (change.exit_code) text += "(" + std::to_string(*change.exit_code) + ")";
  }
  return text;
}

}  // namespace

awaitable<Result<HttpResponse>> FakeServer::request(std::string, HttpRequest request, Duration) {
  const std::string target(request.headers.find("X-Amz-Target").value_or(""));
  const std::string operation(cut(target, '.')->after);
  operations.push_back(operation);
  if (down) co_return fail(ErrorCode::unreachable, "connection refused");
  calls_most = std::max(calls_most, ++calls_now);
  if (answer_time > Duration::zero()) co_await ports::sleep_for(clock_, answer_time);
  --calls_now;
  auto& queue = refusals[operation];
  if (queue.empty()) co_return answer(operation, request.body);
  auto refused = std::move(queue.front());
  queue.pop_front();
  co_return refused;
}

HttpResponse FakeServer::answer(const std::string& operation, const std::string& body) {
  HttpResponse response;
  response.body = "{}";
  if (operation == "RegisterContainerInstance") {
    registrations.push_back(*wire::json::decode<gen::ecs::RegisterContainerInstanceRequest>(body));
    response.body =
        R"({"containerInstance":{"containerInstanceArn":")" + std::string(instance_arn) + R"("}})";
  } else if (operation == "DiscoverPollEndpoint") {
    response.body =
        R"({"endpoint":"http://server:1/acs/","telemetryEndpoint":"http://server:1/tcs"})";
  } else if (operation == "SubmitTaskStateChange") {
    reports.push_back(*wire::json::decode<gen::ecs::SubmitTaskStateChangeRequest>(body));
  }
  return response;
}

awaitable<Result<std::unique_ptr<ports::WebSocket>>> FakeServer::connect(std::string,
                                                                         HttpRequest handshake,
                                                                         Duration) {
  if (down) co_return fail(ErrorCode::unreachable, "connection refused");
  const bool for_orders = handshake.target.starts_with("/acs/");
  if (for_orders) {
    ++handshakes;
    if (auto body = std::exchange(handshake_refusal, std::nullopt)) {
      co_return fail(ErrorCode::refused, *body);
    }
  }
  auto line = std::make_shared<Line>(clock_);
  line->target = handshake.target;
  line->handshake = std::move(handshake);
  if (for_orders) answers_seen_ = 0;
  (for_orders ? orders : telemetry) = line;
  std::unique_ptr<ports::WebSocket> socket = std::make_unique<LineSocket>(std::move(line));
  co_return socket;
}

void FakeServer::push(Line& line, std::string frame) {
  line.to_agent.push_back(std::move(frame));
  line.arrived.notify();
}

void FakeServer::hang_up(Line& line) {
  line.open = false;
  line.arrived.notify();
}

std::vector<std::string> FakeServer::answers() {
  std::vector<std::string> list;
  for (; orders && answers_seen_ < orders->from_agent.size(); ++answers_seen_) {
    const auto envelope = session::read_envelope(orders->from_agent[answers_seen_]);
    list.push_back(envelope->type + " " + envelope->message.json);
  }
  return list;
}

std::vector<std::string> FakeServer::told() {
  std::vector<std::string> list;
  for (; reports_seen_ < reports.size(); ++reports_seen_) {
    list.push_back(shown(reports[reports_seen_]));
  }
  return list;
}

HttpResponse refusal(int status, const std::string& name, const std::string& text) {
  HttpResponse response;
  response.status = status;
  response.body = R"({"__type":")" + name + R"(","message":")" + text + R"("})";
  return response;
}

}  // namespace berth::agent::testing
