#pragma once
// The Prober port's twin: health checks answered by the containers of the simulated world, over
// links that may be cut.

#include "ports/prober.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/net/app_directory.hpp"
#include "sim/net/sim_network.hpp"

namespace berth::sim {

class SimProber final : public ports::Prober {
 public:
  SimProber(Scheduler& scheduler, SimNetwork& network, Place place, AppDirectory& apps)
      : scheduler_(scheduler), network_(network), place_(std::move(place)), apps_(apps) {}

  void probe(ports::ProbeRequest request, Done done) override;

 private:
  Scheduler& scheduler_;
  SimNetwork& network_;
  Place place_;
  AppDirectory& apps_;
};

}  // namespace berth::sim
