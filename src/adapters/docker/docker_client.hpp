#pragma once
// Calls on the Docker Engine API: which version to speak, how many calls at once, and what its
// refusals mean. Knows no operation; those are docker_engine and its neighbours.
//
// Errors of every call: unreachable (no engine there, or it went away), timed_out, not_found (404),
// already_exists (409 where the call says so), refused (any other refusal) with the engine's text
// as Docker's own client shows it, corrupt (an answer that is not what the API says).

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "adapters/docker/call_slots.hpp"
#include "adapters/http_stream.hpp"
#include "base/http.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"

namespace berth::adapters {

struct DockerOptions {
  /// "unix:///path" or "http://host:port".
  std::string endpoint = "unix:///var/run/docker.sock";
  /// Calls at once that the engine answers by itself.
  int quick_calls_max = 16;
  /// Calls at once whose time others decide: a registry, or a container that is asked to stop.
  int slow_calls_max = 64;
};

enum class Pace : unsigned char { quick, slow };
/// What status 409 means: a name is taken, or the object's state forbids the call.
enum class Conflict : unsigned char { refused, already_exists };

struct DockerCall {
  std::string method = "GET";
  /// Path and query without the version ("/containers/json?all=1").
  std::string target;
  std::string body{};
  std::string content_type = "application/json";
  Pace pace = Pace::quick;
  Conflict conflict = Conflict::refused;
};

/// A span of time that several steps share, on the machine's steady clock.
class TimeLeft {
 public:
  explicit TimeLeft(Duration timeout) : end_(std::chrono::steady_clock::now() + timeout) {}
  operator Duration() const;

 private:
  std::chrono::steady_clock::time_point end_;
};

/// The error that an answer of status 400 or more means.
Error docker_refusal(int status, std::string_view body, Conflict conflict);

/// The version to speak with an engine that knows `least` to `most` ("1.12", "1.41"): the newest
/// that both sides know.
Result<std::string> agree_on_version(std::string_view least, std::string_view most);

class DockerClient {
 public:
  DockerClient(ports::Clock& clock, DockerOptions options);

  /// The body of a successful answer; 304, "already so", is a success too.
  boost::asio::awaitable<Result<std::string>> call(DockerCall call, Duration timeout);

  /// A successful answer that streams. `timeout` covers its head. It holds no place among the
  /// calls, because it may last for ever.
  boost::asio::awaitable<Result<std::unique_ptr<HttpStream>>> open(DockerCall call,
                                                                   Duration timeout);

  /// GET /version, the one call that needs no version.
  boost::asio::awaitable<Result<std::string>> version_body(Duration timeout);

  CallSlots& slots(Pace pace) { return pace == Pace::quick ? quick_ : slow_; }

 private:
  /// "/v1.41", asked for once and again after the engine was away: it may have been replaced.
  boost::asio::awaitable<Result<std::string>> prefix(Duration timeout);
  HttpRequest request_of(DockerCall call, const std::string& prefix) const;
  Error explained(Error error);

  const DockerOptions options_;
  CallSlots quick_, slow_;
  std::string prefix_;
};

/// A path segment or query value with what could be mistaken for structure escaped; image names
/// keep their slashes and colons.
std::string docker_escape(std::string_view text);

}  // namespace berth::adapters
