#include "agent/status_text.hpp"

namespace berth::agent {

const char* text(TaskStatus status) {
  switch (status) {
    case TaskStatus::pending: return "PENDING";
    case TaskStatus::running: return "RUNNING";
    case TaskStatus::stopped: return "STOPPED";
  }
  return "";
}

const char* text(ContainerStatus status) {
  switch (status) {
    case ContainerStatus::none: return "NONE";
    case ContainerStatus::pulled: return "PULLED";
    case ContainerStatus::created: return "CREATED";
    case ContainerStatus::running: return "RUNNING";
    case ContainerStatus::stopped: return "STOPPED";
  }
  return "";
}

const char* text(DesiredStatus status) {
  return status == DesiredStatus::running ? "RUNNING" : "STOPPED";
}

const char* text(HealthStatus status) {
  switch (status) {
    case HealthStatus::unknown: return "UNKNOWN";
    case HealthStatus::healthy: return "HEALTHY";
    case HealthStatus::unhealthy: return "UNHEALTHY";
  }
  return "";
}

}  // namespace berth::agent
