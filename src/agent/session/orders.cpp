#include "agent/session/orders.hpp"

#include <map>
#include <utility>

#include "agent/session/frame.hpp"

namespace berth::agent::session {

using gen::agent_protocol::IAMRoleCredentials;
using gen::agent_protocol::PayloadMessage;
using gen::agent_protocol::Task;
using gen::agent_protocol::TaskIdentifier;

namespace {

template <class Message>
std::string ack(const Message& message) {
  gen::agent_protocol::AckRequest request;
  request.cluster = message.cluster_arn;
  request.container_instance = message.container_instance_arn;
  request.message_id = message.message_id;
  return frame("AckRequest", request);
}

std::string credentials_ack(const std::string& message_id, const IAMRoleCredentials& credentials) {
  gen::agent_protocol::IAMRoleCredentialsAckRequest request;
  request.message_id = message_id;
  request.expiration = credentials.expiration;
  request.credentials_id = credentials.credentials_id;
  return frame("IAMRoleCredentialsAckRequest", request);
}

template <class Message>
bool is_addressed(const Message& message) {
  return !message.message_id.empty() && !message.cluster_arn.empty() &&
         !message.container_instance_arn.empty();
}

/// The tasks of a payload in the order in which they are taken.
std::vector<Task*> stops_first(PayloadMessage& message) {
  std::vector<Task*> stops, others;
  for (auto& task : message.tasks) {
    (task.desired_status == "STOPPED" ? stops : others).push_back(&task);
  }
  stops.insert(stops.end(), others.begin(), others.end());
  return stops;
}

}  // namespace

std::vector<std::string> Orders::answer(std::string_view text) {
  const auto envelope = read_envelope(text);
  if (!envelope) {
    log_.warn("order not understood", {{"cause", envelope.error().message}});
    return {};
  }
  using Handler = Frames (Orders::*)(const Envelope&);
  static const std::map<std::string, Handler, std::less<>> handlers{
      {"PayloadMessage", &Orders::payload},
      {"HeartbeatMessage", &Orders::heartbeat},
      {"IAMRoleCredentialsMessage", &Orders::credentials},
      {"TaskManifestMessage", &Orders::manifest},
      {"TaskStopVerificationAck", &Orders::stop_verified},
      {"AttachTaskNetworkInterfacesMessage", &Orders::attach_task_interface},
      {"StageUpdateMessage", &Orders::refuse_update},
      {"PerformUpdateMessage", &Orders::refuse_update},
  };
  const auto handler = handlers.find(envelope->type);
  if (handler == handlers.end()) {
    log_.debug("order ignored", {{"type", envelope->type}});
    return {};
  }
  return (this->*handler->second)(*envelope);
}

Orders::Frames Orders::payload(const Envelope& envelope) {
  auto message = read_message<PayloadMessage>(envelope);
  if (!message || !is_addressed(*message)) {
    log_.warn("payload refused", {{"cause", message ? "no address" : message.error().message}});
    return {};
  }
  identity_.see_payload(message->seq_num.value_or(-1));
  Frames frames;
  for (const auto& task : message->tasks) {
    for (const auto* role : {&task.role_credentials, &task.execution_role_credentials}) {
      if (*role) frames.push_back(credentials_ack(message->message_id, **role));
    }
  }
  const auto acknowledged = ack(*message);
  if (take_all(*message)) frames.push_back(acknowledged);
  return frames;
}

/// Stops come first: they may make the room that the others need. Answers whether every task is
/// safe; an unreadable one keeps the message unacknowledged, as with the ECS agent.
bool Orders::take_all(PayloadMessage& message) {
  bool all_safe = true;
  for (Task* task : stops_first(message)) {
    const auto arn = task->arn;
    auto application = task->role_credentials;
    auto execution = task->execution_role_credentials;
    const auto taken = engine_.take(std::move(*task), message.cluster_arn);
    if (taken != tasks::Taken::safely) {
      all_safe = false;
      continue;
    }
    if (application) credentials_.put(arn, RoleType::task_application, std::move(*application));
    if (execution) credentials_.put(arn, RoleType::task_execution, std::move(*execution));
  }
  return all_safe;
}

Orders::Frames Orders::credentials(const Envelope& envelope) {
  auto message = read_message<gen::agent_protocol::IAMRoleCredentialsMessage>(envelope);
  if (!message || message->message_id.empty() || message->role_credentials.credentials_id.empty() ||
      engine_.find(message->task_arn) == nullptr) {
    return {};
  }
  auto answer = credentials_ack(message->message_id, message->role_credentials);
  const auto role =
      message->role_type == "TaskExecution" ? RoleType::task_execution : RoleType::task_application;
  credentials_.put(message->task_arn, role, std::move(message->role_credentials));
  return {std::move(answer)};
}

Orders::Frames Orders::manifest(const Envelope& envelope) {
  const auto message = read_message<gen::agent_protocol::TaskManifestMessage>(envelope);
  if (!message || !is_addressed(*message) || message->timeline <= identity_.timeline()) return {};
  identity_.accept_manifest(message->timeline);
  std::map<std::string, std::string> wanted;
  for (const auto& task : message->tasks) {
    wanted[task.task_arn] = task.desired_status.value_or("");
  }
  gen::agent_protocol::TaskStopVerificationMessage verification;
  verification.message_id = message->message_id;
  for (const auto* task : engine_.all()) {
    const auto& record = task->record();
    if (record.desired != DesiredStatus::running) continue;
    const auto entry = wanted.find(record.arn);
    if (entry != wanted.end() && entry->second == "RUNNING") continue;
    TaskIdentifier candidate;
    candidate.task_arn = record.arn;
    candidate.task_cluster_arn = record.cluster_arn;
    candidate.desired_status = "STOPPED";
    verification.stop_candidates.push_back(std::move(candidate));
  }
  Frames frames{ack(*message)};
  if (!verification.stop_candidates.empty()) {
    frames.push_back(frame("TaskStopVerificationMessage", verification));
  }
  return frames;
}

Orders::Frames Orders::stop_verified(const Envelope& envelope) {
  const auto message = read_message<gen::agent_protocol::TaskStopVerificationAck>(envelope);
  if (!message) return {};
  for (const auto& task : message->stop_tasks) engine_.want_stopped(task.task_arn);
  return {};
}

Orders::Frames Orders::heartbeat(const Envelope& envelope) {
  const auto message = read_message<gen::agent_protocol::HeartbeatMessage>(envelope);
  if (!message || !message->message_id) return {};
  gen::agent_protocol::HeartbeatAckRequest request;
  request.message_id = *message->message_id;
  return {frame("HeartbeatAckRequest", request)};
}

/// The interface itself comes with the task's payload and needs no device of the host, so there is
/// nothing to wait for; ATTACHED is reported when the task's network is up.
Orders::Frames Orders::attach_task_interface(const Envelope& envelope) {
  const auto message =
      read_message<gen::agent_protocol::AttachTaskNetworkInterfacesMessage>(envelope);
  const bool valid = message && is_addressed(*message) && message->task_arn &&
                     message->wait_timeout_ms.value_or(0) > 0 &&
                     message->elastic_network_interfaces &&
                     !message->elastic_network_interfaces->empty();
  return valid ? Frames{ack(*message)} : Frames{};
}

Orders::Frames Orders::refuse_update(const Envelope& envelope) {
  const auto message = read_message<gen::agent_protocol::UpdateMessage>(envelope);
  if (!message || message->message_id.empty()) return {};
  gen::agent_protocol::NackRequest request;
  request.cluster = message->cluster_arn;
  request.container_instance = message->container_instance_arn;
  request.message_id = message->message_id;
  request.reason = "Updates are disabled";
  return {frame("NackRequest", request)};
}

}  // namespace berth::agent::session
