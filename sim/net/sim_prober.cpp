#include "sim/net/sim_prober.hpp"

#include <utility>

namespace berth::sim {

using ports::ProbeOutcome;
using ports::ProbeResult;

void SimProber::probe(ports::ProbeRequest request, Done done) {
  const AppAnswer answer = apps_.ask(request.address, request.port);
  Links& links = network_.links();
  const bool reachable = answer.site.empty() ||
                         (network_.is_up(answer.site) && !links.is_cut(place_.site, answer.site) &&
                          !links.is_cut(answer.site, place_.site));
  const Duration travel = links.draw_delay(place_.site, answer.site, scheduler_.now());
  ProbeResult result{ProbeOutcome::timed_out, 0};
  Duration after = request.timeout;
  if (reachable && answer.kind == AppAnswer::Kind::refuses) {
    result.outcome = ProbeOutcome::failed;
    after = travel;
  } else if (reachable && answer.kind == AppAnswer::Kind::answers &&
             travel + answer.after < request.timeout) {
    result = {ProbeOutcome::answered, answer.status};
    after = travel + answer.after;
  }
  scheduler_.call_at(place_.process, scheduler_.now() + after,
                     [result, done = std::move(done)]() mutable { done(result); });
}

}  // namespace berth::sim
