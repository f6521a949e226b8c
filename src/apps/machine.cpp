#include "apps/machine.hpp"

#include <utility>

namespace berth::apps {

Result<void> MachineAgents::start(const AgentFlags& flags, const wire::Credentials& credentials,
                                  std::function<void()> ended) {
  ended_ = std::move(ended);
  const AgentSurroundings surroundings{runtime_.owner(),   transport_,    runtime_.clock(),
                                       runtime_.entropy(), engine_,       house_.house(),
                                       runtime_.threads(), runtime_.log()};
  for (const auto capacity : {agent::Capacity::fargate, agent::Capacity::container_instance}) {
    const bool hidden = capacity == agent::Capacity::fargate;
    auto own = flags;
    own.cluster = hidden ? "berth-fargate" : "default";
    own.data = flags.data + (hidden ? "/agent-fargate" : "/agent-default");
    agents_.push_back(TRY(AgentProcess::create(
        own, capacity, agent::InactiveInstance::register_again, credentials, surroundings)));
  }
  working_ = static_cast<int>(agents_.size());
  for (auto& each : agents_) {
    each->start([this](const Result<void>& done) {
      if (!done) runtime_.fail_with(done.error());
      if (--working_ == 0) ended_();
    });
  }
  return {};
}

void MachineAgents::stop(agent::Leave leave) {
  for (auto& each : agents_) each->stop(leave);
}

}  // namespace berth::apps
