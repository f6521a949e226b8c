#pragma once
// The JSON that tasks read about themselves, built from the agent's records (agent-protocol §6.4,
// §6.5, A.8). Pure. Keys stand in the order of Amazon's agent; what has no value is left out.
// Versions 2 and 3 tell the same of a container, version 4 more.

#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "agent/inside/question.hpp"
#include "agent/steps/container_body.hpp"

namespace berth::agent::inside {

boost::json::object container_metadata(const steps::TaskView& task, const ContainerRecord& record,
                                       Api api);

/// The answer to one look-up of tags: the tags, or why there are none.
struct TagAnswer {
  /// "TaskTags" or "ContainerInstanceTags", as the answer names them.
  std::string field, resource_arn;
  Result<std::map<std::string, std::string>> tags;
};
boost::json::object task_metadata(const steps::TaskView& task, Api api,
                                  const std::vector<TagAnswer>& tags = {});

/// `{"Associations":[names]}`: those of `type` that this container takes part in.
boost::json::object association_names(const steps::TaskView& task, const std::string& container,
                                      const std::string& type);
/// The decoded content. Error not_found.
Result<std::string> association_content(const steps::TaskView& task, const std::string& container,
                                        const std::string& type, const std::string& name);

/// The task's own network interface, or null where it has none.
const gen::agent_protocol::ElasticNetworkInterface* own_interface(
    const gen::agent_protocol::Task& payload);
/// Whether the container is told of: pause containers of FARGATE tasks are nobody's business.
bool is_told(const steps::TaskView& task, const ContainerRecord& record);

boost::json::array ports_json(const std::vector<PublishedPort>& ports, Api api);
boost::json::array volumes_json(const std::vector<MountedVolume>& volumes);

}  // namespace berth::agent::inside
