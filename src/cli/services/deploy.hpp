#pragma once
// `berth deploy` and `berth scale`: UpdateService, followed until the service is as it shall be. A
// deployment that fails or is rolled back is an error that says why.

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"

namespace berth::cli {

struct DeployWish {
  std::string cluster;
  std::string service;
  /// FAMILY, FAMILY:REVISION or an ARN. Without it and without images, the service's own anew.
  std::optional<std::string> task_definition;
  /// IMAGE, or CONTAINER=IMAGE where there are several containers: a new revision of the task
  /// definition is registered with them.
  std::vector<std::string> images;
  /// How long to follow the deployment.
  Duration timeout = std::chrono::minutes{30};
};

Done deploy_service(Context context, Screen screen, DeployWish wish);

struct ScaleWish {
  std::string cluster;
  std::string service;
  std::int32_t desired_count = 0;
  Duration timeout = std::chrono::minutes{30};
};

Done scale_service(Context context, Screen screen, ScaleWish wish);

}  // namespace berth::cli
