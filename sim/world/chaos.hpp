#pragma once
// Plays the faults of a run: picks one by its weight every now and then, and undoes it after an
// outage. stop() ends that; whatever is still broken is left to World::heal.

#include "sim/world/options.hpp"
#include "sim/world/world.hpp"

namespace berth::sim {

class Chaos {
 public:
  explicit Chaos(World& world);

  void start();
  void stop() { running_ = false; }

 private:
  void plan_next();
  void strike();
  void play(Fault fault);
  void kill_server();
  void kill_agent();
  void crash_host();
  void cut_link();
  void cut_one_way();
  void clog_link();
  void restart_engine();
  void kill_container();
  void remove_container();
  void fill_disk();
  void fill_agent_disk();
  void hang_engine();
  void silence_registry();
  void lose_host();
  void lose_zone();

  Duration draw_outage();
  /// Longer than the server waits for a silent host.
  Duration draw_long_outage();
  SimHost& draw_host();
  enum class Among : std::uint8_t { running, all };
  /// A container of the host, or an empty id.
  std::string draw_container(SimHost& host, Among among);
  void later(Duration delay, Scheduler::Task task);
  void tell(const std::string& what);

  World& world_;
  SimEntropy entropy_;
  Process process_;
  bool running_ = false;
};

}  // namespace berth::sim
