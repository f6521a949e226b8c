#pragma once
// The short story of a run: one aligned line for each change of a service, a deployment, its
// record, a container instance or a task that a reader of a failure asks for. Rows are rewritten
// more often than that; a line comes only where what it says has changed.

#include <map>
#include <string>

#include "sim/world/world.hpp"

namespace berth::sim {

class Timeline final : public Observer {
 public:
  explicit Timeline(World& world) : world_(world) {}

  void server_started(const state::State& state) override;
  void committed(const state::State& state, const state::Change& change) override;

 private:
  void look_at_service(const state::State& state, const model::ServiceArn& arn);
  void look_at_deployments(const state::State& state, const model::Service& service);
  void look_at_events(const state::State& state, const model::Service& service);
  void look_at_record(const state::State& state, const model::ServiceDeploymentArn& arn);
  void look_at_instance(const state::State& state, const model::ContainerInstanceArn& arn);
  void look_at_task(const state::State& state, const model::TaskArn& arn);
  /// Tells the line unless it was the last one about `name`.
  void tell(const char* kind, const std::string& name, const std::string& what);

  World& world_;
  /// By kind and name.
  std::map<std::string, std::string> told_;
  /// The newest event of each service.
  std::map<std::string, std::string> events_;
};

}  // namespace berth::sim
