#pragma once
// A place for tasks without any socket: a test asks the service directly.

#include <optional>
#include <string>
#include <vector>

#include "ports/audit_trail.hpp"
#include "ports/task_listener.hpp"

namespace berth::agent::testing {

class FakeListener final : public ports::TaskListener {
 public:
  Result<std::string> open(const std::string& wanted, ports::HttpService&) override {
    wishes.push_back(wanted);
    if (refusal) return std::unexpected(*refusal);
    return url;
  }
  void close(const std::string& given) override { closed.push_back(given); }

  std::string url = "http://169.254.170.2";
  std::optional<Error> refusal;
  std::vector<std::string> wishes, closed;
};

class FakeAuditTrail final : public ports::AuditTrail {
 public:
  void append(const std::string& line) override { lines.push_back(line); }

  std::vector<std::string> lines;
};

}  // namespace berth::agent::testing
