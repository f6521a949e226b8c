#include "sim/operator/catalog.hpp"

#include <fmt/format.h>

namespace berth::sim {

namespace {

const char* word(NetworkMode mode) {
  switch (mode) {
    case NetworkMode::bridge: return "bridge";
    case NetworkMode::host: return "host";
    case NetworkMode::none: return "none";
    case NetworkMode::awsvpc: return "awsvpc";
  }
  return "";
}

NetworkMode draw_mode(SimEntropy& entropy) {
  switch (entropy.below(8)) {
    case 0: return NetworkMode::host;
    case 1: return NetworkMode::none;
    case 2:
    case 3:
    case 4: return NetworkMode::awsvpc;
    default: return NetworkMode::bridge;
  }
}

std::string port_mappings(const Family& family) {
  if (family.host_port < 0) return {};
  return fmt::format(R"(,"portMappings":[{{"containerPort":80,"hostPort":{},"protocol":"tcp"}}])",
                     family.host_port);
}

std::string health_check(const Family& family) {
  if (!family.health_checked) return {};
  return R"(,"healthCheck":{"command":["CMD","true"],"interval":10,"retries":3})";
}

constexpr std::int32_t helper_cpu = 32;
constexpr std::int32_t helper_memory = 32;

std::string mounts(const Family& family) {
  if (!family.scratch) return {};
  return R"(,"mountPoints":[{"sourceVolume":"scratch","containerPath":"/scratch"}])";
}

std::string dependencies(const Family& family) {
  if (!family.accompanied) return {};
  return R"(,"dependsOn":[{"containerName":"helper","condition":"START"}])";
}

std::string companion(const Family& family) {
  if (!family.accompanied) return {};
  return fmt::format(
      R"(,{{"name":"helper","image":"helper","cpu":{},"memory":{},"essential":false}})", helper_cpu,
      helper_memory);
}

/// Of the task beside its containers.
std::string task_part(const Family& family) {
  std::string text;
  if (family.scratch) text += R"("volumes":[{"name":"scratch"}],)";
  if (!family.limited) return text;
  const std::int32_t cpu = family.cpu + (family.accompanied ? helper_cpu : 0);
  const std::int32_t memory = family.memory + (family.accompanied ? helper_memory : 0);
  return text + fmt::format(R"("cpu":"{}","memory":"{}",)", cpu, memory);
}

}  // namespace

std::vector<Family> draw_families(SimEntropy& entropy) {
  std::vector<Family> families(1 + entropy.below(5));
  for (std::size_t i = 0; i < families.size(); ++i) {
    Family& family = families[i];
    family.name = fmt::format("family-{}", i + 1);
    family.network_mode = draw_mode(entropy);
    family.cpu = static_cast<std::int32_t>(128 << entropy.below(4));
    family.memory = static_cast<std::int32_t>(64 << entropy.below(4));
    family.health_checked = entropy.chance(200);
    family.scratch = entropy.chance(300);
    family.accompanied = entropy.chance(300);
    family.limited = entropy.chance(300);
    const auto port = static_cast<std::int32_t>(8000 + entropy.below(3));
    switch (family.network_mode) {
      case NetworkMode::bridge: family.host_port = entropy.chance(400) ? port : 0; break;
      case NetworkMode::host: family.host_port = 80; break;
      case NetworkMode::awsvpc: family.host_port = 80; break;
      case NetworkMode::none: break;
    }
  }
  return families;
}

std::string draw_image(SimEntropy& entropy) {
  if (entropy.chance(700)) return "web";
  constexpr std::string_view others[] = {"job",      "crashing", "greedy",
                                         "stubborn", "broken",   "missing"};
  return std::string(others[entropy.below(std::size(others))]);
}

std::string register_task_definition_body(const Family& family, const std::string& image) {
  const std::string app =
      fmt::format(R"({{"name":"app","image":"{}","cpu":{},"memory":{},"essential":true{}{}{}{}}})",
                  image, family.cpu, family.memory, port_mappings(family), health_check(family),
                  mounts(family), dependencies(family));
  return fmt::format(R"({{"family":"{}","networkMode":"{}",{}"containerDefinitions":[{}{}]}})",
                     family.name, word(family.network_mode), task_part(family), app,
                     companion(family));
}

std::string draw_breaker(SimEntropy& entropy, Undo undo) {
  std::string threshold;
  if (entropy.chance(400)) {
    threshold = fmt::format(R"(,"thresholdConfiguration":{{"type":"COUNT","value":{}}})",
                            1 + entropy.below(4));
  }
  const bool resets = !entropy.chance(300);
  return fmt::format(R"({{"enable":true,"rollback":{},"resetOnHealthyTask":{}{}}})",
                     undo == Undo::rollback, resets, threshold);
}

std::string draw_percents(SimEntropy& entropy) {
  constexpr std::string_view useful[] = {"0/100",   "50/100",  "50/150", "50/200",
                                         "100/150", "100/200", "0/200",  "75/125"};
  return std::string(useful[entropy.below(std::size(useful))]);
}

std::string draw_strategy(SimEntropy& entropy) {
  constexpr std::string_view strategies[] = {
      R"({"type":"binpack","field":"memory"})",
      R"({"type":"binpack","field":"cpu"})",
      R"({"type":"spread","field":"instanceId"})",
      R"({"type":"spread","field":"attribute:ecs.availability-zone"})",
      R"({"type":"random"})",
      R"({"type":"spread","field":"attribute:stack"},{"type":"binpack","field":"memory"})"};
  return fmt::format(R"(,"placementStrategy":[{}])",
                     strategies[entropy.below(std::size(strategies))]);
}

std::string deployment_configuration(const std::optional<std::string>& percents,
                                     const std::string& breaker) {
  std::string members;
  if (percents) {
    const auto slash = percents->find('/');
    members = fmt::format(R"("minimumHealthyPercent":{},"maximumPercent":{})",
                          percents->substr(0, slash), percents->substr(slash + 1));
  }
  if (!breaker.empty()) {
    members +=
        fmt::format(R"({}"deploymentCircuitBreaker":{})", members.empty() ? "" : ",", breaker);
  }
  return members.empty() ? "" : fmt::format(R"("deploymentConfiguration":{{{}}})", members);
}

std::string network_configuration(const Family& family, const std::string& subnet) {
  if (family.network_mode != NetworkMode::awsvpc) return {};
  return fmt::format(R"(,"networkConfiguration":{{"awsvpcConfiguration":{{"subnets":["{}"]}}}})",
                     subnet);
}

}  // namespace berth::sim
