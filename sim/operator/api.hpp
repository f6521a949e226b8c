#pragma once
// Signed calls of the ECS API over the simulated network, as an AWS client makes them, without the
// retries of one: the caller must see each failure.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include "model/task_status.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace berth::sim {

struct ApiAnswer {
  enum class Outcome : std::uint8_t {
    answered,
    /// The API said no: nothing was changed.
    refused,
    /// No answer, or a server failure: it may or may not have happened, or happen later.
    unknown,
  };
  Outcome outcome = Outcome::unknown;
  /// Of a JSON answer.
  boost::json::value body;
  /// The answer as it came.
  std::string raw;
  /// The error's name and text where it was refused.
  std::string error;

  bool ok() const { return outcome == Outcome::answered; }
  /// The text at the end of a path of members; empty where there is none.
  std::string text(std::initializer_list<std::string_view> path) const;
  /// The items of a member; none where there is none.
  boost::json::array list(std::string_view member) const;
  static std::string text(const boost::json::value& row, std::string_view member);
  /// What stands in each <element> of an XML answer that has no markup inside.
  std::vector<std::string> elements(std::string_view name) const;
};

model::TaskStatus parse_task_status(std::string_view text);

/// Ends a write of a WriteHistory by what became of its request.
template <class History>
void close(History& history, typename History::WriteId write, const ApiAnswer& answer,
           Instant now) {
  switch (answer.outcome) {
    case ApiAnswer::Outcome::answered: return history.answered(write, now);
    case ApiAnswer::Outcome::refused: return history.refused(write, now);
    case ApiAnswer::Outcome::unknown: return history.unanswered(write);
  }
}

class Api {
 public:
  Api(ports::Transport& transport, ports::Clock& clock) : transport_(transport), clock_(clock) {}

  boost::asio::awaitable<ApiAnswer> ecs(std::string operation, std::string body);
  /// Berth's own API beside those of AWS.
  boost::asio::awaitable<ApiAnswer> explain(std::string operation, std::string body);
  /// `form` is "Action=…&Version=…&…".
  boost::asio::awaitable<ApiAnswer> ec2(std::string form);
  boost::asio::awaitable<ApiAnswer> elbv2(std::string form);

 private:
  boost::asio::awaitable<ApiAnswer> json(std::string service, std::string target, std::string body);
  boost::asio::awaitable<ApiAnswer> query(std::string service, std::string form);

  ports::Transport& transport_;
  ports::Clock& clock_;
};

}  // namespace berth::sim
