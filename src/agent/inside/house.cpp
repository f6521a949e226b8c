#include "agent/inside/house.hpp"

#include <algorithm>
#include <utility>

#include "agent/inside/credentials_answer.hpp"
#include "agent/inside/ecs_calls.hpp"
#include "agent/inside/responses.hpp"
#include "wire/json/json.hpp"

namespace berth::agent::inside {

namespace asio = boost::asio;
namespace json = boost::json;
using session::RoleType;

namespace {

/// A container may ask before the engine's answer to its start was read.
constexpr Duration seen_patience = std::chrono::seconds{1};

/// Whether the request's method suits what it asks.
bool method_fits(const Question& question, const std::string& method) {
  if (question.subject == Subject::fault) return method == "POST";
  if (method == "GET" || method == "HEAD") return true;
  return question.subject == Subject::protection && method == "PUT";
}

HttpResponse unknown(const Question& question, const std::string& peer) {
  return question.api == Api::v2 ? unknown_address(peer) : unknown_endpoint(question);
}

HttpResponse unknown_container(const std::string& docker_id) {
  return json_response(
      400, json::value("Unable to generate metadata for container '" + docker_id + "'"));
}

/// Docker's own statistics, and from version 4 on how much goes through the network a second; null
/// where nothing was read.
json::value stats_json(const std::optional<gen::docker::ContainerStats>& stats,
                       const std::optional<telemetry::Sampler::NetworkRate>& rate, Api api) {
  if (!stats) return nullptr;
  auto told = json::parse(wire::json::encode(*stats)).as_object();
  if (api == Api::v4 && rate) {
    told["network_rate_stats"] =
        json::object{{"rx_bytes_per_sec", rate->received}, {"tx_bytes_per_sec", rate->sent}};
  }
  return told;
}

}  // namespace

Result<std::string> House::join(const Household& home, const std::string& wanted) {
  auto url = listener_.open(wanted, *this);
  if (url) {
    homes_.push_back(&home);
    urls_.insert(*url);
  } else if (std::exchange(complaint_, Complaint::made) == Complaint::none) {
    log_.warn("task metadata not served", {{"cause", url.error().message}});
  }
  return url;
}

void House::leave(const Household& home, HouseAfter after) {
  if (std::erase(homes_, &home) == 0) return;
  if (after == HouseAfter::kept) after_ = after;
  if (after_ == HouseAfter::kept || !homes_.empty()) return;
  for (const auto& url : urls_) listener_.close(url);
  urls_.clear();
}

asio::awaitable<HttpResponse> House::answer(HttpRequest request) {
  if (!limit_.allows(request.peer, clock_.now())) co_return too_many_requests(request);
  auto question = parse_question(request);
  if (question.subject == Subject::unknown) co_return no_such_page();
  if (!method_fits(question, request.method)) co_return wrong_method();
  auto peer = request.peer;
  switch (question.subject) {
    case Subject::credentials: co_return credentials(question, request);
    case Subject::protection:
      co_return co_await protection(std::move(question), std::move(request));
    case Subject::fault: {
      const auto asker = find_endpoint(question.id);
      co_return asker ? fault_answer(question, asker.task->payload())
                      : unknown_task_for_fault(question);
    }
    default: break;
  }
  co_await wait_until_seen(question.id);
  const bool stats =
      question.subject == Subject::container_stats || question.subject == Subject::task_stats;
  if (stats) co_return co_await statistics(std::move(question), std::move(peer));
  if (question.subject == Subject::task && question.tags == Tags::with) {
    co_return co_await task_with_tags(std::move(question), std::move(peer));
  }
  co_return metadata(question, peer);
}

asio::awaitable<std::optional<HttpResponse>> House::admit(const HttpRequest&) {
  co_return no_such_page();
}

asio::awaitable<void> House::serve(HttpRequest, std::unique_ptr<ports::WebSocket>) { co_return; }

House::Resident House::find(const Question& question, const std::string& peer) const {
  if (question.api != Api::v2) return find_endpoint(question.id);
  auto asker = find_address(peer);
  if (!asker || question.id.empty()) return asker;
  // Another task's container is no more known than one that does not exist.
  const auto& containers = asker.task->record().containers;
  const auto found = std::ranges::find(containers, question.id, &ContainerRecord::docker_id);
  if (found != containers.end()) asker.container = &*found;
  return asker;
}

House::Resident House::find_endpoint(const std::string& id) const {
  if (id.empty()) return {};
  for (const auto* home : homes_) {
    for (const auto* task : home->tasks.all()) {
      const auto& containers = task->record().containers;
      const auto found = std::ranges::find(containers, id, &ContainerRecord::endpoint_id);
      if (found != containers.end()) return {home, task, &*found};
    }
  }
  return {};
}

/// An address is another task's as soon as the first one has stopped.
House::Resident House::find_address(const std::string& address) const {
  for (const auto* home : homes_) {
    for (const auto* task : home->tasks.all()) {
      const auto* eni = own_interface(task->payload());
      if (eni == nullptr || task->record().known == TaskStatus::stopped) continue;
      if (eni->ipv4_addresses->front().private_address == address) return {home, task, nullptr};
    }
  }
  return {};
}

/// Nothing asks before it runs; what is not seen running yet will be in a moment.
asio::awaitable<void> House::wait_until_seen(std::string endpoint_id) {
  const Instant deadline = clock_.now() + seen_patience;
  while (clock_.now() < deadline) {
    const auto asker = find_endpoint(endpoint_id);
    if (!asker || asker.container->known >= ContainerStatus::running) co_return;
    co_await asker.home->tasks.container_seen().wait_until(deadline);
  }
}

HttpResponse House::metadata(const Question& question, const std::string& peer) const {
  const auto asker = find(question, peer);
  if (!asker) return unknown(question, peer);
  const auto view = asker.view();
  if (question.subject == Subject::task)
    return json_response(200, task_metadata(view, question.api));
  if (asker.container == nullptr) return unknown_container(question.id);
  if (question.subject == Subject::container) {
    return json_response(200, container_metadata(view, *asker.container, question.api));
  }
  const auto& name = asker.container->name;
  if (question.subject == Subject::associations) {
    return json_response(200, association_names(view, name, question.type));
  }
  auto content = association_content(view, name, question.type, question.name);
  if (!content) return failed(question, 404, content.error().message);
  return text_response(200, std::move(*content));
}

asio::awaitable<HttpResponse> House::task_with_tags(Question question, std::string peer) {
  const auto before = find(question, peer);
  if (!before) co_return unknown(question, peer);
  const auto& home = *before.home;
  auto arn = before.task->record().arn;
  std::vector<TagAnswer> tags;
  // Nobody knows the instance behind a FARGATE task.
  if (home.options.capacity != Capacity::fargate) {
    auto instance = home.identity.record().container_instance_arn;
    auto answer = co_await look_up_tags(home.api, "ContainerInstanceTags", std::move(instance));
    tags.push_back(std::move(answer));
  }
  auto answer = co_await look_up_tags(home.api, "TaskTags", std::move(arn));
  tags.insert(tags.begin(), std::move(answer));
  const auto asker = find(question, peer);
  if (!asker) co_return unknown(question, peer);
  co_return json_response(200, task_metadata(asker.view(), question.api, tags));
}

asio::awaitable<HttpResponse> House::statistics(Question question, std::string peer) {
  const auto asker = find(question, peer);
  if (!asker) co_return unknown(question, peer);
  const bool all = question.subject == Subject::task_stats;
  if (!all && asker.container == nullptr) co_return unknown_container(question.id);
  auto& sampler = asker.home->sampler;
  const auto* pause = find_pause(asker.task->record());
  const bool shared = own_interface(asker.task->payload()) != nullptr && pause != nullptr;
  const auto network_of = shared ? pause->docker_id : std::string{};
  std::vector<std::string> ids;
  for (const auto& each : asker.task->record().containers) {
    const bool wanted = all ? is_told(asker.view(), each) : &each == asker.container;
    if (wanted && !each.docker_id.empty()) ids.push_back(each.docker_id);
  }
  std::optional<gen::docker::ContainerStats> network;
  if (shared) network = co_await sampler.latest(network_of);
  json::object told;
  for (const auto& id : ids) {
    auto stats = co_await sampler.latest(id);
    // The pause container has the network that the others use.
    if (stats && network) stats->networks = network->networks;
    const auto rate = sampler.network_rate(shared ? network_of : id);
    told[id] = stats_json(stats, rate, question.api);
  }
  if (all) co_return json_response(200, told);
  co_return json_response(200, ids.empty() ? json::value(nullptr) : told.at(ids.front()));
}

asio::awaitable<HttpResponse> House::protection(Question question, HttpRequest request) {
  const auto asked = read_protection(request);
  const auto asker = find_endpoint(question.id);
  const auto arn = asker ? asker.task->record().arn : std::string{};
  if (!asked) co_return malformed_protection(arn, asked.error());
  if (!asker) co_return unknown_task_for_protection();
  const auto* role = asker.home->credentials.find(arn, RoleType::task_application);
  if (role == nullptr) co_return protection_without_role(arn);
  ProtectionCall call;
  call.task_arn = arn;
  call.cluster = asker.task->record().cluster_arn;
  call.request = *asked;
  auto options = asker.home->api.options();
  options.credentials = {role->access_key_id.value_or(""),
                         Secret(role->secret_access_key.value_or("")),
                         role->session_token.value_or("")};
  client::ApiClient api(asker.home->transport, clock_, std::move(options));
  co_return co_await call_protection(api, std::move(call));
}

HttpResponse House::credentials(const Question& question, const HttpRequest& request) {
  AuditEntry entry{.at = clock_.now(), .event = "GetCredentials"};
  auto holder = Holder::nobody;
  const gen::agent_protocol::IAMRoleCredentials* credentials = nullptr;
  for (const auto* home : homes_) {
    const auto found = home->credentials.find_id(question.id);
    const auto waiting = [&](const tasks::TaskRun* task) {
      return !question.id.empty() && task->record().credentials_id == question.id;
    };
    const auto tasks = home->tasks.all();
    const auto expected = std::ranges::find_if(tasks, waiting);
    if (!found && expected == tasks.end()) continue;
    holder = found ? Holder::found : Holder::waiting;
    credentials = found ? &found->credentials : nullptr;
    entry.task_arn = found ? found->task_arn : (*expected)->record().arn;
    if (found && found->role == RoleType::task_execution) {
      entry.event = "GetCredentialsExecutionRole";
    }
    entry.cluster = home->options.cluster;
    entry.container_instance_arn = home->identity.record().container_instance_arn;
    break;
  }
  auto answer = credentials_answer(question, holder, credentials);
  // Asked without a task's id, it would let anyone fill the trail until older entries are gone.
  if (holder == Holder::nobody) return answer;
  entry.status = answer.status;
  audit_.append(audit_line(entry, question, request));
  return answer;
}

}  // namespace berth::agent::inside
