#include "apps/client/find_server.hpp"

#include <cstdlib>

#include "adapters/files/data_directory.hpp"
#include "apps/root_key.hpp"
#include "base/text.hpp"

namespace berth::apps {

namespace {

using adapters::DataDirectory;

std::optional<std::string> first_of(std::initializer_list<std::optional<std::string>> choices) {
  for (const auto& each : choices) {
    if (each) return each;
  }
  return std::nullopt;
}

Result<std::string> endpoint_in(const Result<DataDirectory>& directory) {
  if (!directory) return std::unexpected(directory.error());
  const auto endpoint = directory->read("endpoint");
  if (endpoint) return std::string(trim(*endpoint));
  return fail(ErrorCode::not_found,
              "No server has run with the data directory " + directory->path() +
                  ". Start one with `berth server`, name its directory with --data, or its URL "
                  "with --endpoint.");
}

std::optional<std::string> region_in(const Result<DataDirectory>& directory) {
  const auto region = directory ? directory->read("region") : Result<std::string>{};
  if (!directory || !region) return std::nullopt;
  return std::string(trim(*region));
}

Result<wire::Credentials> key_in(const Result<DataDirectory>& directory) {
  if (!directory) return std::unexpected(directory.error());
  return read_root_key(*directory);
}

std::optional<wire::Credentials> key_in(const Environment& environment) {
  const auto id = environment("AWS_ACCESS_KEY_ID");
  const auto secret = environment("AWS_SECRET_ACCESS_KEY");
  if (!id || !secret) return std::nullopt;
  return wire::Credentials{*id, Secret(*secret), environment("AWS_SESSION_TOKEN").value_or("")};
}

}  // namespace

std::optional<std::string> environment_variable(const char* name) {
  const auto* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

Result<FoundServer> find_server(const ServerFlag& flags, const Environment& environment) {
  const auto variable = [&](const char* name) {
    return flags.data ? std::nullopt : environment(name);
  };
  const auto endpoint = first_of({flags.endpoint, variable("AWS_ENDPOINT_URL")});
  // Where variables say all, there need not be one.
  const auto directory = DataDirectory::open(flags.data.value_or(DataDirectory::default_path()));
  FoundServer server;
  server.endpoint = endpoint ? *endpoint : TRY(endpoint_in(directory));
  server.region = first_of({flags.region, variable("AWS_REGION"), variable("AWS_DEFAULT_REGION"),
                            region_in(directory)})
                      .value_or("us-east-1");
  // A key of another server is none of this machine's.
  const auto key = endpoint ? key_in(variable) : std::nullopt;
  server.key = key ? *key : TRY(key_in(directory));
  return server;
}

}  // namespace berth::apps
