#include "sim/world/agent_process.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "agent/agent.hpp"
#include "base/check.hpp"
#include "sim/net/sim_task_listener.hpp"

namespace berth::sim {

namespace {

agent::AgentOptions agent_options(const AgentPorts& ports) {
  agent::AgentOptions options;
  options.endpoint = ports.endpoint;
  options.region = ports.region;
  options.credentials = ports.key;
  options.cluster = ports.cluster;
  options.zone = ports.zone;
  options.host = ports.host;
  options.private_address = ports.address;
  options.times.cleanup.wait = ports.cleanup_wait;
  options.times.inspection = ports.inspection;
  // The simulated engine loads an archive that is nothing but the image's name.
  options.pause.archive = options.pause.name;
  return options;
}

class RealAgent final : public AgentProcess {
 public:
  explicit RealAgent(AgentPorts ports)
      : executor_(ports.executor),
        on_failure_(std::move(ports.on_failure)),
        house_(listener_, ports.clock, audit_, ports.log),
        agent_(agent_options(ports),
               {ports.transport, ports.clock, ports.entropy, ports.engine, ports.store,
                ports.local_host, house_},
               ports.log) {}

  void start() override {
    boost::asio::co_spawn(executor_, agent_.run(),
                          [this](std::exception_ptr thrown, const Result<void>& result) {
                            check(!thrown, "the agent does not throw");
                            if (!result) on_failure_(result.error());
                          });
  }

 private:
  boost::asio::any_io_executor executor_;
  std::function<void(const Error&)> on_failure_;
  SimTaskListener listener_;
  SimAuditTrail audit_;
  agent::inside::House house_;
  agent::Agent agent_;
};

}  // namespace

std::unique_ptr<AgentProcess> make_agent(AgentPorts ports) {
  return std::make_unique<RealAgent>(std::move(ports));
}

}  // namespace berth::sim
