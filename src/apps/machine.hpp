#pragma once
// What `berth up` is: a server with its data plane and two agents on this machine, one as hidden
// Fargate capacity and one as a container instance of the cluster "default". `berth down` uses the
// same agents to remove what they started.

#include <memory>
#include <vector>

#include "adapters/docker/docker_engine.hpp"
#include "adapters/http_client.hpp"
#include "apps/agent_process.hpp"
#include "apps/flags.hpp"
#include "apps/runtime.hpp"
#include "apps/shared_house.hpp"

namespace berth::apps {

class MachineAgents {
 public:
  /// `flags` say where Docker listens and where the agents keep what they know.
  MachineAgents(Runtime& runtime, const AgentFlags& flags)
      : runtime_(runtime),
        transport_(runtime.threads().executor()),
        engine_(runtime.clock(), {.endpoint = flags.docker}),
        house_(runtime, flags.data) {}

  /// Both agents, working against the server at `flags.endpoint`. `ended` is called when the last
  /// one has ended.
  Result<void> start(const AgentFlags& flags, const wire::Credentials& credentials,
                     std::function<void()> ended);
  void stop(agent::Leave leave);

 private:
  Runtime& runtime_;
  adapters::HttpTransport transport_;
  adapters::DockerEngine engine_;
  SharedHouse house_;
  std::vector<std::unique_ptr<AgentProcess>> agents_;
  std::function<void()> ended_;
  int working_ = 0;
};

}  // namespace berth::apps
