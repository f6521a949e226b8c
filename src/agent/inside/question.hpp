#pragma once
// What a task asks its agent, read from a request's path (agent-protocol §6.2). Pure: who asks and
// whether there is an answer is decided elsewhere.

#include <cstdint>
#include <string>

#include "base/http.hpp"

namespace berth::agent::inside {

enum class Api : std::uint8_t { v1, v2, v3, v4, agent };

enum class Subject : std::uint8_t {
  unknown,
  credentials,
  container,
  task,
  container_stats,
  task_stats,
  associations,  // The names of one type.
  association,   // The content of one.
  protection,
  fault,
};

enum class Tags : std::uint8_t { without, with };

struct Question {
  Api api{};
  Subject subject{};
  Tags tags{};
  /// The container's endpoint id; in version 2 its id in Docker; the credentials' id. May be empty.
  std::string id;
  /// Of an association; of a fault its kind and what to do ("network-latency", "start").
  std::string type, name;

  bool operator==(const Question&) const = default;
};

/// A slash too many at the end is tolerated.
Question parse_question(const HttpRequest& request);

/// "V4", as error texts say it.
std::string version_text(Api api);

}  // namespace berth::agent::inside
