#pragma once
// One round of decisions about one service while it grows: what is known, and the plan so far. The
// steps that share it are written in the files of this folder: pool (how many), replica, daemon,
// task_sets and zones (whose schedule), completion (what is over).

#include <string>
#include <vector>

#include "rules/services/service_reconcile.hpp"

namespace berth::rules {

struct Round {
  Round(const ServiceFacts& facts_of, Instant time);

  /// Before anybody decides: digests, standings, what ended, who is healthy, who serves.
  void observe();

  model::Deployment& deployment(std::size_t place) { return plan.service.deployments[place]; }
  bool is_active() const { return service.status == model::ServiceStatus::active; }
  bool stopping_now(const model::Task& task) const;

  void look_again_at(Instant when);
  void tell(std::string text) { plan.events.push_back(std::move(text)); }
  void tell_standing(std::string text) { plan.standing_events.push_back(std::move(text)); }
  void stop(const TaskStanding& standing, std::string reason);
  /// For scale-in and deployments.
  void stop_for_scaling(const TaskStanding& standing, StopDecision::Cause cause = {});
  /// A task of the deployment failed: it ended before it was healthy, or fails its checks.
  void count_failure(model::Deployment& failed);
  void set_desired(model::Deployment& changed_one, std::int32_t count);
  /// To be changed.
  model::ServiceDeployment& record();

  const ServiceFacts& facts;
  const Instant now;
  const model::Service& service;
  ServicePlan plan;
  std::vector<TaskStanding> tasks;
  bool changed = false;

 private:
  void learn_image_versions();
  void take_standings();
  void account_for_ended();
  void note_healthy();
  void tell_missing_groups();
  void note_started(model::Deployment& deployment, Instant started_at);
  void count_failed_start(model::Deployment& deployment, Instant created_at);
  void pause_starts(model::Deployment& deployment);
  /// The deployment of a task if it is still wanted: older ones count nothing any more.
  model::Deployment* wanted_deployment(const TaskStanding& standing);
};

/// How long a deployment waits after its n-th failed start in a row.
Duration start_delay(std::int32_t failed_starts);

}  // namespace berth::rules
