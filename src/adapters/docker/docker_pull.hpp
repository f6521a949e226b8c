#pragma once
// Images into the engine: from a registry, or from an archive. Both answer 200 at once and report
// what went wrong as a line of their progress.

#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "adapters/docker/docker_client.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::adapters {

/// A pull without any news for this long has hung (agent-protocol §7.7).
inline constexpr Duration pull_silence_max = std::chrono::minutes{1};

/// What to pull: without a tag the engine would take every tag there is.
struct ImageReference {
  std::string repository;
  /// A tag ("latest" when none is named), or a digest "sha256:…".
  std::string tag;

  bool operator==(const ImageReference&) const = default;
};
ImageReference parse_image_reference(std::string_view image);

/// The failure that a line of progress reports, if it does. Error refused, in the registry's or the
/// engine's own words.
Result<void> check_progress(std::string_view line);

/// Error timed_out also when the engine reports nothing for `silence_max`.
boost::asio::awaitable<Result<void>> pull_docker_image(DockerClient& client, std::string image,
                                                       Duration timeout, Duration silence_max);

boost::asio::awaitable<Result<void>> load_docker_image(DockerClient& client, std::string archive,
                                                       Duration timeout);

}  // namespace berth::adapters
