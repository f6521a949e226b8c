#pragma once
// Who answers at an address and port of the simulated world: the containers behind published ports
// and task addresses. Health checks and traffic ask here; the engines answer.

#include <cstdint>
#include <string>

#include "base/time.hpp"

namespace berth::sim {

struct AppAnswer {
  enum class Kind : std::uint8_t {
    answers,
    /// Accepts and then says nothing.
    hangs,
    /// Nothing listens there.
    refuses,
  };
  Kind kind = Kind::refuses;
  int status = 0;
  Duration after{};
  /// The host it runs on, for cut links.
  std::string site;
};

class AppDirectory {
 public:
  virtual ~AppDirectory() = default;
  virtual AppAnswer ask(const std::string& address, std::uint16_t port) = 0;
};

}  // namespace berth::sim
