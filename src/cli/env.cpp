#include <fmt/format.h>

#include "cli/command.hpp"

namespace berth::cli {

std::string environment(const std::string& endpoint, const std::string& region,
                        const wire::Credentials& key) {
  return fmt::format(
      "export AWS_ENDPOINT_URL={}\n"
      "export AWS_ACCESS_KEY_ID={}\n"
      "export AWS_SECRET_ACCESS_KEY={}\n"
      "export AWS_REGION={}\n"
      "export AWS_DEFAULT_REGION={}\n",
      endpoint, key.access_key_id, key.secret_access_key.reveal(), region, region);
}

}  // namespace berth::cli
