#include "api/agents/agent_hub.hpp"

#include <algorithm>
#include <utility>

#include "api/agents/frame.hpp"
#include "api/agents/payload.hpp"
#include "api/agents/telemetry.hpp"
#include "gen/agent_protocol/types.hpp"
#include "wire/json/json.hpp"

namespace berth::api::agents {

namespace asio = boost::asio;
namespace message = gen::agent_protocol;

namespace {

using namespace std::chrono_literals;
using model::DesiredStatus;
using model::TaskStatus;

/// Agents drop a connection after a minute of silence.
constexpr Duration heartbeat_interval = 45s;

/// They answer heartbeats on the control channel: two in a row were not. Telemetry may have nothing
/// to tell.
constexpr Pulse control_pulse{heartbeat_interval, 2min};
constexpr Pulse telemetry_pulse{heartbeat_interval, 5min};

/// An order is repeated at the first heartbeat after so long without an acknowledgment.
constexpr Duration acknowledgment_wait = 30s;

/// Whether the agent has something to do about the task: start it, or stop its containers.
bool concerns_agent(const model::Task& task) {
  if (!is_alive(task)) return false;
  if (task.desired_status == DesiredStatus::running) return task.last_status < TaskStatus::running;
  return task.last_status >= TaskStatus::stopping;
}

}  // namespace

Result<Handshake> read_handshake(const HttpRequest& request) {
  Handshake handshake;
  const auto query = parse_query(request.query(), PlusSign::blank);
  const auto value = [&](std::string_view name) { return query_value(query, name).value_or(""); };
  std::string instance;
  if (request.path() == "/acs/ws") {
    handshake.channel = Handshake::Channel::control;
    instance = value("containerInstanceArn");
  } else if (request.path() == "/tcs/ws") {
    handshake.channel = Handshake::Channel::telemetry;
    instance = value("containerInstance");
  } else {
    return fail(ErrorCode::invalid_parameter, "There is no websocket at this path.");
  }
  if (instance.empty()) {
    return fail(ErrorCode::invalid_parameter, "The query names no container instance.");
  }
  handshake.container_instance_arn = model::ContainerInstanceArn{instance};
  handshake.agent = {value("agentVersion"), value("agentHash"), value("dockerVersion")};
  return handshake;
}

AgentHub::AgentHub(ledger::Ledger& ledger, ports::Clock& clock, ports::Entropy& entropy, Log log)
    : ledger_(ledger), clock_(clock), entropy_(entropy), log_(std::move(log)) {
  ledger_.watch(*this);
}

void AgentHub::start() {
  std::vector<state::Command> commands;
  for (const auto& [arn, row] : ledger_.state().container_instances()) {
    if (!row.agent_connected) continue;
    auto instance = row;
    instance.agent_connected = false;
    instance.agent_connected_at = clock_.now();
    ++instance.version;
    commands.push_back(state::UpdateContainerInstance{std::move(instance)});
  }
  ledger_.commit(std::move(commands));
}

Result<void> AgentHub::admit(const Handshake& handshake) const {
  const auto* instance =
      ledger_.state().container_instances().find(handshake.container_instance_arn);
  if (!instance || instance->status == model::ContainerInstanceStatus::inactive) {
    return fail(ErrorCode::refused, "The container instance is not registered.");
  }
  return {};
}

asio::awaitable<void> AgentHub::serve(Handshake handshake,
                                      std::unique_ptr<ports::WebSocket> socket) {
  const bool control = handshake.channel == Handshake::Channel::control;
  auto session = std::make_shared<Session>(std::move(socket), clock_,
                                           control ? control_pulse : telemetry_pulse);
  if (control) {
    co_await serve_control(std::move(handshake), std::move(session));
  } else {
    co_await serve_telemetry(std::move(handshake), std::move(session));
  }
}

asio::awaitable<void> AgentHub::serve_control(Handshake handshake,
                                              std::shared_ptr<Session> session) {
  const auto arn = handshake.container_instance_arn;
  connect(handshake, session);
  auto on_frame = [this, arn, open = session.get()](std::string text) {
    receive_control(arn, *open, std::move(text));
  };
  auto beat = [this, arn] {
    tell_again(arn);
    return heartbeat(ledger_.state().container_instances().find(arn));
  };
  Session::OnFrame read(std::move(on_frame));
  std::function<std::string()> make(std::move(beat));
  co_await session->run(std::move(read), std::move(make));
  disconnect(arn, *session);
}

asio::awaitable<void> AgentHub::serve_telemetry(Handshake, std::shared_ptr<Session> session) {
  auto on_frame = [this, open = session.get()](std::string text) {
    receive_telemetry(*open, std::move(text));
  };
  auto beat = [this] { return heartbeat(nullptr); };
  Session::OnFrame read(std::move(on_frame));
  std::function<std::string()> make(std::move(beat));
  co_await session->run(std::move(read), std::move(make));
}

void AgentHub::connect(const Handshake& handshake, std::shared_ptr<Session> session) {
  const auto& arn = handshake.container_instance_arn;
  const auto* row = ledger_.state().container_instances().find(arn);
  if (!row) return session->close();
  if (const auto old = connections_.find(arn); old != connections_.end()) {
    old->second.session->close();
  }
  auto& connection = connections_[arn] = Connection{std::move(session), {}};
  auto instance = *row;
  instance.agent_connected = true;
  instance.agent_connected_at = clock_.now();
  instance.agent = handshake.agent;
  ++instance.version;
  ledger_.commit({state::UpdateContainerInstance{std::move(instance)}});
  log_.info("agent connected", {{"container_instance", arn.text()}});
  tell_all(arn, connection);
}

void AgentHub::disconnect(const model::ContainerInstanceArn& arn, const Session& session) {
  const auto found = connections_.find(arn);
  // A newer connection of the same agent may have taken its place.
  if (found == connections_.end() || found->second.session.get() != &session) return;
  connections_.erase(found);
  log_.info("agent disconnected", {{"container_instance", arn.text()}});
  const auto* row = ledger_.state().container_instances().find(arn);
  if (!row || !row->agent_connected) return;
  auto instance = *row;
  instance.agent_connected = false;
  instance.agent_connected_at = clock_.now();
  ++instance.version;
  ledger_.commit({state::UpdateContainerInstance{std::move(instance)}});
}

void AgentHub::on_change(const state::Change& change) {
  const auto& state = ledger_.state();
  if (change.subject == state::Subject::everything) {
    for (auto& [arn, connection] : connections_) connection.session->close();
    return;
  }
  if (change.subject == state::Subject::container_instance) {
    const model::ContainerInstanceArn arn{change.key};
    const auto* instance = state.container_instances().find(arn);
    const bool gone = !instance || instance->status == model::ContainerInstanceStatus::inactive;
    const auto found = connections_.find(arn);
    if (gone && found != connections_.end()) found->second.session->close();
    return;
  }
  if (change.subject != state::Subject::task) return;
  changed_.insert(model::TaskArn{change.key});
  if (std::exchange(flush_posted_, true)) return;
  clock_.post([this] { flush(); });
}

void AgentHub::flush() {
  flush_posted_ = false;
  for (const auto& arn : std::exchange(changed_, {})) {
    const auto* task = ledger_.state().tasks().find(arn);
    if (!task) continue;
    const auto found = connections_.find(task->container_instance_arn);
    if (found != connections_.end()) tell(found->second, *task);
  }
}

void AgentHub::tell(Connection& connection, const model::Task& task) {
  if (!is_alive(task)) {
    connection.told.erase(task.arn);
    return;
  }
  if (!concerns_agent(task)) return;
  const auto told = connection.told.find(task.arn);
  if (told != connection.told.end() && told->second.desired_status == task.desired_status) return;
  const auto* instance = ledger_.state().container_instances().find(task.container_instance_arn);
  message::PayloadMessage payload;
  payload.message_id = entropy_.uuid();
  connection.told[task.arn] = {task.desired_status, payload.message_id, clock_.now(), false};
  payload.cluster_arn = instance->cluster_arn.text();
  payload.container_instance_arn = instance->arn.text();
  payload.generated_at = clock_.now().time_since_epoch().count();
  payload.seq_num = next_sequence();
  payload.tasks.push_back(payload_task(ledger_.state(), task));
  ledger_.after_sync(
      [session = connection.session, frame = write_frame(payload, "PayloadMessage")]() mutable {
        session->send(std::move(frame));
      });
}

void AgentHub::tell_all(const model::ContainerInstanceArn& arn, Connection& connection) {
  const auto& instance = ledger_.state().container_instances().at(arn);
  ledger_.after_sync([session = connection.session, frame = manifest(instance)]() mutable {
    session->send(std::move(frame));
  });
  for (const auto& task : ledger_.state().tasks_on(arn)) {
    tell(connection, ledger_.state().tasks().at(task));
  }
}

/// An agent that could not store an order leaves it unacknowledged, and is told once more.
void AgentHub::tell_again(const model::ContainerInstanceArn& arn) {
  const auto found = connections_.find(arn);
  if (found == connections_.end()) return;
  auto& connection = found->second;
  const Instant overdue = clock_.now() - acknowledgment_wait;
  std::vector<model::TaskArn> again;
  for (const auto& [task, told] : connection.told) {
    if (!told.acknowledged && told.at <= overdue) again.push_back(task);
  }
  for (const auto& task : again) {
    connection.told.erase(task);
    if (const auto* row = ledger_.state().tasks().find(task)) tell(connection, *row);
  }
}

void AgentHub::acknowledged(const model::ContainerInstanceArn& arn, const std::string& message_id) {
  const auto found = connections_.find(arn);
  if (found == connections_.end()) return;
  for (auto& [task, told] : found->second.told) {
    if (told.message_id == message_id) told.acknowledged = true;
  }
}

std::string AgentHub::manifest(const model::ContainerInstance& instance) {
  message::TaskManifestMessage manifest;
  manifest.message_id = entropy_.uuid();
  manifest.cluster_arn = instance.cluster_arn.text();
  manifest.container_instance_arn = instance.arn.text();
  manifest.generated_at = clock_.now().time_since_epoch().count();
  manifest.timeline = next_sequence();
  for (const auto& arn : ledger_.state().tasks_on(instance.arn)) {
    const auto& task = ledger_.state().tasks().at(arn);
    // DEACTIVATING tasks shall stop, but not before their targets have drained.
    if (task.last_status >= TaskStatus::stopping) continue;
    manifest.tasks.push_back({arn.text(), task.cluster_arn.text(), "RUNNING"});
  }
  return write_frame(manifest, "TaskManifestMessage");
}

std::string AgentHub::heartbeat(const model::ContainerInstance* instance) {
  message::HeartbeatMessage beat;
  beat.healthy = true;
  beat.message_id = entropy_.uuid();
  if (instance) {
    beat.cluster_arn = instance->cluster_arn.text();
    beat.container_instance_arn = instance->arn.text();
  }
  beat.generated_at = clock_.now().time_since_epoch().count();
  return write_frame(beat, "HeartbeatMessage");
}

void AgentHub::receive_control(const model::ContainerInstanceArn& arn, Session& session,
                               std::string text) {
  const auto frame = read_frame(text);
  if (!frame) return;
  if (frame->type == "TaskStopVerificationMessage") verify_stops(arn, session, frame->message);
  if (frame->type != "AckRequest") return;
  const auto ack = wire::json::decode<message::AckRequest>(frame->message, wire::json::tolerant);
  if (ack) acknowledged(arn, ack->message_id);
}

void AgentHub::verify_stops(const model::ContainerInstanceArn& arn, Session& session,
                            const std::string& message) {
  const auto asked =
      wire::json::decode<message::TaskStopVerificationMessage>(message, wire::json::tolerant);
  if (!asked) return;
  message::TaskStopVerificationAck answer;
  answer.message_id = asked->message_id;
  answer.generated_at = clock_.now().time_since_epoch().count();
  for (const auto& candidate : asked->stop_candidates) {
    const auto* task = ledger_.state().tasks().find(model::TaskArn{candidate.task_arn});
    const bool wanted = task && is_alive(*task) && task->container_instance_arn == arn &&
                        task->last_status < TaskStatus::stopping;
    if (!wanted) answer.stop_tasks.push_back(candidate);
  }
  session.send(write_frame(answer, "TaskStopVerificationAck"));
}

void AgentHub::receive_telemetry(Session& session, std::string text) {
  const auto frame = read_frame(text);
  if (!frame) return;
  auto told = read_telemetry(ledger_.state(), *frame);
  if (!told.acknowledgment.empty()) session.send(std::move(told.acknowledgment));
  ledger_.commit(std::move(told.commands));
}

std::int64_t AgentHub::next_sequence() {
  // Milliseconds since the epoch keep growing over restarts and resets of the server.
  const std::int64_t now = clock_.now().time_since_epoch().count();
  sequence_ = std::max(sequence_ + 1, now);
  return sequence_;
}

}  // namespace berth::api::agents
