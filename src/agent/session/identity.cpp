#include "agent/session/identity.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "wire/json/json.hpp"

namespace berth::agent::session {

void Identity::start(AgentRecord stored, ports::Entropy& entropy) {
  record_ = std::move(stored);
  timeline_ = record_.timeline;
  if (record_.cluster != options_.cluster && is_registered()) {
    log_.warn("registration with another cluster dropped",
              {{"cluster", record_.cluster}, {"instance", record_.container_instance_arn}});
    record_.container_instance_arn.clear();
  }
  if (!record_.instance_id.empty()) return;
  record_.instance_id = "i-" + entropy.hex(17);
  save();
}

void Identity::set_registered(std::string container_instance_arn) {
  record_.container_instance_arn = std::move(container_instance_arn);
  record_.cluster = options_.cluster;
  save();
}

bool Identity::make_durable() {
  if (on_disk_ == OnDisk::outdated) save();
  return on_disk_ == OnDisk::current;
}

void Identity::set_task_endpoint(const std::string& url) {
  if (record_.task_endpoint == url) return;
  record_.task_endpoint = url;
  save();
}

void Identity::forget_registration() {
  record_.container_instance_arn.clear();
  // A new instance's counter may begin anywhere.
  record_.timeline = timeline_ = -1;
  save();
}

void Identity::see_payload(std::int64_t sequence) { timeline_ = std::max(timeline_, sequence); }

void Identity::accept_manifest(std::int64_t timeline) {
  record_.timeline = timeline_ = timeline;
  save();
}

std::string Identity::document() const {
  std::map<std::string, std::string> members{{"instanceId", record_.instance_id},
                                             {"region", options_.region},
                                             {"availabilityZone", options_.zone},
                                             {"privateIp", options_.private_address},
                                             {"architecture", options_.host.cpu_architecture}};
  std::erase_if(members, [](const auto& member) { return member.second.empty(); });
  return wire::json::encode(members);
}

void Identity::save() {
  const auto stored = store_.save(record_);
  on_disk_ = stored ? OnDisk::current : OnDisk::outdated;
  if (!stored) log_.error("agent not stored", {{"cause", stored.error().message}});
}

}  // namespace berth::agent::session
