// Operations of Amazon ECS that Berth knows and refuses.
#include "api/unsupported.hpp"

#include "gen/ecs/operations.hpp"

#define REFUSE(function, Operation) \
  BERTH_REFUSE(function, #Operation, gen::ecs::Operation##Request, gen::ecs::Operation##Response)

namespace berth::api::ecs {

REFUSE(continue_service_deployment, ContinueServiceDeployment)
REFUSE(create_capacity_provider, CreateCapacityProvider)
REFUSE(create_daemon, CreateDaemon)
REFUSE(create_express_gateway_service, CreateExpressGatewayService)
REFUSE(delete_capacity_provider, DeleteCapacityProvider)
REFUSE(delete_daemon, DeleteDaemon)
REFUSE(delete_daemon_task_definition, DeleteDaemonTaskDefinition)
REFUSE(delete_express_gateway_service, DeleteExpressGatewayService)
REFUSE(describe_daemon, DescribeDaemon)
REFUSE(describe_daemon_deployments, DescribeDaemonDeployments)
REFUSE(describe_daemon_revisions, DescribeDaemonRevisions)
REFUSE(describe_daemon_task_definition, DescribeDaemonTaskDefinition)
REFUSE(describe_express_gateway_service, DescribeExpressGatewayService)
REFUSE(execute_command, ExecuteCommand)
REFUSE(list_daemon_deployments, ListDaemonDeployments)
REFUSE(list_daemon_task_definitions, ListDaemonTaskDefinitions)
REFUSE(list_daemons, ListDaemons)
REFUSE(list_services_by_namespace, ListServicesByNamespace)
REFUSE(register_daemon_task_definition, RegisterDaemonTaskDefinition)
REFUSE(update_capacity_provider, UpdateCapacityProvider)
REFUSE(update_container_agent, UpdateContainerAgent)
REFUSE(update_daemon, UpdateDaemon)
REFUSE(update_express_gateway_service, UpdateExpressGatewayService)

}  // namespace berth::api::ecs
