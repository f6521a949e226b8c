#include "sim/engine/sim_engine.hpp"

#include <utility>

#include "sim/engine/docker_shapes.hpp"
#include "sim/engine/sim_events.hpp"

namespace berth::sim {

namespace docker = gen::docker;
template <class T>
using Answer = SimEngine::Answer<T>;

/// Carries `effect` out after `work` and answers what it answered. The callers are no coroutines:
/// they only name the effect, which GCC 12 could not do in a co_await statement.
template <class T, class Effect>
Answer<T> SimEngine::call(Daemon::Work work, Duration timeout, Effect effect) {
  const Reply<T> reply(scheduler_, process_);
  reply.expire_at(clock_, clock_.now() + timeout, ErrorCode::timed_out,
                  "context deadline exceeded");
  if (entropy_.chance(faults_.slow_per_mille)) work.span += faults_.slow;
  const bool fails = entropy_.chance(faults_.fail_per_mille);
  auto serve = [reply, fails, effect = std::move(effect)](Daemon::Served served) mutable {
    if (served == Daemon::Served::engine_gone) {
      reply.fail(ErrorCode::unreachable, "Cannot connect to the Docker daemon");
    } else if (fails) {
      reply.fail(ErrorCode::refused, "the simulated engine failed");
    } else {
      effect(reply);
    }
  };
  daemon_.serve(work, std::move(serve));
  auto result = co_await Reply<T>::wait(reply);
  co_return result;
}

Duration SimEngine::draw(int times) {
  return Duration{1 + entropy_.exponential(faults_.call_mean.count() * times)};
}

Answer<docker::Version> SimEngine::version(Duration timeout) {
  return call<docker::Version>(draw(1), timeout, [](const Reply<docker::Version>& reply) {
    docker::Version version;
    version.version = "20.10.24";
    version.api_version = "1.41";
    version.min_api_version = "1.12";
    reply.set(std::move(version));
  });
}

Answer<docker::ImageInspect> SimEngine::inspect_image(std::string image, Duration timeout) {
  return call<docker::ImageInspect>(
      draw(1), timeout,
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
  return call<void>(
      draw(1) + work, timeout,
      [&daemon = daemon_, image = std::move(image)](const Reply<void>& reply) {
        const App* known = daemon.find_app(image);
        if (!known || known->pull == Pull::fails) {
          reply.set(berth::fail(ErrorCode::not_found, "manifest for " + image + " not found"));
          return;
        }
        daemon.add_image(image);
        reply.set({});
      });
}

/// The world's archives are nothing but the name of their image.
Answer<void> SimEngine::load_image(std::string archive, Duration timeout) {
  return call<void>(draw(4), timeout,
                    [&daemon = daemon_, archive = std::move(archive)](const Reply<void>& reply) {
                      daemon.add_image(archive);
                      reply.set({});
                    });
}

Answer<std::string> SimEngine::create_container(std::string name, docker::ContainerCreateBody body,
                                                Duration timeout) {
  return call<std::string>(
      draw(2), timeout,
      [&daemon = daemon_, name = std::move(name), spec = spec_of(body)](
          const Reply<std::string>& reply) { reply.set(daemon.create(name, spec)); });
}

Answer<void> SimEngine::start_container(std::string id, Duration timeout) {
  const Daemon::Work work(draw(4), id, Daemon::Lock::holds);
  return call<void>(work, timeout,
                    [&daemon = daemon_, id = std::move(id)](const Reply<void>& reply) {
                      reply.set(daemon.run(id));
                    });
}

Answer<void> SimEngine::stop_container(std::string id, Duration grace, Duration timeout) {
  const Daemon::Work work(draw(1), id);
  return call<void>(work, timeout,
                    [&daemon = daemon_, id = std::move(id), grace](const Reply<void>& reply) {
                      auto outcome = daemon.stop_container(id, grace, [reply] { reply.set({}); });
                      if (!outcome) reply.set(std::move(outcome));
                    });
}

Answer<void> SimEngine::remove_container(std::string id, Duration timeout) {
  const Daemon::Work work(draw(2), id);
  return call<void>(work, timeout,
                    [&daemon = daemon_, id = std::move(id)](const Reply<void>& reply) {
                      reply.set(daemon.remove(id));
                    });
}

Answer<docker::ContainerInspect> SimEngine::inspect_container(std::string id_or_name,
                                                              Duration timeout) {
  const Daemon::Work work(draw(1), id_or_name);
  return call<docker::ContainerInspect>(
      work, timeout,
      [&daemon = daemon_,
       id_or_name = std::move(id_or_name)](const Reply<docker::ContainerInspect>& reply) {
        const SimContainer* container = daemon.find(id_or_name);
        if (container) {
          reply.set(inspect_of(*container));
        } else {
          reply.set(berth::fail(ErrorCode::not_found, "No such container: " + id_or_name));
        }
      });
}

Answer<std::vector<docker::ContainerSummary>> SimEngine::list_containers(std::string label,
                                                                         Duration timeout) {
  using Summaries = std::vector<docker::ContainerSummary>;
  return call<Summaries>(
      draw(1), timeout,
      [&daemon = daemon_, label = std::move(label)](const Reply<Summaries>& reply) {
        Summaries found;
        for (const auto& [id, container] : daemon.containers()) {
          if (has_label(container, label)) {
            found.push_back(summary_of(container));
          }
        }
        reply.set(std::move(found));
      });
}

Answer<docker::ContainerStats> SimEngine::container_stats(std::string id, Duration timeout) {
  return call<docker::ContainerStats>(
      draw(1), timeout,
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
  return call<void>(draw(2), timeout,
                    [&daemon = daemon_, spec = std::move(spec)](const Reply<void>& reply) {
                      reply.set(daemon.ensure_network(spec));
                    });
}

Answer<void> SimEngine::remove_network(std::string name, Duration timeout) {
  return call<void>(draw(2), timeout,
                    [&daemon = daemon_, name = std::move(name)](const Reply<void>& reply) {
                      reply.set(daemon.remove_network(name));
                    });
}

Answer<void> SimEngine::create_volume(docker::VolumeCreateBody body, Duration timeout) {
  return call<void>(draw(1), timeout,
                    [&daemon = daemon_, name = body.name.value_or("")](const Reply<void>& reply) {
                      daemon.create_volume(name);
                      reply.set({});
                    });
}

Answer<void> SimEngine::remove_image(std::string image, Duration timeout) {
  return call<void>(draw(1), timeout,
                    [&daemon = daemon_, image = std::move(image)](const Reply<void>& reply) {
                      reply.set(daemon.remove_image(image));
                    });
}

Answer<void> SimEngine::remove_volume(std::string name, Duration timeout) {
  return call<void>(draw(1), timeout,
                    [&daemon = daemon_, name = std::move(name)](const Reply<void>& reply) {
                      reply.set(daemon.remove_volume(name));
                    });
}

Answer<ports::TaskCgroup> SimEngine::create_task_cgroup(ports::TaskLimits limits,
                                                        Duration timeout) {
  return call<ports::TaskCgroup>(
      draw(1), timeout,
      [&daemon = daemon_, id = limits.task_id](const Reply<ports::TaskCgroup>& reply) {
        reply.set(ports::TaskCgroup{daemon.create_cgroup(id)});
      });
}

Answer<void> SimEngine::remove_task_cgroup(std::string task_id, Duration timeout) {
  return call<void>(draw(1), timeout,
                    [&daemon = daemon_, task_id = std::move(task_id)](const Reply<void>& reply) {
                      daemon.remove_cgroup(task_id);
                      reply.set({});
                    });
}

Answer<std::unique_ptr<ports::EngineEvents>> SimEngine::events(Instant since, Duration timeout) {
  using Stream = std::unique_ptr<ports::EngineEvents>;
  auto queue =
      std::make_shared<EventQueue>(scheduler_, process_, faults_, entropy_.split("events"));
  auto subscribe = [&daemon = daemon_, since,
                    queue = std::move(queue)](const Reply<Stream>& reply) mutable {
    daemon.subscribe(since, [weak = std::weak_ptr(queue)](const ports::EngineEvent* event) {
      const auto alive = weak.lock();
      return alive && alive->take(event);
    });
    reply.set(std::make_unique<SimEvents>(std::move(queue)));
  };
  return call<Stream>(draw(1), timeout, std::move(subscribe));
}

}  // namespace berth::sim
