#include "sim/world/chaos.hpp"

#include <utility>

#include <fmt/format.h>

#include "sim/world/constants.hpp"

namespace berth::sim {

namespace {

/// A silent agent counts as away after this.
constexpr Duration silence_noticed_after = std::chrono::minutes{2};

}  // namespace

Chaos::Chaos(World& world)
    : world_(world),
      entropy_(world.options().seed, "chaos"),
      process_(world.scheduler().spawn("chaos")) {}

void Chaos::start() {
  running_ = world_.options().faults.any();
  if (running_) plan_next();
}

void Chaos::plan_next() {
  const Duration delay{entropy_.exponential(world_.options().fault_every.count())};
  later(delay, [this] { strike(); });
}

void Chaos::strike() {
  play(world_.options().faults.pick(entropy_));
  plan_next();
}

void Chaos::play(Fault fault) {
  switch (fault) {
    case Fault::kill_server: return kill_server();
    case Fault::kill_agent: return kill_agent();
    case Fault::crash_host: return crash_host();
    case Fault::cut_link: return cut_link();
    case Fault::cut_one_way: return cut_one_way();
    case Fault::clog_link: return clog_link();
    case Fault::restart_engine: return restart_engine();
    case Fault::kill_container: return kill_container();
    case Fault::remove_container: return remove_container();
    case Fault::fill_disk: return fill_disk();
    case Fault::fill_agent_disk: return fill_agent_disk();
    case Fault::hang_engine: return hang_engine();
    case Fault::silence_registry: return silence_registry();
    case Fault::lose_host: return lose_host();
    case Fault::lose_zone: return lose_zone();
    case Fault::count: return;
  }
}

void Chaos::kill_server() {
  world_.kill_server();
  later(draw_outage(), [this] { world_.start_server(); });
}

void Chaos::kill_agent() {
  SimHost& host = draw_host();
  host.kill_agent();
  later(draw_outage(), [&host] { host.start_agent(); });
}

void Chaos::crash_host() {
  SimHost& host = draw_host();
  host.crash();
  later(draw_outage(), [&host] { host.boot(); });
}

void Chaos::cut_link() {
  const std::string host = draw_host().name();
  const std::string core(server_site);
  tell(fmt::format("link {} - {} cut", core, host));
  world_.network().links().cut(core, host);
  world_.network().links().cut(host, core);
  later(draw_outage(), [this] { world_.network().links().heal(); });
}

void Chaos::cut_one_way() {
  const std::string host = draw_host().name();
  const std::string core(server_site);
  const bool towards_host = entropy_.chance(500);
  const std::string& from = towards_host ? core : host;
  const std::string& to = towards_host ? host : core;
  tell(fmt::format("link {} -> {} cut", from, to));
  world_.network().links().cut(from, to);
  later(draw_outage(), [this] { world_.network().links().heal(); });
}

void Chaos::clog_link() {
  const std::string host = draw_host().name();
  const Instant until = world_.scheduler().now() + draw_outage();
  tell(fmt::format("link {} - {} clogged", server_site, host));
  world_.network().links().clog(std::string(server_site), host, until);
  world_.network().links().clog(host, std::string(server_site), until);
}

void Chaos::restart_engine() {
  SimHost& host = draw_host();
  const auto what = entropy_.chance(500) ? ContainersDo::die : ContainersDo::keep_running;
  tell(fmt::format("engine of {} stopped, containers {}", host.name(),
                   what == ContainersDo::die ? "die" : "run on"));
  host.daemon().stop(what);
  later(draw_outage(), [&host] {
    if (host.is_up()) host.daemon().start();
  });
}

void Chaos::kill_container() {
  SimHost& host = draw_host();
  const std::string id = draw_container(host, Among::running);
  if (id.empty()) return;
  tell("somebody kills a container of " + host.name());
  host.daemon().kill_container(id);
}

void Chaos::remove_container() {
  SimHost& host = draw_host();
  const std::string id = draw_container(host, Among::all);
  if (id.empty()) return;
  tell("somebody removes a container of " + host.name());
  (void)host.daemon().remove(id);
}

void Chaos::fill_disk() {
  tell("the server's disk is full");
  world_.journal_disk().fill();
  later(draw_outage(), [this] { world_.journal_disk().make_room(); });
}

void Chaos::fill_agent_disk() {
  SimHost& host = draw_host();
  tell("the disk of " + host.name() + " is full");
  host.disk().fill();
  later(draw_outage(), [&host] { host.disk().make_room(); });
}

void Chaos::hang_engine() {
  SimHost& host = draw_host();
  tell("the engine of " + host.name() + " hangs");
  host.daemon().hang();
  later(draw_outage(), [&host] { host.daemon().resume(); });
}

void Chaos::silence_registry() {
  SimHost& host = draw_host();
  tell("no registry answers " + host.name());
  host.daemon().set_registry(Registry::silent);
  later(draw_outage(), [&host] { host.daemon().set_registry(Registry::answers); });
}

void Chaos::lose_host() {
  SimHost& host = draw_host();
  tell(host.name() + " is lost for long");
  host.crash();
  later(draw_long_outage(), [&host] { host.boot(); });
}

void Chaos::lose_zone() {
  const std::string zone = draw_host().options().zone;
  const Duration outage = draw_long_outage();
  tell("zone " + zone + " is lost for long");
  for (const auto& each : world_.hosts()) {
    SimHost& host = *each;
    if (host.options().zone != zone) continue;
    host.crash();
    later(outage, [&host] { host.boot(); });
  }
}

Duration Chaos::draw_long_outage() {
  return silence_noticed_after + world_.options().instance_lost_after + draw_outage();
}

Duration Chaos::draw_outage() {
  return Duration{100 + entropy_.exponential(world_.options().outage_mean.count())};
}

SimHost& Chaos::draw_host() { return *world_.hosts()[entropy_.below(world_.hosts().size())]; }

std::string Chaos::draw_container(SimHost& host, Among among) {
  std::vector<std::string> ids;
  for (const auto& [id, container] : host.daemon().containers()) {
    if (among == Among::all || container.state == RunState::running) ids.push_back(id);
  }
  return ids.empty() ? std::string() : ids[entropy_.below(ids.size())];
}

void Chaos::later(Duration delay, Scheduler::Task task) {
  world_.scheduler().call_at(process_, world_.scheduler().now() + delay,
                             [this, task = std::move(task)]() mutable {
                               if (running_) task();
                             });
}

void Chaos::tell(const std::string& what) { world_.story().tell(Detail::brief, "fault", what); }

}  // namespace berth::sim
