#include "model/task_status.hpp"

#include <array>

namespace berth::model {

namespace {

constexpr std::array<std::string_view, 8> task_status_texts = {
    "PROVISIONING", "PENDING",  "ACTIVATING",     "RUNNING",
    "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"};
constexpr std::array<std::string_view, 2> desired_status_texts = {"RUNNING", "STOPPED"};
constexpr std::array<std::string_view, 3> container_status_texts = {"PENDING", "RUNNING",
                                                                    "STOPPED"};
constexpr std::array<std::string_view, 3> health_status_texts = {"UNKNOWN", "HEALTHY", "UNHEALTHY"};

template <class Status, std::size_t size>
std::optional<Status> find(const std::array<std::string_view, size>& texts, std::string_view text) {
  for (std::size_t i = 0; i < size; ++i) {
    if (texts[i] == text) return static_cast<Status>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view api_text(TaskStatus status) {
  return task_status_texts[static_cast<std::size_t>(status)];
}

std::string_view api_text(DesiredStatus status) {
  return desired_status_texts[static_cast<std::size_t>(status)];
}

std::string_view api_text(ContainerStatus status) {
  return container_status_texts[static_cast<std::size_t>(status)];
}

std::string_view api_text(HealthStatus status) {
  return health_status_texts[static_cast<std::size_t>(status)];
}

std::optional<ContainerStatus> parse_container_status(std::string_view text) {
  return find<ContainerStatus>(container_status_texts, text);
}

std::optional<HealthStatus> parse_health_status(std::string_view text) {
  return find<HealthStatus>(health_status_texts, text);
}

bool may_follow(TaskStatus from, TaskStatus to) { return to > from; }

bool is_starting(TaskStatus status) { return status < TaskStatus::running; }

}  // namespace berth::model
