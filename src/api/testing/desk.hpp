#pragma once
// Where a test stands as a client: one account and region, a real State, and calls of operation
// functions whose commands are applied when they succeed, as the front does. A refusal changes
// nothing.

#include <chrono>
#include <utility>

#include <gtest/gtest.h>

#include "api/operation.hpp"
#include "ports/testing/seeded_entropy.hpp"

namespace berth::api::testing {

class Desk {
 public:
  template <class Response, class Request>
  Result<Response> call(Result<Change<Response>> (*operation)(const View&, const Request&,
                                                              const Stamp&),
                        const std::type_identity_t<Request>& request) {
    auto change = operation(state, request, stamp);
    if (!change) return std::unexpected(change.error());
    apply(std::move(change->commands));
    return std::move(change->response);
  }

  /// The response of a call that must succeed.
  template <class Response, class Request>
  Response expect(Result<Change<Response>> (*operation)(const View&, const Request&, const Stamp&),
                  const std::type_identity_t<Request>& request) {
    auto response = call(operation, request);
    EXPECT_TRUE(response.has_value()) << response.error().message;
    return response ? std::move(*response) : Response{};
  }

  /// The error of a call that must fail.
  template <class Response, class Request>
  Error refusal(Result<Change<Response>> (*operation)(const View&, const Request&, const Stamp&),
                const std::type_identity_t<Request>& request) {
    auto response = call(operation, request);
    EXPECT_FALSE(response.has_value()) << "the call was not refused";
    return response ? Error{} : response.error();
  }

  void apply(std::vector<Command> commands) {
    for (const auto& command : commands) state.apply(command, changes);
  }
  void pass(Duration time) { stamp.now += time; }

  ports::testing::SeededEntropy entropy;
  state::State state;
  state::Changes changes;
  Stamp stamp{.now = Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}},
              .realm = {"000000000000", "us-east-1"},
              .principal_arn = "arn:aws:iam::000000000000:root",
              .peer = "127.0.0.1",
              .endpoint = "http://127.0.0.1:6420",
              .entropy = entropy};
};

}  // namespace berth::api::testing
