#include "agent/host/host_resources.hpp"

#include <algorithm>

namespace berth::agent::host {

namespace {

bool free(const std::set<std::int32_t>& used, const std::vector<std::int32_t>& wanted) {
  return std::ranges::none_of(wanted, [&](std::int32_t port) { return used.contains(port); });
}

void erase_all(std::set<std::int32_t>& used, const std::vector<std::int32_t>& ports) {
  for (const auto port : ports) used.erase(port);
}

}  // namespace

void HostResources::enqueue(const TaskRecord& task) {
  line_.insert_or_assign(task.arrival, Waiting{task.arn, task.need});
}

void HostResources::adopt(const TaskRecord& task) {
  if (!held_.contains(task.arn)) take(task.arn, task.need);
}

void HostResources::release(const TaskRecord& task) {
  std::erase_if(line_, [&](const auto& entry) { return entry.second.arn == task.arn; });
  const auto held = held_.extract(task.arn);
  if (held.empty()) return;
  used_.cpu -= held.mapped().cpu;
  used_.memory -= held.mapped().memory;
  erase_all(tcp_, held.mapped().tcp_ports);
  erase_all(udp_, held.mapped().udp_ports);
}

std::vector<std::string> HostResources::admit() {
  std::vector<std::string> admitted;
  while (!line_.empty() && (held_.empty() || fits(line_.begin()->second.need))) {
    const auto first = line_.extract(line_.begin());
    take(first.mapped().arn, first.mapped().need);
    admitted.push_back(first.mapped().arn);
  }
  return admitted;
}

bool HostResources::fits(const HostNeed& need) const {
  return used_.cpu + need.cpu <= size_.cpu && used_.memory + need.memory <= size_.memory &&
         free(tcp_, need.tcp_ports) && free(udp_, need.udp_ports);
}

void HostResources::take(const std::string& arn, const HostNeed& need) {
  used_.cpu += need.cpu;
  used_.memory += need.memory;
  tcp_.insert(need.tcp_ports.begin(), need.tcp_ports.end());
  udp_.insert(need.udp_ports.begin(), need.udp_ports.end());
  held_.emplace(arn, need);
}

}  // namespace berth::agent::host
