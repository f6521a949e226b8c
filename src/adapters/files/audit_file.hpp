#pragma once
// The AuditTrail port as a file that only its owner reads. When it has grown to its limit it
// becomes "<path>.1", in place of the one before, so that both together are bounded.

#include <cstddef>
#include <string>

#include "ports/audit_trail.hpp"

namespace berth::adapters {

class AuditFile final : public ports::AuditTrail {
 public:
  static constexpr std::size_t size_max = std::size_t{8} << 20;

  explicit AuditFile(std::string path, std::size_t limit = size_max)
      : path_(std::move(path)), limit_(limit) {}

  void append(const std::string& line) override;

 private:
  std::string path_;
  std::size_t limit_;
};

}  // namespace berth::adapters
