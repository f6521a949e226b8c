#pragma once
// The logs of containers, from Docker Engine.

#include <memory>
#include <string>

#include "adapters/docker/docker_client.hpp"
#include "ports/container_logs.hpp"

namespace berth::adapters {

class DockerLogs final : public ports::ContainerLogs {
 public:
  DockerLogs(ports::Clock& clock, DockerOptions options) : client_(clock, std::move(options)) {}

  boost::asio::awaitable<Result<std::unique_ptr<ports::ContainerLog>>> open(
      std::string container, ports::LogWish wish, Duration timeout) override;

 private:
  DockerClient client_;
};

}  // namespace berth::adapters
