#include "sim/operator/constraints.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace berth::sim {

namespace {

using model::ContainerInstance;

std::string_view stack_of(const ContainerInstance& instance) {
  const auto* attribute = find_attribute(instance, "stack");
  return attribute && attribute->value ? std::string_view(*attribute->value) : std::string_view();
}

bool is_in(const ContainerInstance& instance, std::string_view zone) {
  return instance.availability_zone == zone;
}

constexpr Constraint constraints[] = {
    {"attribute:stack == blue", [](const ContainerInstance& i) { return stack_of(i) == "blue"; }},
    {"attribute:stack exists", [](const ContainerInstance& i) { return !stack_of(i).empty(); }},
    {"not (attribute:stack == green)",
     [](const ContainerInstance& i) { return stack_of(i) != "green"; }},
    {"attribute:stack != green",
     [](const ContainerInstance& i) { return !stack_of(i).empty() && stack_of(i) != "green"; }},
    {"attribute:ecs.availability-zone in [us-east-1a, us-east-1b]",
     [](const ContainerInstance& i) { return is_in(i, "us-east-1a") || is_in(i, "us-east-1b"); }},
};

}  // namespace

const Constraint* find_constraint(std::string_view expression) {
  const auto found = std::ranges::find(constraints, expression, &Constraint::expression);
  return found == std::end(constraints) ? nullptr : found;
}

std::string draw_constraint(SimEntropy& entropy) {
  return entropy.chance(300) ? std::string(distinct_instance) : draw_member_of(entropy);
}

std::string draw_member_of(SimEntropy& entropy) {
  return std::string(constraints[entropy.below(std::size(constraints))].expression);
}

std::string placement_constraints(const std::string& constraint) {
  if (constraint.empty()) return {};
  if (constraint == distinct_instance) {
    return R"(,"placementConstraints":[{"type":"distinctInstance"}])";
  }
  return fmt::format(R"(,"placementConstraints":[{{"type":"memberOf","expression":"{}"}}])",
                     constraint);
}

}  // namespace berth::sim
