#pragma once
// What the agent remembers of a task: everything that a restart of the agent must find again, as
// plain values that are written to the KeyValueStore on every change. The payload that the server
// sent is kept apart (task_store.hpp), because it never changes.
//
// Changes go through plan/transition.hpp; decisions are plan/settle.hpp and plan/plan_task.hpp.
// Member names are the names in the stored rows: renaming one loses what older agents stored.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/engine_facts.hpp"
#include "base/describe.hpp"
#include "base/time.hpp"
#include "gen/ecs/types.hpp"

namespace berth::agent {

/// In order: a container only moves forward. A pause container is running once its network is up.
enum class ContainerStatus : std::uint8_t { none, pulled, created, running, stopped };
BOOST_DESCRIBE_ENUM(ContainerStatus, none, pulled, created, running, stopped)

enum class TaskStatus : std::uint8_t { pending, running, stopped };
BOOST_DESCRIBE_ENUM(TaskStatus, pending, running, stopped)

/// Never returns from stopped.
enum class DesiredStatus : std::uint8_t { running, stopped };
BOOST_DESCRIBE_ENUM(DesiredStatus, running, stopped)

enum class ContainerKind : std::uint8_t {
  normal,
  pause,  // Holds the network, processes or IPC that the others share; never reported.
};
BOOST_DESCRIBE_ENUM(ContainerKind, normal, pause)

enum class Essential : std::uint8_t { no, yes };
BOOST_DESCRIBE_ENUM(Essential, no, yes)

/// What must be true of a dependency before the dependent container is created.
enum class Condition : std::uint8_t { created, start, complete, success, healthy };
BOOST_DESCRIBE_ENUM(Condition, created, start, complete, success, healthy)

struct Dependency {
  std::string container;
  Condition condition{};

  bool operator==(const Dependency&) const = default;
};
BOOST_DESCRIBE_STRUCT(Dependency, (), (container, condition))

enum class HealthStatus : std::uint8_t { unknown, healthy, unhealthy };
BOOST_DESCRIBE_ENUM(HealthStatus, unknown, healthy, unhealthy)

/// Docker's health check, where the task definition asks for one.
struct Health {
  HealthStatus status{};
  Instant since{};
  /// Of the last probe.
  std::int32_t exit_code = 0;
  std::string output;

  bool operator==(const Health&) const = default;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, since, exit_code, output))

/// How a run of a container ended. Without exit code it never ran, or nobody knows.
struct End {
  std::optional<std::int32_t> exit_code;
  std::string reason;
  Instant at{};

  bool operator==(const End&) const = default;
};
BOOST_DESCRIBE_STRUCT(End, (), (exit_code, reason, at))

/// An enabled restartPolicy, and what came of it. The server hears of no restart.
struct Restarts {
  std::vector<std::int32_t> ignored_exit_codes;
  /// How long a run must have lasted for another one to follow.
  Duration attempt_period{};
  std::int32_t count = 0;
  /// How the last run ended, from then until the container runs again.
  std::optional<End> pending;

  bool operator==(const Restarts&) const = default;
};
BOOST_DESCRIBE_STRUCT(Restarts, (), (ignored_exit_codes, attempt_period, count, pending))

/// Ports of the host in a row that the agent chose for a container.
struct PortBlock {
  std::int32_t container_port = 0, host_port = 0;  // The first of each side.
  std::int32_t count = 0;
  gen::ecs::TransportProtocol protocol{};

  bool operator==(const PortBlock&) const = default;
};
BOOST_DESCRIBE_STRUCT(PortBlock, (), (container_port, host_port, count, protocol))

struct ContainerRecord {
  std::string name;
  ContainerKind kind{};
  Essential essential = Essential::yes;
  std::string image;
  std::vector<Dependency> depends_on;
  /// How long dependents wait for this container, counted from its start.
  std::optional<Duration> start_timeout;
  std::optional<Duration> stop_timeout;
  /// Chosen when the task is accepted, so that a container which was created but not recorded is
  /// found again by its name.
  std::string docker_name;
  std::string docker_id;
  /// Names the container in the URLs that it reaches its agent by: a random UUID, because knowing
  /// it is the right to ask. Empty for a pause container and in records of older agents.
  std::string endpoint_id;

  ContainerStatus known{};
  std::optional<std::int32_t> exit_code;
  /// "ErrorName: text"; empty for a normal end.
  std::string reason;
  std::string image_digest;
  std::string image_id;
  /// Names of the variables that the image sets; what the agent adds does not overrule them.
  std::vector<std::string> image_environment;
  std::vector<gen::ecs::NetworkBinding> bindings;
  /// Absent until the container is about to be created.
  std::optional<std::vector<PortBlock>> host_ports;
  /// Start and end are those of the last run.
  std::optional<Instant> created_at, started_at, finished_at;
  /// Absent when the container is not to be restarted in place.
  std::optional<Restarts> restarts;
  /// Absent when the task definition has no health check for it.
  std::optional<Health> health;
  /// As it was while the container ran.
  EngineFacts engine;

  bool operator==(const ContainerRecord&) const = default;
};
BOOST_DESCRIBE_STRUCT(ContainerRecord, (),
                      (name, kind, essential, image, depends_on, start_timeout, stop_timeout,
                       docker_name, docker_id, endpoint_id, known, exit_code, reason, image_digest,
                       image_id, image_environment, bindings, host_ports, created_at, started_at,
                       finished_at, restarts, health, engine))

/// Something that the task needs beside its containers.
enum class Readiness : std::uint8_t { not_needed, needed, ready };
BOOST_DESCRIBE_ENUM(Readiness, not_needed, needed, ready)

struct VolumeRecord {
  std::string name;
  /// The volume's name in Docker.
  std::string docker_name;
  /// Made by us for this task alone, and removed with it.
  Readiness removal{};

  bool operator==(const VolumeRecord&) const = default;
};
BOOST_DESCRIBE_STRUCT(VolumeRecord, (), (name, docker_name, removal))

/// The task's share of the host.
struct HostNeed {
  std::int64_t cpu = 0;     // CPU units.
  std::int64_t memory = 0;  // MiB.
  std::vector<std::int32_t> tcp_ports, udp_ports;

  bool operator==(const HostNeed&) const = default;
};
BOOST_DESCRIBE_STRUCT(HostNeed, (), (cpu, memory, tcp_ports, udp_ports))

enum class Admission : std::uint8_t { waiting, admitted };
BOOST_DESCRIBE_ENUM(Admission, waiting, admitted)

struct TaskRecord {
  std::string arn, cluster_arn;
  std::string family, revision;
  /// Of the task role's credentials, empty without a role. The first id stays for the task's life,
  /// because its containers hold it (agent-protocol §3.9).
  std::string credentials_id;
  /// Grows with each accepted task; the resource queue is served in this order.
  std::int64_t arrival = 0;

  DesiredStatus desired{};
  TaskStatus known{};
  /// Task-level cause; empty for normal ends.
  std::string reason;

  HostNeed need;
  Admission admission{};
  Readiness network{}, cgroup{}, volumes{};
  /// Parent for HostConfig.CgroupParent; empty where this host does not let us make one.
  std::string cgroup_parent;
  std::vector<VolumeRecord> volume_records;
  std::vector<ContainerRecord> containers;

  std::optional<Instant> pull_started_at, pull_stopped_at, execution_stopped_at, stopped_at;

  /// Attachments that became usable and were not reported yet.
  std::vector<std::string> attached;
  /// Container changes that wait for the next report.
  std::vector<gen::ecs::ContainerStateChange> changes;
  /// Reports that the server has not taken yet, oldest first.
  std::vector<gen::ecs::SubmitTaskStateChangeRequest> outbox;
  /// When the last report left; the clean-up of a stopped task counts from it.
  std::optional<Instant> reported_at;

  bool operator==(const TaskRecord&) const = default;
};
BOOST_DESCRIBE_STRUCT(TaskRecord, (),
                      (arn, cluster_arn, family, revision, credentials_id, arrival, desired, known,
                       reason, need, admission, network, cgroup, volumes, cgroup_parent,
                       volume_records, containers, pull_started_at, pull_stopped_at,
                       execution_stopped_at, stopped_at, attached, changes, outbox, reported_at))

/// The container of that name, or null.
ContainerRecord* find_container(TaskRecord& task, const std::string& name);
const ContainerRecord* find_container(const TaskRecord& task, const std::string& name);
/// The pause container of a task whose containers share a namespace, or null.
const ContainerRecord* find_pause(const TaskRecord& task);
/// Whether its last run ended and the next one is to be started.
bool restart_pending(const ContainerRecord& container);
/// The part of a task's ARN after the last slash.
std::string task_id(const std::string& arn);

}  // namespace berth::agent
