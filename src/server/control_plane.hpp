#pragma once
// The whole control plane behind its ports: ledger, API, agent sessions and loops, put together
// once for the real program and for the simulator.
//
// Everything runs on the owner's executor except decoding and signature checks, which happen on
// whatever executor the HttpService is called on. Nothing is started before start().

#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "api/agents/agent_hub.hpp"
#include "api/front.hpp"
#include "base/log.hpp"
#include "control/balancer_loop.hpp"
#include "control/conductor.hpp"
#include "control/events/delivery_loop.hpp"
#include "control/instance_loop.hpp"
#include "control/reaper_loop.hpp"
#include "control/services/service_loop.hpp"
#include "control/target_loop.hpp"
#include "ledger/ledger.hpp"
#include "ports/balancer.hpp"
#include "ports/courier.hpp"
#include "ports/prober.hpp"

namespace berth::server {

struct ControlPlanePorts {
  ports::Journal& journal;
  ports::Clock& clock;
  ports::Entropy& entropy;
  ports::Balancer& balancer;
  ports::Prober& prober;
  ports::Courier& courier;
};

struct ControlPlaneOptions {
  api::FrontOptions front;
  ledger::LedgerOptions ledger;
  control::Retention retention;
  control::Pace pace = control::Pace::at_once;
  /// How long a container instance's agent may be away before its services' tasks are replaced.
  Duration instance_lost_after = std::chrono::minutes{3};
  /// Where internet-facing load balancers are told apart by name; empty for none.
  std::string shared_address = "127.0.0.1";
  /// Gets every event; empty for none.
  std::string events_webhook;
};

class ControlPlane {
 public:
  ControlPlane(ControlPlaneOptions options, ControlPlanePorts ports,
               boost::asio::any_io_executor owner, Log log, ledger::Ledger::OnFailure on_failure);

  /// Recovers the state and begins to act on it.
  Result<void> start();
  /// The two halves of start(), for whoever must look at the recovered state in between.
  Result<void> recover() { return ledger_.recover(); }
  void begin();
  /// Sends no more events; `stopped` runs when everything is durable.
  void stop(ports::Task stopped);

  /// Told about every change; must be called before start() and outlive the control plane.
  void watch(ledger::Watcher& watcher) { ledger_.watch(watcher); }
  const ledger::Ledger& ledger() const { return ledger_; }
  ledger::Ledger& ledger() { return ledger_; }
  /// One more loop, after the others; before start().
  void conduct(control::Loop& loop) { conductor_.add(loop); }
  ports::HttpService& http() { return front_; }
  const state::State& state() const { return ledger_.state(); }

 private:
  ledger::Ledger ledger_;
  api::agents::AgentHub agents_;
  control::InstanceLoop instances_;
  control::ServiceLoop services_;
  control::TargetLoop targets_;
  control::BalancerLoop balancer_;
  control::ReaperLoop reaper_;
  control::DeliveryLoop deliveries_;
  control::Conductor conductor_;
  api::Front front_;
};

}  // namespace berth::server
