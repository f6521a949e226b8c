#include "rules/deployments/deployment_record.hpp"

namespace berth::rules {

namespace {

using Status = model::ServiceDeploymentStatus;

void stop(model::ServiceDeployment& record, Status status, std::string_view reason, Instant now) {
  record.status = status;
  record.status_reason = std::string(reason);
  record.stopped_at = now;
  record.finished_at = now;
  record.updated_at = now;
}

}  // namespace

void begin(model::ServiceDeployment& record, Instant now) {
  record.status = Status::in_progress;
  record.started_at = now;
  record.updated_at = now;
}

void end_well(model::ServiceDeployment& record, Instant now) {
  if (is_over(record.status)) return;
  record.status = record.rollback ? Status::rollback_successful : Status::successful;
  record.finished_at = now;
  record.updated_at = now;
}

void end_failed(model::ServiceDeployment& record, std::string_view reason, Instant now) {
  if (is_over(record.status)) return;
  stop(record, record.rollback ? Status::rollback_failed : Status::stopped, reason, now);
}

void end_replaced(model::ServiceDeployment& record, std::string_view reason, Instant now) {
  if (!is_over(record.status)) stop(record, Status::stopped, reason, now);
}

void begin_rollback(model::ServiceDeployment& record, const model::ServiceRevisionArn& back_to,
                    Instant now) {
  record.status = Status::rollback_in_progress;
  record.status_reason =
      record.circuit_broken
          ? "Service deployment rolled back because the circuit breaker threshold was exceeded."
          : "Service deployment rolled back because it was stopped by user.";
  record.rollback = model::Rollback{record.status_reason, now, back_to};
  record.updated_at = now;
}

}  // namespace berth::rules
