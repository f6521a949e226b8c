#include "sim/engine/sim_engine.hpp"

#include <utility>

#include "sim/engine/docker_shapes.hpp"
#include "sim/engine/sim_events.hpp"

namespace berth::sim {

namespace docker = gen::docker;
template <class T>
using Answer = SimEngine::Answer<T>;

namespace {

/// What an inspection shows to an agent that was `born` then.
Result<docker::ContainerInspect> look_at(Daemon& daemon, const std::string& id_or_name,
                                         Mutant mutant, Instant born) {
  const SimContainer* container = daemon.find(id_or_name);
  const bool forgotten =
      mutant == Mutant::forget_earlier_life && container && container->created_at < born;
  if (!container || forgotten) {
    return fail(ErrorCode::not_found, "No such container: " + id_or_name);
  }
  auto inspect = inspect_of(*container);
  if (mutant == Mutant::hide_out_of_memory) inspect.state.oom_killed = false;
  if (mutant == Mutant::hide_exit_codes) inspect.state.exit_code = 0;
  return inspect;
}

std::vector<docker::ContainerSummary> listing_of(const Daemon& daemon, const std::string& label,
                                                 Mutant mutant) {
  std::vector<docker::ContainerSummary> found;
  for (const auto& [id, container] : daemon.containers()) {
    if (!has_label(container, label)) continue;
    if (mutant == Mutant::hide_late_containers && container.state == RunState::created) continue;
    found.push_back(summary_of(container));
    const bool ended = container.state == RunState::exited;
    if (ended && mutant == Mutant::stale_listing) found.back().state = "running";
  }
  return found;
}

bool is_swallowed(Mutant mutant, const ports::EngineEvent* event) {
  if (event == nullptr) return false;
  return mutant == Mutant::swallow_events ||
         (mutant == Mutant::hide_out_of_memory && event->action == "oom");
}

}  // namespace

/// Carries `effect` out after `work` and answers what it answered. The callers are no coroutines:
/// they only name the effect, which GCC 12 could not do in a co_await statement.
template <class T, class Effect>
Answer<T> SimEngine::call(const char* name, Daemon::Work work, Duration timeout, Effect effect,
                          Lie<T> lie) {
  const Reply<T> reply(scheduler_, process_);
  reply.expire_at(clock_, clock_.now() + timeout, ErrorCode::timed_out,
                  "context deadline exceeded");
  if (entropy_.chance(faults_.slow_per_mille)) work.span += faults_.slow;
  const bool fails = entropy_.chance(faults_.fail_per_mille);
  const bool breaks = entropy_.chance(faults_.lose_answer_per_mille);
  auto serve = [reply, fails, breaks, failure = lie.failure,
                effect = std::move(effect)](Daemon::Served served) mutable {
    if (served == Daemon::Served::engine_gone) {
      reply.fail(ErrorCode::unreachable, "Cannot connect to the Docker daemon");
    } else if (fails) {
      reply.fail(failure, "the simulated engine failed");
    } else if (breaks) {
      // Whoever asked hears nothing of what was done.
      effect(Reply<T>(reply.scheduler(), reply.process()));
      reply.fail(ErrorCode::unreachable, "connection reset by the Docker daemon");
    } else {
      effect(reply);
    }
  };
  const auto refusal = daemon_.refusal(name);
  if (!refusal)
    daemon_.serve(work, std::move(serve));
  else if (refusal->code != ErrorCode::timed_out)
    reply.set(std::unexpected(*refusal));
  auto result = co_await Reply<T>::wait(reply);
  if (!result && lie.mutant != Mutant::none && lie.mutant == mutant_)
    result = std::move(lie.instead);
  co_return result;
}

Duration SimEngine::draw(int times) {
  return Duration{1 + entropy_.exponential(faults_.call_mean.count() * times)};
}

Answer<docker::Version> SimEngine::version(Duration timeout) {
  const bool gone =
      mutant_ == Mutant::probe_once && std::exchange(probed_, Probed::yes) == Probed::yes;
  if (gone) timeout = Duration{0};
  return call<docker::Version>("version", draw(1), timeout,
                               [](const Reply<docker::Version>& reply) {
                                 docker::Version version;
                                 version.version = "20.10.24";
                                 version.api_version = "1.41";
                                 version.min_api_version = "1.12";
                                 reply.set(std::move(version));
                               });
}

Answer<docker::ImageInspect> SimEngine::inspect_image(std::string image, Duration timeout) {
  return call<docker::ImageInspect>(
      "inspect image", draw(1), timeout,
      [&daemon = daemon_, image = std::move(image)](const Reply<docker::ImageInspect>& reply) {
        if (daemon.has_image(image)) {
          reply.set(inspect_of_image(image));
        } else {
          reply.set(berth::fail(ErrorCode::not_found, "No such image: " + image));
        }
      });
}

Answer<void> SimEngine::pull_image(std::string image, Duration timeout) {
  const App* app = daemon_.find_app(image);
  const Duration work = app ? app->pull_time : Duration{50};
  const bool silent = entropy_.chance(faults_.pull_fail_per_mille);
  Lie<void> lie{Mutant::pull_once, berth::fail(ErrorCode::not_found, "manifest not found")};
  return call<void>(
      "pull", draw(1) + work, timeout,
      [&daemon = daemon_, silent, image = std::move(image)](const Reply<void>& reply) {
        if (silent || daemon.registry() == Registry::silent) {
          reply.set(berth::fail(ErrorCode::refused,
                                R"(Get "https://registry/v2/": dial tcp: i/o timeout)"));
          return;
        }
        const App* known = daemon.find_app(image);
        if (!known || known->pull == Pull::fails) {
          reply.set(berth::fail(ErrorCode::not_found, "manifest for " + image + " not found"));
          return;
        }
        daemon.add_image(image);
        reply.set({});
      },
      std::move(lie));
}

/// The world's archives are nothing but the name of their image.
Answer<void> SimEngine::load_image(std::string archive, Duration timeout) {
  return call<void>("load", draw(4), timeout,
                    [&daemon = daemon_, archive = std::move(archive)](const Reply<void>& reply) {
                      daemon.add_image(archive);
                      reply.set({});
                    });
}

Answer<std::string> SimEngine::create_container(std::string name, docker::ContainerCreateBody body,
                                                Duration timeout) {
  return call<std::string>(
      "create", draw(2), timeout,
      [&daemon = daemon_, deny = mutant_ == Mutant::deny_conflicts, name = std::move(name),
       spec = spec_of(body)](const Reply<std::string>& reply) {
        auto made = daemon.create(name, spec);
        if (!made && deny) made.error().code = ErrorCode::refused;
        reply.set(std::move(made));
      });
}

Answer<void> SimEngine::start_container(std::string id, Duration timeout) {
  const Daemon::Work work(draw(4), id, Daemon::Lock::holds);
  return call<void>(
      "start", work, timeout,
      [&daemon = daemon_, id = std::move(id)](const Reply<void>& reply) {
        reply.set(daemon.run(id));
      },
      Lie<void>{Mutant::trust_starts, {}});
}

Answer<void> SimEngine::stop_container(std::string id, Duration grace, Duration timeout) {
  const Daemon::Work work(draw(1), id);
  return call<void>("stop", work, timeout,
                    [&daemon = daemon_, id = std::move(id), grace](const Reply<void>& reply) {
                      auto outcome = daemon.stop_container(id, grace, [reply] { reply.set({}); });
                      if (!outcome) reply.set(std::move(outcome));
                    });
}

Answer<void> SimEngine::remove_container(std::string id, Duration timeout) {
  const Daemon::Work work(draw(2), id);
  return call<void>(
      "remove", work, timeout,
      [&daemon = daemon_, id = std::move(id)](const Reply<void>& reply) {
        reply.set(daemon.remove(id));
      },
      Lie<void>{Mutant::remove_once, {}});
}

Answer<docker::ContainerInspect> SimEngine::inspect_container(std::string id_or_name,
                                                              Duration timeout) {
  const Daemon::Work work(draw(1), id_or_name);
  using Inspect = docker::ContainerInspect;
  Lie<Inspect> lie{Mutant::inspect_once, berth::fail(ErrorCode::not_found, "No such container")};
  return call<Inspect>(
      "inspect", work, timeout,
      [&daemon = daemon_, mutant = mutant_, born = born_, id_or_name = std::move(id_or_name)](
          const Reply<Inspect>& reply) { reply.set(look_at(daemon, id_or_name, mutant, born)); },
      std::move(lie));
}

Answer<std::vector<docker::ContainerSummary>> SimEngine::list_containers(std::string label,
                                                                         Duration timeout) {
  using Summaries = std::vector<docker::ContainerSummary>;
  return call<Summaries>(
      "list", draw(1), timeout,
      [&daemon = daemon_, mutant = mutant_, label = std::move(label)](
          const Reply<Summaries>& reply) { reply.set(listing_of(daemon, label, mutant)); });
}

Answer<docker::ContainerStats> SimEngine::container_stats(std::string id, Duration timeout) {
  return call<docker::ContainerStats>(
      "stats", draw(1), timeout,
      [&daemon = daemon_, &world = scheduler_,
       id = std::move(id)](const Reply<docker::ContainerStats>& reply) {
        const SimContainer* container = daemon.find(id);
        if (container) {
          reply.set(stats_of(*container, world.now()));
        } else {
          reply.set(berth::fail(ErrorCode::not_found, "No such container: " + id));
        }
      });
}

Answer<void> SimEngine::ensure_network(ports::NetworkSpec spec, Duration timeout) {
  return call<void>(
      "network", draw(2), timeout,
      [&daemon = daemon_, spec = std::move(spec)](const Reply<void>& reply) {
        reply.set(daemon.ensure_network(spec));
      },
      Lie<void>{Mutant::trust_networks, {}});
}

Answer<void> SimEngine::remove_network(std::string name, Duration timeout) {
  return call<void>("remove network", draw(2), timeout,
                    [&daemon = daemon_, name = std::move(name)](const Reply<void>& reply) {
                      reply.set(daemon.remove_network(name));
                    });
}

Answer<void> SimEngine::create_volume(docker::VolumeCreateBody body, Duration timeout) {
  return call<void>("volume", draw(1), timeout,
                    [&daemon = daemon_, name = body.name.value_or("")](const Reply<void>& reply) {
                      daemon.create_volume(name);
                      reply.set({});
                    });
}

Answer<void> SimEngine::remove_image(std::string image, Duration timeout) {
  return call<void>("rmi", draw(1), timeout,
                    [&daemon = daemon_, image = std::move(image)](const Reply<void>& reply) {
                      reply.set(daemon.remove_image(image));
                    });
}

Answer<void> SimEngine::remove_volume(std::string name, Duration timeout) {
  return call<void>(
      "remove volume", draw(1), timeout,
      [&daemon = daemon_, name = std::move(name)](const Reply<void>& reply) {
        reply.set(daemon.remove_volume(name));
      },
      Lie<void>{Mutant::remove_volumes_once, {}});
}

Answer<ports::TaskCgroup> SimEngine::create_task_cgroup(ports::TaskLimits limits,
                                                        Duration timeout) {
  Lie<ports::TaskCgroup> lie{Mutant::trust_cgroups,
                             ports::TaskCgroup{Daemon::cgroup_parent(limits.task_id)},
                             // A refusal would mean a host without cgroups for tasks.
                             ErrorCode::server_failure};
  return call<ports::TaskCgroup>(
      "cgroup", draw(1), timeout,
      [&daemon = daemon_, id = limits.task_id](const Reply<ports::TaskCgroup>& reply) {
        reply.set(ports::TaskCgroup{daemon.create_cgroup(id)});
      },
      std::move(lie));
}

Answer<void> SimEngine::remove_task_cgroup(std::string task_id, Duration timeout) {
  return call<void>(
      "remove cgroup", draw(1), timeout,
      [&daemon = daemon_, task_id = std::move(task_id)](const Reply<void>& reply) {
        daemon.remove_cgroup(task_id);
        reply.set({});
      },
      Lie<void>{Mutant::remove_cgroups_once, {}});
}

Answer<std::unique_ptr<ports::EngineEvents>> SimEngine::events(Instant since, Duration timeout) {
  using Stream = std::unique_ptr<ports::EngineEvents>;
  auto queue =
      std::make_shared<EventQueue>(scheduler_, process_, faults_, entropy_.split("events"));
  const Mutant mutant = mutant_;
  auto subscribe = [&daemon = daemon_, since, mutant,
                    queue = std::move(queue)](const Reply<Stream>& reply) mutable {
    daemon.subscribe(since, [weak = std::weak_ptr(queue), mutant](const ports::EngineEvent* event) {
      const auto alive = weak.lock();
      return alive && (is_swallowed(mutant, event) || alive->take(event));
    });
    reply.set(std::make_unique<SimEvents>(std::move(queue)));
  };
  return call<Stream>("events", draw(1), timeout, std::move(subscribe));
}

}  // namespace berth::sim
