#pragma once
// Where it is kept who read which credentials, one line an access. Apart from the log, because it
// is read by other people and stays longer.

#include <string>

namespace berth::ports {

class AuditTrail {
 public:
  virtual ~AuditTrail() = default;

  /// `line` has no line end. A trail that cannot be written loses the line and goes on.
  virtual void append(const std::string& line) = 0;
};

}  // namespace berth::ports
