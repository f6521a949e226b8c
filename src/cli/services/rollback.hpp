#pragma once
// `berth rollback`: back to what a service ran before.

#include <string>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"

namespace berth::cli {

struct RollbackWish {
  std::string cluster;
  std::string service;
  Duration timeout = std::chrono::minutes{30};
};

/// A deployment that is under way is undone. Else the service revision that was deployed before the
/// present one is deployed again (RollBackService). Waits until it runs.
Done roll_back_service(Context context, Screen screen, RollbackWish wish);

}  // namespace berth::cli
