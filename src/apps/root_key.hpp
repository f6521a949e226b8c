#pragma once
// The root access key of a server: given on the command line, or made at the first start and kept
// in DIR/credentials, an AWS credentials file with the profile "berth".

#include <optional>
#include <string>

#include "adapters/files/data_directory.hpp"
#include "ports/entropy.hpp"
#include "wire/sigv4.hpp"

namespace berth::apps {

/// The key of the credentials file. Error not_found without a file, corrupt without the profile.
Result<wire::Credentials> read_root_key(const adapters::DataDirectory& directory);

/// The given key ("ID:SECRET"), else the file's, else a new one. The file holds it afterwards.
Result<wire::Credentials> root_key(const adapters::DataDirectory& directory,
                                   const std::optional<std::string>& given,
                                   ports::Entropy& entropy);

}  // namespace berth::apps
