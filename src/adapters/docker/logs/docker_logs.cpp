#include "adapters/docker/logs/docker_logs.hpp"

#include <utility>

#include <fmt/format.h>

#include "adapters/docker/docker_json.hpp"
#include "adapters/docker/logs/log_decoder.hpp"
#include "gen/docker/types.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

class DockerLog final : public ports::ContainerLog {
 public:
  DockerLog(std::unique_ptr<HttpStream> stream, LogFraming framing)
      : stream_(std::move(stream)), decoder_(framing) {}

  asio::awaitable<Result<ports::LogLine>> next() override {
    // A container may be silent for hours; the limit only bounds each single wait.
    constexpr Duration wait_max = std::chrono::hours{1};
    while (true) {
      if (auto line = decoder_.take()) co_return std::move(*line);
      if (ended_) co_return fail(ErrorCode::closed, "The log has ended.");
      const auto bytes = co_await stream_->next_bytes(wait_max);
      if (!bytes && bytes.error().code == ErrorCode::timed_out) continue;
      if (!bytes && bytes.error().code != ErrorCode::closed) {
        co_return std::unexpected(bytes.error());
      }
      if (bytes) {
        const auto fed = decoder_.feed(*bytes);
        if (!fed) co_return std::unexpected(fed.error());
        continue;
      }
      decoder_.end();
      ended_ = true;
    }
  }

 private:
  std::unique_ptr<HttpStream> stream_;
  LogDecoder decoder_;
  bool ended_ = false;
};

}  // namespace

asio::awaitable<Result<std::unique_ptr<ports::ContainerLog>>> DockerLogs::open(
    std::string container, ports::LogWish wish, Duration timeout) {
  const TimeLeft left(timeout);
  const auto path = "/containers/" + docker_escape(container);
  DockerCall look;
  look.target = path + "/json";
  const auto told = co_await client_.call(std::move(look), left);
  if (!told) co_return std::unexpected(told.error());
  const auto inspected = from_docker<gen::docker::ContainerInspect>(*told, "a container");
  if (!inspected) co_return std::unexpected(inspected.error());
  const bool terminal = inspected->config.tty.value_or(false);
  DockerCall call;
  call.target = fmt::format("{}/logs?stdout=1&stderr=1&timestamps=1&follow={}&tail={}", path,
                            wish.follow == ports::Follow::yes ? 1 : 0,
                            wish.tail ? std::to_string(*wish.tail) : "all");
  auto stream = co_await client_.open(std::move(call), left);
  if (!stream) co_return std::unexpected(stream.error());
  co_return std::make_unique<DockerLog>(std::move(*stream),
                                        terminal ? LogFraming::lines : LogFraming::frames);
}

}  // namespace berth::adapters
