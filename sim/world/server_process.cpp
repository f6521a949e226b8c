#include "sim/world/server_process.hpp"

#include <utility>

#include "server/control_plane.hpp"
#include "sim/world/constants.hpp"
#include "sim/world/rogue_loop.hpp"

namespace berth::sim {

namespace {

server::ControlPlaneOptions control_plane_options(const ServerPorts& ports) {
  const std::string number(account);
  server::ControlPlaneOptions options;
  options.front.root = {ports.root_key, number, "arn:aws:iam::" + number + ":root"};
  options.front.keys.add(options.front.root);
  options.front.region = std::string(region);
  options.ledger.commits_per_snapshot = ports.commits_per_snapshot;
  options.instance_lost_after = ports.instance_lost_after;
  return options;
}

/// Tells the world about every change, right after it was applied.
class Reporter final : public ledger::Watcher {
 public:
  explicit Reporter(std::function<void(const state::Change&)> tell) : tell_(std::move(tell)) {}
  void on_change(const state::Change& change) override { tell_(change); }

 private:
  std::function<void(const state::Change&)> tell_;
};

class RealServer final : public ServerProcess {
 public:
  explicit RealServer(ServerPorts ports)
      : reporter_(ports.on_change),
        control_plane_(control_plane_options(ports),
                       {ports.journal, ports.clock, ports.entropy, ports.balancer, ports.prober,
                        ports.courier},
                       ports.executor, ports.log, ports.on_failure) {
    control_plane_.watch(reporter_);
    rogue_ = make_rogue_loop(ports.mutant, control_plane_.ledger(), ports.entropy);
    if (rogue_) control_plane_.conduct(*rogue_);
  }

  Result<void> recover() override { return control_plane_.recover(); }
  void start() override { control_plane_.begin(); }
  ports::HttpService& service() override { return control_plane_.http(); }
  const state::State& state() const override { return control_plane_.state(); }
  ports::Sequence applied() const override { return control_plane_.ledger().applied(); }
  ports::Sequence durable() const override { return control_plane_.ledger().durable(); }

 private:
  Reporter reporter_;
  std::unique_ptr<control::Loop> rogue_;
  server::ControlPlane control_plane_;
};

}  // namespace

std::unique_ptr<ServerProcess> make_server(ServerPorts ports) {
  return std::make_unique<RealServer>(std::move(ports));
}

}  // namespace berth::sim
