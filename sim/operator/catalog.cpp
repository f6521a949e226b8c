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
  return fmt::format(
      R"({{"family":"{}","networkMode":"{}","containerDefinitions":[{{"name":"app","image":"{}",)"
      R"("cpu":{},"memory":{},"essential":true{}{}}}]}})",
      family.name, word(family.network_mode), image, family.cpu, family.memory,
      port_mappings(family), health_check(family));
}

std::string network_configuration(const Family& family, const std::string& subnet) {
  if (family.network_mode != NetworkMode::awsvpc) return {};
  return fmt::format(R"(,"networkConfiguration":{{"awsvpcConfiguration":{{"subnets":["{}"]}}}})",
                     subnet);
}

}  // namespace berth::sim
