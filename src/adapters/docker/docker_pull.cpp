#include "adapters/docker/docker_pull.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/docker/docker_json.hpp"
#include "base/image_name.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

/// Reads progress until it ends.
asio::awaitable<Result<void>> follow(HttpStream& stream, TimeLeft left, Duration silence_max) {
  while (true) {
    const Duration patience = std::min<Duration>(left, silence_max);
    const auto line = co_await stream.next_line(patience);
    if (!line && line.error().code == ErrorCode::closed) co_return Result<void>{};
    if (!line) co_return std::unexpected(line.error());
    if (auto checked = check_progress(*line); !checked) co_return checked;
  }
}

}  // namespace

ImageReference parse_image_reference(std::string_view image) {
  const auto name = split_image_name(image);
  if (!name.digest.empty()) {
    const auto before = image.substr(0, image.size() - name.digest.size() - 1);
    return {std::string(before), std::string(name.digest)};
  }
  return {std::string(name.repository), std::string(name.tag.empty() ? "latest" : name.tag)};
}

Result<void> check_progress(std::string_view line) {
  if (trim(line).empty()) return {};
  const auto progress = TRY(from_docker<gen::docker::ProgressLine>(line, "an image's progress"));
  if (progress.error_detail && progress.error_detail->message) {
    return fail(ErrorCode::refused, *progress.error_detail->message);
  }
  if (progress.error) return fail(ErrorCode::refused, *progress.error);
  return {};
}

asio::awaitable<Result<void>> pull_docker_image(DockerClient& client, std::string image,
                                                Duration timeout, Duration silence_max) {
  const TimeLeft left(timeout);
  const auto slot = co_await client.slots(Pace::slow).take(left);
  if (!slot) co_return std::unexpected(slot.error());
  const auto [repository, tag] = parse_image_reference(image);
  DockerCall call;
  call.method = "POST";
  call.target = fmt::format("/images/create?fromImage={}&tag={}", docker_escape(repository),
                            docker_escape(tag));
  auto stream = co_await client.open(std::move(call), left);
  if (!stream) co_return std::unexpected(stream.error());
  auto pulled = co_await follow(**stream, left, silence_max);
  if (!pulled && pulled.error().code == ErrorCode::timed_out) {
    co_return fail(ErrorCode::timed_out, fmt::format("The pull of {} took too long.", image));
  }
  co_return pulled;
}

asio::awaitable<Result<void>> load_docker_image(DockerClient& client, std::string archive,
                                                Duration timeout) {
  DockerCall call;
  call.method = "POST";
  call.target = "/images/load?quiet=1";
  call.body = std::move(archive);
  call.content_type = "application/x-tar";
  call.pace = Pace::slow;
  const auto answer = co_await client.call(std::move(call), timeout);
  if (!answer) co_return std::unexpected(answer.error());
  for (const auto line : split(*answer, '\n')) {
    if (auto checked = check_progress(line); !checked) co_return checked;
  }
  co_return Result<void>{};
}

}  // namespace berth::adapters
