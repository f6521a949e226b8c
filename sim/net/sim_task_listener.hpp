#pragma once
// The TaskListener port's twin: the first agent of a host gets the address that it had, or the one
// that every agent wants. Nobody asks there; simulated containers have nothing to ask.

#include "ports/audit_trail.hpp"
#include "ports/task_listener.hpp"

namespace berth::sim {

class SimTaskListener final : public ports::TaskListener {
 public:
  Result<std::string> open(const std::string& wanted, ports::HttpService&) override {
    return wanted.empty() ? "http://169.254.170.2" : wanted;
  }
  void close(const std::string&) override {}
};

class SimAuditTrail final : public ports::AuditTrail {
 public:
  void append(const std::string&) override {}
};

}  // namespace berth::sim
