#include "server/control_plane.hpp"

#include "api/events/event_document.hpp"

namespace berth::server {

ControlPlane::ControlPlane(ControlPlaneOptions options, ControlPlanePorts ports,
                           boost::asio::any_io_executor owner, Log log,
                           ledger::Ledger::OnFailure on_failure)
    : ledger_(ports.journal, ports.clock, log, std::move(on_failure), options.ledger),
      agents_(ledger_, ports.clock, ports.entropy, log),
      instances_(ledger_, options.instance_lost_after, log),
      services_(ledger_, ports.entropy, options.pace, log),
      targets_(ledger_, ports.prober, ports.entropy, log),
      balancer_(ledger_, ports.balancer, options.shared_address),
      reaper_(ledger_, options.retention),
      deliveries_(ledger_, ports.courier, ports.entropy, log,
                  {.webhook = options.events_webhook,
                   .document = api::events::event_document,
                   .wake = [this] { conductor_.wake(); }}),
      conductor_(ledger_, ports.clock),
      front_(std::move(options.front), ledger_, agents_, ports.balancer, ports.clock, ports.entropy,
             std::move(owner), log) {
  // Instances and services first: what they decide is what the others carry out.
  conductor_.add(instances_);
  conductor_.add(services_);
  conductor_.add(targets_);
  conductor_.add(balancer_);
  conductor_.add(reaper_);
  conductor_.add(deliveries_);
}

Result<void> ControlPlane::start() {
  TRY_VOID(recover());
  begin();
  return {};
}

void ControlPlane::begin() {
  agents_.start();
  conductor_.start();
}

void ControlPlane::stop(ports::Task stopped) {
  deliveries_.stop();
  ledger_.after_sync(std::move(stopped));
}

}  // namespace berth::server
