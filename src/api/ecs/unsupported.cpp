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
REFUSE(create_task_set, CreateTaskSet)
REFUSE(delete_account_setting, DeleteAccountSetting)
REFUSE(delete_capacity_provider, DeleteCapacityProvider)
REFUSE(delete_daemon, DeleteDaemon)
REFUSE(delete_daemon_task_definition, DeleteDaemonTaskDefinition)
REFUSE(delete_express_gateway_service, DeleteExpressGatewayService)
REFUSE(delete_task_set, DeleteTaskSet)
REFUSE(describe_capacity_providers, DescribeCapacityProviders)
REFUSE(describe_daemon, DescribeDaemon)
REFUSE(describe_daemon_deployments, DescribeDaemonDeployments)
REFUSE(describe_daemon_revisions, DescribeDaemonRevisions)
REFUSE(describe_daemon_task_definition, DescribeDaemonTaskDefinition)
REFUSE(describe_express_gateway_service, DescribeExpressGatewayService)
REFUSE(describe_service_deployments, DescribeServiceDeployments)
REFUSE(describe_service_revisions, DescribeServiceRevisions)
REFUSE(describe_task_sets, DescribeTaskSets)
REFUSE(execute_command, ExecuteCommand)
REFUSE(list_account_settings, ListAccountSettings)
REFUSE(list_daemon_deployments, ListDaemonDeployments)
REFUSE(list_daemon_task_definitions, ListDaemonTaskDefinitions)
REFUSE(list_daemons, ListDaemons)
REFUSE(list_service_deployments, ListServiceDeployments)
REFUSE(list_services_by_namespace, ListServicesByNamespace)
REFUSE(put_account_setting, PutAccountSetting)
REFUSE(put_account_setting_default, PutAccountSettingDefault)
REFUSE(put_cluster_capacity_providers, PutClusterCapacityProviders)
REFUSE(register_daemon_task_definition, RegisterDaemonTaskDefinition)
REFUSE(stop_service_deployment, StopServiceDeployment)
REFUSE(update_capacity_provider, UpdateCapacityProvider)
REFUSE(update_cluster, UpdateCluster)
REFUSE(update_cluster_settings, UpdateClusterSettings)
REFUSE(update_container_agent, UpdateContainerAgent)
REFUSE(update_daemon, UpdateDaemon)
REFUSE(update_express_gateway_service, UpdateExpressGatewayService)
REFUSE(update_service_primary_task_set, UpdateServicePrimaryTaskSet)
REFUSE(update_task_set, UpdateTaskSet)

}  // namespace berth::api::ecs
