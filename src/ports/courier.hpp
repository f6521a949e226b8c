#pragma once
// Carries an event to whoever wants it over HTTP. Courier decides nothing; when to try again is
// control/events/delivery_loop.

#include <functional>
#include <string>

#include "base/http.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::ports {

struct Parcel {
  std::string endpoint;  // "http://host:port"
  HttpRequest request;
  Duration timeout{};
};

class Courier {
 public:
  /// The status of the answer, or why there is none.
  using Done = std::move_only_function<void(Result<int>)>;

  virtual ~Courier() = default;

  /// `done` runs once, on the owner's executor, never inside this call.
  virtual void carry(Parcel parcel, Done done) = 0;
};

}  // namespace berth::ports
