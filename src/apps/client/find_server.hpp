#pragma once
// Which server a command asks, in which region and with which key: what the flags say, else the
// variables that AWS clients read, else what the server of this machine left in its data directory.
// --data names a server with all that belongs to it, so the variables do not count beside it.

#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "wire/sigv4.hpp"

namespace berth::apps {

struct ServerFlag {
  /// The data directory; the default one where it is not given.
  std::optional<std::string> data;
  std::optional<std::string> endpoint, region;
};

struct FoundServer {
  std::string endpoint, region;
  wire::Credentials key;
};

/// The variable of that name, where it is set and not empty.
using Environment = std::function<std::optional<std::string>(const char* name)>;

std::optional<std::string> environment_variable(const char* name);

/// not_found where no server has run with the data directory, or it holds no key.
Result<FoundServer> find_server(const ServerFlag& flags, const Environment& environment);

}  // namespace berth::apps
