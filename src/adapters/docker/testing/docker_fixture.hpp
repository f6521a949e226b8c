#pragma once
// For tests of this module: an engine client that speaks to a FakeEngine, and how to call it.

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/docker/docker_engine.hpp"
#include "adapters/docker/testing/fake_engine.hpp"
#include "adapters/http/testing/test_peer.hpp"
#include "adapters/system/system_clock.hpp"

namespace berth::adapters {

inline constexpr Duration soon = std::chrono::milliseconds{20};
inline constexpr Duration long_time = std::chrono::seconds{20};

inline Error error(ErrorCode code, std::string message) { return {code, std::move(message), {}}; }

/// Calls are played to their end, one after the other unless a test says otherwise.
class DockerEngineTest : public testing::Test {
 protected:
  template <class T>
  Result<T> play(boost::asio::awaitable<Result<T>> call) {
    Result<T> answer = fail(ErrorCode::canceled, "not answered");
    stage.play(keep(std::move(call), &answer));
    return answer;
  }

  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<Result<T>> call,
                                           Result<T>* answer) {
    *answer = co_await std::move(call);
  }

  /// What a call answered, as one comparable value.
  template <class T>
  Error failure(boost::asio::awaitable<Result<T>> call) {
    const auto answer = play(std::move(call));
    return answer ? error(ErrorCode::canceled, "succeeded") : answer.error();
  }

  DockerOptions options() const {
    DockerOptions options;
    options.endpoint = fake.endpoint();
    return options;
  }

  /// Requests but for the question about the version.
  std::vector<std::string> asked() const {
    auto requests = fake.requests;
    std::erase(requests, "GET /version");
    return requests;
  }

  Stage stage;
  SystemClock clock{stage.context.get_executor()};
  FakeEngine fake{stage.context};
  DockerEngine engine{clock, options()};
};

}  // namespace berth::adapters
