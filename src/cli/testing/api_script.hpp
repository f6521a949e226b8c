#pragma once
// A server of scripted answers and a client for it, on a clock that goes forward by itself.

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/check.hpp"
#include "cli/command.hpp"
#include "ports/testing/hand_clock.hpp"
#include "ports/transport.hpp"

namespace berth::cli::testing {

class ApiScript final : public ports::Transport {
 public:
  /// What the next call of the operation answers; the last answer is given again and again.
  void answer(const std::string& operation, std::string body, int status = 200) {
    answers_[operation].push_back({.status = status, .body = std::move(body)});
  }

  boost::asio::awaitable<Result<HttpResponse>> request(std::string, HttpRequest request,
                                                       Duration) override {
    const auto target = request.headers.find("X-Amz-Target").value_or("");
    const std::string operation(target.substr(target.rfind('.') + 1));
    seen.push_back(operation + " " + request.body);
    auto& queue = answers_[operation];
    if (queue.empty()) co_return fail(ErrorCode::unreachable, "No answer for " + operation);
    auto next = queue.front();
    if (queue.size() > 1) queue.pop_front();
    co_return next;
  }
  boost::asio::awaitable<Result<std::unique_ptr<ports::WebSocket>>> connect(std::string,
                                                                            HttpRequest,
                                                                            Duration) override {
    co_return fail(ErrorCode::unreachable, "no sockets here");
  }

  /// Runs a command to its end; one that needs more than an hour of its clock hangs.
  Result<void> run(Done command) {
    boost::asio::io_context context;
    Result<void> done{};
    bool ended = false;
    boost::asio::co_spawn(context, std::move(command),
                          [&](const std::exception_ptr&, Result<void> result) {
                            done = std::move(result);
                            ended = true;
                          });
    const auto end = clock.now() + std::chrono::hours{1};
    while (!ended) {
      check(clock.now() < end, "a command ends within an hour");
      context.restart();
      if (context.poll() == 0) clock.advance(std::chrono::milliseconds{100});
    }
    return done;
  }

  ports::testing::HandClock clock;
  client::ApiClient client{*this,
                           clock,
                           {.endpoint = "http://127.0.0.1:6420",
                            .region = "us-east-1",
                            .credentials = {"AKID", Secret("secret"), ""}}};
  /// "ListTasks {…}", one a call.
  std::vector<std::string> seen;
  std::string out;

 private:
  std::map<std::string, std::deque<HttpResponse>> answers_;
};

/// An ARN of a task with this id, as the cluster `default` names it.
inline std::string arn(const std::string& id) {
  return "arn:aws:ecs:us-east-1:000000000000:task/default/" + id;
}

}  // namespace berth::cli::testing
