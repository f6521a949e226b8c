#include "sim/engine/daemon.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace berth::sim {

namespace {

/// Docker answers an exit code of 128 + the signal's number.
constexpr std::int32_t killed_code = 137;
constexpr std::int32_t terminated_code = 143;
constexpr std::size_t events_kept = 1000;
constexpr Duration late_after = std::chrono::minutes{1};

std::string short_id(const std::string& id) { return id.substr(0, 12); }

/// Each image has one version here, so its digest names the same as its tag.
std::string untagged(const std::string& image) {
  constexpr std::string_view latest = ":latest";
  const auto name = image.substr(0, image.find('@'));
  return name.ends_with(latest) ? name.substr(0, name.size() - latest.size()) : name;
}

/// The named volumes that its binds mount.
std::vector<std::string> volumes_of(const SimContainer& container) {
  std::vector<std::string> names;
  if (!container.spec.host_config.binds) return names;
  for (const auto& bind : *container.spec.host_config.binds) {
    if (!bind.starts_with('/')) names.push_back(bind.substr(0, bind.find(':')));
  }
  return names;
}

}  // namespace

Daemon::Daemon(Scheduler& scheduler, Story& story, const AppTable& apps, SimEntropy entropy,
               std::string host, Mutant mutant)
    : scheduler_(scheduler),
      story_(story),
      apps_(apps),
      entropy_(entropy),
      host_(std::move(host)),
      mutant_(mutant),
      process_(scheduler.spawn(host_ + " engine")) {}

void Daemon::stop(ContainersDo what) {
  if (!up_) return;
  // Whatever ends from here on is told by no event.
  up_ = false;
  if (what == ContainersDo::die) {
    for (auto& [id, container] : containers_) {
      if (container.state == RunState::running) exit(container, killed_code);
    }
  }
  ++epoch_;
  hung_ = false;
  held_events_.clear();
  for (auto& call : std::exchange(held_calls_, {})) call(Served::engine_gone);
  locked_.clear();
  log_.clear();  // Docker remembers events only while it runs.
  auto listeners = std::exchange(listeners_, {});
  for (auto& listener : listeners) listener(nullptr);
}

void Daemon::resume() {
  hung_ = false;
  for (const auto& event : std::exchange(held_events_, {})) pass_on(event);
  // One after the other, as they came.
  Instant when = scheduler_.now();
  for (auto& call : std::exchange(held_calls_, {})) {
    when += Duration{1};
    scheduler_.call_at(process_, when, [this, epoch = epoch_, call = std::move(call)]() mutable {
      call(epoch == epoch_ ? Served::yes : Served::engine_gone);
    });
  }
}

/// How long it takes, with what it waits for.
Duration Daemon::time_of(const Work& work) {
  const SimContainer* container = work.container.empty() ? nullptr : find(work.container);
  if (!container) return work.span;
  Instant& locked = locked_[container->id];
  const Instant done = std::max(locked, scheduler_.now()) + work.span;
  if (work.lock == Lock::holds) locked = done;
  return done - scheduler_.now();
}

std::optional<Error> Daemon::refusal(const std::string& call) {
  const auto found = refusals_.find(call);
  if (found == refusals_.end() || found->second.empty()) return std::nullopt;
  auto error = std::move(found->second.front());
  found->second.pop_front();
  return error;
}

void Daemon::note_made(const std::string& name) {
  if (asked_at_ && scheduler_.now() - *asked_at_ > late_after) late_.insert(name);
}

void Daemon::serve(const Work& work, std::move_only_function<void(Served)> call) {
  auto timed = [this, asked = scheduler_.now(), call = std::move(call)](Served served) mutable {
    asked_at_ = asked;
    call(served);
    asked_at_.reset();
  };
  const std::uint64_t epoch = epoch_;
  const Duration delay = up_ ? time_of(work) : Duration{};
  scheduler_.call_at(process_, scheduler_.now() + delay,
                     [this, epoch, timed = std::move(timed)]() mutable {
                       const bool here = up_ && epoch == epoch_;
                       if (here && hung_) return held_calls_.push_back(std::move(timed));
                       timed(here ? Served::yes : Served::engine_gone);
                     });
}

const App* Daemon::find_app(const std::string& image) const {
  const auto found = apps_.find(untagged(image));
  return found == apps_.end() ? nullptr : &found->second;
}

bool Daemon::has_image(const std::string& image) const { return images_.contains(untagged(image)); }

void Daemon::add_image(const std::string& image) { images_.insert(untagged(image)); }

SimContainer* Daemon::find(const std::string& id_or_name) {
  const bool by_name = mutant_ != Mutant::forget_container_names;
  const auto named = by_name ? ids_by_name_.find(id_or_name) : ids_by_name_.end();
  const auto found = containers_.find(named == ids_by_name_.end() ? id_or_name : named->second);
  return found == containers_.end() ? nullptr : &found->second;
}

Result<std::string> Daemon::create(const std::string& name, ContainerSpec spec) {
  const auto taken = ids_by_name_.find(name);
  if (taken != ids_by_name_.end() && mutant_ != Mutant::forget_container_names) {
    return fail(ErrorCode::already_exists,
                fmt::format("Conflict. The container name \"/{}\" is already in use by container "
                            "\"{}\". You have to remove (or rename) that container to be able to "
                            "reuse that name.",
                            name, taken->second));
  }
  if (!has_image(spec.image)) {
    return fail(ErrorCode::not_found, "No such image: " + spec.image);
  }
  SimContainer container;
  container.id = entropy_.hex(64);
  container.name = name;
  if (const App* app = find_app(spec.image)) container.app = *app;
  container.spec = std::move(spec);
  container.created_at = scheduler_.now();
  // As Docker does for a bind that names a volume.
  for (const auto& volume : volumes_of(container)) create_volume(volume);
  note_made(name);
  const std::string id = container.id;
  ids_by_name_[name] = id;
  const auto& kept = containers_.emplace(id, std::move(container)).first->second;
  tell(ContainerFact::Kind::created, kept);
  emit(kept, "create");
  return id;
}

Result<void> Daemon::run(const std::string& id) {
  SimContainer* container = find(id);
  if (!container) return fail(ErrorCode::not_found, "No such container: " + id);
  if (container->state == RunState::running) return {};
  if (container->app.start == Start::fails) {
    container->exit_code = 127;
    container->error = container->app.complaint;
    return fail(ErrorCode::refused, container->error);
  }
  TRY_VOID(attach(*container));
  TRY_VOID(publish(*container));
  container->state = RunState::running;
  container->started_at = scheduler_.now();
  container->finished_at.reset();
  container->health = Health::starting;
  ++container->starts;
  tell(ContainerFact::Kind::started, *container);
  emit(*container, "start");
  plan_life(*container);
  return {};
}

Result<void> Daemon::attach(SimContainer& container) {
  const std::string& mode = container.spec.network_mode;
  if (mode.starts_with("container:")) {
    const SimContainer* owner = find(mode.substr(mode.find(':') + 1));
    if (owner && owner->state == RunState::running) return {};
    return fail(ErrorCode::refused, "cannot join network of a non running container");
  }
  const auto found = networks_.find(mode);
  if (found == networks_.end()) {
    if (mode == "bridge" || mode == "host" || mode == "none" || mode == "default") return {};
    return fail(ErrorCode::not_found, fmt::format("network {} not found", mode));
  }
  if (!container.spec.address.empty() && is_address_taken(mode, container.spec.address)) {
    return fail(ErrorCode::refused, "Address already in use");
  }
  container.address = container.spec.address;
  return {};
}

Result<void> Daemon::publish(SimContainer& container) {
  for (auto& port : container.spec.ports) {
    if (port.host_port != 0 && is_port_taken(port, container.id)) {
      return fail(ErrorCode::refused,
                  fmt::format("driver failed programming external connectivity on endpoint {}: "
                              "Bind for 0.0.0.0:{} failed: port is already allocated",
                              container.name, port.host_port));
    }
    while (port.host_port == 0 || is_port_taken(port, container.id)) {
      port.host_port = static_cast<std::int32_t>(entropy_.between(32768, 60999));
    }
  }
  return {};
}

bool Daemon::is_port_taken(const PublishedPort& port, const std::string& except) const {
  return std::ranges::any_of(containers_, [&](const auto& row) {
    const SimContainer& other = row.second;
    if (other.id == except || other.state != RunState::running) return false;
    return std::ranges::any_of(other.spec.ports, [&](const PublishedPort& theirs) {
      return theirs.host_port == port.host_port && theirs.protocol == port.protocol;
    });
  });
}

bool Daemon::is_address_taken(const std::string& network, const std::string& address) const {
  return std::ranges::any_of(containers_, [&](const auto& row) {
    const SimContainer& other = row.second;
    return other.state == RunState::running && other.spec.network_mode == network &&
           other.address == address;
  });
}

void Daemon::plan_life(SimContainer& container) {
  const App& app = container.app;
  if (app.exits_after) later(container, *app.exits_after, &Daemon::exit_by_itself);
  if (container.spec.health_check == HealthCheck::none) return;
  later(container, app.ready_after, &Daemon::become_healthy);
  if (app.sick_after) later(container, *app.sick_after, &Daemon::become_unhealthy);
}

void Daemon::later(SimContainer& container, Duration delay, void (Daemon::*what)(SimContainer&)) {
  const auto timer =
      scheduler_.call_at(process_, scheduler_.now() + delay, [this, id = container.id, what] {
        if (SimContainer* still = find(id)) (this->*what)(*still);
      });
  container.timers.push_back(timer);
}

void Daemon::exit_by_itself(SimContainer& container) {
  if (container.app.exit == Exit::out_of_memory) {
    const Duration delay = container.app.memory_told_after;
    container.out_of_memory = true;
    if (delay == Duration{}) tell_out_of_memory(container);
    exit(container, killed_code);
    if (delay > Duration{}) later(container, delay, &Daemon::tell_out_of_memory);
    return;
  }
  if (container.app.exit == Exit::engine_error) container.error = container.app.complaint;
  exit(container, container.app.exit_code);
}

void Daemon::tell_out_of_memory(SimContainer& container) {
  container.out_of_memory_told = true;
  emit(container, "oom");
}

void Daemon::become_healthy(SimContainer& container) {
  if (container.health != Health::starting) return;
  container.health = Health::healthy;
  emit(container, "health_status: healthy");
}

void Daemon::become_unhealthy(SimContainer& container) {
  container.health = Health::unhealthy;
  emit(container, "health_status: unhealthy");
}

Result<void> Daemon::stop_container(const std::string& id, Duration grace, Scheduler::Task done) {
  SimContainer* container = find(id);
  if (!container) return fail(ErrorCode::not_found, "No such container: " + id);
  if (container->state != RunState::running || mutant_ == Mutant::stop_does_nothing) {
    scheduler_.post(process_, std::move(done));
    return {};
  }
  container->when_exited.push_back(std::move(done));
  const bool obeys = container->app.on_term == OnTerm::exits && container->app.stop_time < grace;
  const Duration delay = obeys ? container->app.stop_time : grace;
  const std::int32_t code = obeys ? terminated_code : killed_code;
  const auto timer =
      scheduler_.call_at(process_, scheduler_.now() + delay, [this, id = container->id, code] {
        if (SimContainer* still = find(id)) exit(*still, code);
      });
  container->timers.push_back(timer);
  return {};
}

void Daemon::kill_container(const std::string& id) {
  SimContainer* container = find(id);
  if (container) exit(*container, killed_code);
}

void Daemon::exit(SimContainer& container, std::int32_t code) {
  if (container.state != RunState::running) return;
  container.state = RunState::exited;
  container.exit_code = code;
  container.finished_at = scheduler_.now();
  container.address.clear();
  for (const auto timer : std::exchange(container.timers, {})) scheduler_.cancel(timer);
  for (auto& done : std::exchange(container.when_exited, {})) {
    scheduler_.post(process_, std::move(done));
  }
  tell(ContainerFact::Kind::exited, container);
  emit(container, "die", code);
  if (mutant_ == Mutant::restart_containers && up_) {
    scheduler_.post(process_, [this, id = container.id] { (void)run(id); });
  }
}

Result<void> Daemon::remove(const std::string& id) {
  SimContainer* container = find(id);
  if (!container) return fail(ErrorCode::not_found, "No such container: " + id);
  exit(*container, killed_code);
  tell(ContainerFact::Kind::removed, *container);
  emit(*container, "destroy");
  ids_by_name_.erase(container->name);
  locked_.erase(container->id);
  containers_.erase(container->id);
  return {};
}

const SimContainer* Daemon::behind_port(std::int32_t port) const {
  for (const auto& [id, container] : containers_) {
    if (container.state != RunState::running) continue;
    if (container.spec.network_mode == "host" && container.app.port == port) return &container;
    for (const auto& published : container.spec.ports) {
      if (published.host_port == port) return &container;
    }
  }
  return nullptr;
}

const SimContainer* Daemon::behind_address(const std::string& address) const {
  const auto owner = std::ranges::find_if(containers_, [&address](const auto& row) {
    return row.second.state == RunState::running && row.second.address == address;
  });
  if (owner == containers_.end()) return nullptr;
  const std::string joined = "container:" + owner->first;
  for (const auto& [id, container] : containers_) {
    if (container.state == RunState::running && container.spec.network_mode == joined) {
      return &container;
    }
  }
  return nullptr;
}

Result<void> Daemon::ensure_network(const ports::NetworkSpec& spec) {
  networks_.try_emplace(spec.name, Network{spec, 0});
  return {};
}

Result<void> Daemon::remove_network(const std::string& name) {
  if (!networks_.contains(name)) {
    return fail(ErrorCode::not_found, fmt::format("network {} not found", name));
  }
  const bool used = std::ranges::any_of(containers_, [&](const auto& row) {
    return row.second.state == RunState::running && row.second.spec.network_mode == name;
  });
  if (used) return fail(ErrorCode::refused, "network has active endpoints");
  networks_.erase(name);
  return {};
}

Result<void> Daemon::remove_image(const std::string& image) {
  const auto name = untagged(image);
  const bool used = std::ranges::any_of(
      containers_, [&](const auto& row) { return untagged(row.second.spec.image) == name; });
  if (used) return fail(ErrorCode::refused, "a container uses the image " + image);
  if (images_.erase(name) == 0) return fail(ErrorCode::not_found, "No such image: " + image);
  return {};
}

std::vector<std::string> Daemon::networks() const {
  std::vector<std::string> names;
  for (const auto& [name, network] : networks_) names.push_back(name);
  return names;
}

void Daemon::create_volume(const std::string& name) {
  volumes_.insert(name);
  note_made(name);
}

Result<void> Daemon::remove_volume(const std::string& name) {
  const bool used = std::ranges::any_of(containers_, [&name](const auto& row) {
    const auto volumes = volumes_of(row.second);
    return std::ranges::find(volumes, name) != volumes.end();
  });
  if (used) return fail(ErrorCode::refused, fmt::format("remove {}: volume is in use", name));
  if (volumes_.erase(name) == 0) {
    return fail(ErrorCode::not_found, fmt::format("get {}: no such volume", name));
  }
  return {};
}

std::string Daemon::create_cgroup(const std::string& task_id) {
  cgroups_.insert(task_id);
  note_made(task_id);
  return cgroup_parent(task_id);
}

void Daemon::subscribe(Instant since, Listener listener) {
  for (const auto& event : log_) {
    if (event.at >= since && !listener(&event)) return;
  }
  listeners_.push_back(std::move(listener));
}

void Daemon::emit(const SimContainer& container, std::string action,
                  std::optional<std::int32_t> exit_code) {
  if (!up_) return;
  log_.push_back({std::move(action), container.id, scheduler_.now(), exit_code});
  if (log_.size() > events_kept) log_.erase(log_.begin());
  if (hung_) return held_events_.push_back(log_.back());
  pass_on(ports::EngineEvent(log_.back()));
}

void Daemon::pass_on(const ports::EngineEvent& event) {
  std::erase_if(listeners_, [&event](const Listener& listener) { return !listener(&event); });
}

void Daemon::tell(ContainerFact::Kind kind, const SimContainer& container) {
  static constexpr const char* words[] = {"created", "started", "exited", "removed"};
  const auto index = static_cast<std::size_t>(kind);
  scheduler_.note(container.id);
  scheduler_.note(index);
  if (story_.wants(Detail::brief)) {
    const std::string code = kind == ContainerFact::Kind::exited
                                 ? fmt::format(" with {}", container.exit_code)
                                 : std::string();
    story_.tell(Detail::brief, host_,
                fmt::format("container {} {} {}{}", short_id(container.id), container.name,
                            words[index], code));
  }
  if (watcher_) watcher_(ContainerFact{kind, host_, container});
}

}  // namespace berth::sim
