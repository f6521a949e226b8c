"""How services keep their tasks, on instances with Amazon's agent (behaviour §1.9, §1.10, §1.13,
§1.14)."""
import time
import unittest

from service_world import ServiceWorld


class Services(ServiceWorld):
    def test_an_update_keeps_the_floor_and_the_ceiling(self):
        self.add()
        self.define()
        self.create(4, 100, 150)
        self.completed()
        self.update(taskDefinition=self.define("serve again"))
        least, most = 4, 0
        while self.told()["deployments"][0]["rolloutState"] != "COMPLETED":
            told = self.told()
            least = min(least, told["runningCount"])
            most = max(most, told["runningCount"] + told["pendingCount"])
            time.sleep(0.02)
        self.assertGreaterEqual(least, 4)
        self.assertLessEqual(most, 6)
        self.assertEqual(len(self.tasks()), 4)

    def test_a_stop_first_update_never_exceeds_the_count(self):
        self.add()
        self.define()
        self.create(3, 50, 100)
        self.completed()
        self.update(taskDefinition=self.define("serve again"))
        counts = set()
        while self.told()["deployments"][0]["rolloutState"] != "COMPLETED":
            told = self.told()
            counts.add(told["runningCount"] + told["pendingCount"])
            time.sleep(0.02)
        self.assertGreaterEqual(min(counts), 2)
        self.assertLessEqual(max(counts), 3)

    def test_events_tell_the_steady_state_once(self):
        self.add()
        self.define()
        service = self.create(1)
        self.completed()
        [task] = self.tasks()
        deployment = service["deployments"][0]["id"]
        self.assertEqual(self.events(), [
            f"(service web) has started 1 tasks: (task {task['taskArn'].rsplit('/')[-1]}).",
            f"(service web) (deployment {deployment}) deployment completed.",
            "(service web) has reached a steady state."])

    def test_the_circuit_breaker_rolls_back(self):
        self.add()
        good = self.define()
        first = self.create(2, deploymentConfiguration={
            "deploymentCircuitBreaker": {"enable": True, "rollback": True}})
        self.assertEqual(
            first["deploymentConfiguration"]["deploymentCircuitBreaker"]["enable"], True)
        self.completed()
        before = {task["taskArn"] for task in self.tasks()}
        failed = self.update(taskDefinition=self.define("exit 1"))["deployments"][0]["id"]
        rolled = f"(service web) rolling back to deployment {first['deployments'][0]['id']}."
        self.until("it rolls back", lambda: rolled in self.events())
        self.assertIn(f"(service web) (deployment {failed}) deployment failed: tasks failed to "
                      "start.", self.events())
        told = self.running(2)
        self.assertEqual(told["taskDefinition"], good)
        self.assertEqual(told["deployments"][0]["id"], first["deployments"][0]["id"])
        self.assertEqual({task["taskArn"] for task in self.tasks()}, before)
        self.completed()

    def test_tasks_that_run_but_are_sick_count_as_failures(self):
        self.add()
        good = self.define()
        self.create(2, deploymentConfiguration={
            "deploymentCircuitBreaker": {"enable": True, "rollback": True}})
        self.completed()
        failed = self.update(taskDefinition=self.define("sick"))["deployments"][0]["id"]
        said = f"(service web) (deployment {failed}) deployment failed: "
        self.until("it fails", lambda: any(each.startswith(said) for each in self.events()))
        sick = [each for each in self.events() if each.endswith("failed container health checks.")]
        self.assertGreaterEqual(len(sick), 3)
        self.assertEqual(self.running(2)["taskDefinition"], good)

    def test_without_rollback_a_failed_deployment_stays(self):
        self.add()
        self.define("exit 1")
        self.create(1, deploymentConfiguration={
            "deploymentCircuitBreaker": {"enable": True, "rollback": False}})
        failed = self.until("it failed", lambda: (
            self.told()["deployments"][0]["rolloutState"] == "FAILED") and self.told())
        [deployment] = failed["deployments"]
        self.assertEqual(deployment["rolloutStateReason"],
                         "ECS deployment circuit breaker: tasks failed to start.")
        self.assertEqual(deployment["failedTasks"], 3)
        self.update(taskDefinition=self.define())
        self.running(1)

    def test_a_threshold_is_checked(self):
        self.define()
        def create(value):
            """boto3 does not know thresholds yet."""
            return self.call(
                "CreateService", cluster=self.cluster, serviceName="web", desiredCount=0,
                taskDefinition=self.cluster, deploymentConfiguration={
                    "deploymentCircuitBreaker": {
                        "enable": True, "rollback": False, "thresholdConfiguration": {
                            "type": "BOUNDED_PERCENT", "value": value}}})
        for value in (0, 101):
            with self.assertRaisesRegex(Exception, "must be between 1 and 100"):
                create(value)
        self.assertEqual(self.ecs.list_services(cluster=self.cluster)["serviceArns"], [])
        told = create(20)["service"]["deploymentConfiguration"]["deploymentCircuitBreaker"]
        self.assertEqual(told["thresholdConfiguration"], {"type": "BOUNDED_PERCENT", "value": 20})

    def test_a_draining_instance_is_emptied_start_first(self):
        first, _ = self.add(), self.add()
        self.define()
        self.create(2)
        self.completed()
        self.ecs.update_container_instances_state(
            cluster=self.cluster, containerInstances=[first.agent.arn], status="DRAINING")
        self.until("the task has moved", lambda: not self.tasks_on(first))
        self.assertEqual(self.told()["runningCount"], 2)
        self.ecs.update_container_instances_state(
            cluster=self.cluster, containerInstances=[first.agent.arn], status="ACTIVE")
        self.update(desiredCount=4)
        self.running(4)
        self.assertEqual(len(self.tasks_on(first)), 2)

    def test_standalone_tasks_stay_on_a_draining_instance(self):
        first = self.add()
        self.define()
        [task] = self.ecs.run_task(cluster=self.cluster, taskDefinition=self.cluster)["tasks"]
        self.ecs.get_waiter("tasks_running").wait(
            cluster=self.cluster, tasks=[task["taskArn"]],
            WaiterConfig={"Delay": 1, "MaxAttempts": 20})
        self.ecs.update_container_instances_state(
            cluster=self.cluster, containerInstances=[first.agent.arn], status="DRAINING")
        self.refused("InvalidParameterException", self.ecs.run_task, cluster=self.cluster,
                     taskDefinition=self.cluster)
        [told] = self.ecs.describe_tasks(cluster=self.cluster, tasks=[task["taskArn"]])["tasks"]
        self.assertEqual((told["lastStatus"], told["desiredStatus"]), ("RUNNING", "RUNNING"))

    def protect(self, tasks, **members):
        return self.ecs.update_task_protection(cluster=self.cluster, tasks=tasks, **members)

    def test_protection_blocks_scale_in(self):
        self.add()
        self.define()
        self.create(3)
        self.completed()
        kept = self.tasks()[1]["taskArn"]
        answer = self.protect([kept], protectionEnabled=True, expiresInMinutes=30)
        self.assertEqual(answer["failures"], [])
        [shown] = answer["protectedTasks"]
        self.assertEqual((shown["taskArn"], shown["protectionEnabled"]), (kept, True))
        self.assertAlmostEqual(shown["expirationDate"].timestamp(), time.time() + 1800, delta=60)
        self.update(desiredCount=1)
        self.running(1)
        self.assertEqual([task["taskArn"] for task in self.tasks()], [kept])
        self.update(desiredCount=0)
        text = ("was unable to scale in due to (reason 1 tasks under protection)")
        self.until("it says why", lambda: any(each.endswith(text) for each in self.events()))
        self.assertEqual(self.protect([kept], protectionEnabled=False)["protectedTasks"],
                         [{"taskArn": kept, "protectionEnabled": False}])
        self.running(0)

    def test_protection_blocks_deployments(self):
        self.add()
        self.define()
        self.create(1)
        self.completed()
        [old] = self.tasks()
        self.protect([old["taskArn"]], protectionEnabled=True)
        self.update(taskDefinition=self.define("serve again"))
        self.until("the new task is healthy", lambda: len(self.tasks()) == 2 and all(
            task["lastStatus"] == "RUNNING" for task in self.tasks()))
        [fresh] = [task["taskArn"] for task in self.tasks() if task["taskArn"] != old["taskArn"]]
        [failure] = self.protect([fresh], protectionEnabled=True)["failures"]
        self.assertEqual(failure["reason"], "DEPLOYMENT_BLOCKED")
        [told] = self.ecs.get_task_protection(
            cluster=self.cluster, tasks=[old["taskArn"]])["protectedTasks"]
        self.assertTrue(told["protectionEnabled"])
        self.protect([old["taskArn"]], protectionEnabled=False)
        self.completed()
        self.assertEqual([task["taskArn"] for task in self.tasks()], [fresh])

    def test_what_cannot_be_protected_is_a_failure(self):
        self.add()
        self.define()
        [task] = self.ecs.run_task(cluster=self.cluster, taskDefinition=self.cluster)["tasks"]
        failures = self.protect([task["taskArn"], "0" * 32], protectionEnabled=True)["failures"]
        self.assertEqual([each["reason"] for each in failures], ["TASK_NOT_VALID", "MISSING"])
        for minutes in (0, 2881):
            self.refused("InvalidParameterException", self.protect, tasks=[task["taskArn"]],
                         protectionEnabled=True, expiresInMinutes=minutes)


class ServiceFaults(ServiceWorld):
    """What is wrong is told by ECS's errors and events, and goes on when its cause goes."""

    def test_a_stuck_configuration_says_so_and_goes_on_when_it_is_changed(self):
        self.add()
        self.define()
        self.create(1, 60, 150)  # One task at least and at most, rounded.
        self.completed()
        self.update(taskDefinition=self.define("serve again"))
        text = ("(service web) was unable to stop or start tasks during a deployment because of "
                "the service deployment configuration. Update the minimumHealthyPercent or "
                "maximumPercent value and try again.")
        self.until("it says why", lambda: text in self.events())
        self.assertEqual(self.told()["runningCount"], 1)
        self.update(deploymentConfiguration={"maximumPercent": 200})
        self.completed()
        self.assertEqual(self.events().count(text), 1)

    def test_impossible_constraints_are_told_until_they_can_be_met(self):
        first = self.add()
        self.define()
        self.create(1, placementConstraints=[
            {"type": "memberOf", "expression": "attribute:stack == blue"}])
        text = ("(service web) was unable to place a task because no container instance met all of "
                "its requirements. The closest matching container-instance "
                f"{first.agent.arn.rsplit('/')[-1]} encountered error \"MemberOf placement "
                "constraint unsatisfied.\". For more information, see the Troubleshooting section "
                "of the Amazon ECS Developer Guide.")
        self.until("it says why", lambda: text in self.events())
        self.ecs.put_attributes(cluster=self.cluster, attributes=[
            {"name": "stack", "value": "blue", "targetId": first.agent.arn,
             "targetType": "container-instance"}])
        self.running(1)
        self.assertEqual(self.events().count(text), 1)

    def test_percentages_that_block_every_deployment_are_refused(self):
        self.define()
        self.assertEqual(
            self.refused("InvalidParameterException", self.create, count=1, least=100, most=100),
            "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block "
            "deployments.")

    def test_a_deleted_target_group_is_told_and_a_new_one_takes_over(self):
        elb, ec2 = self.server.client("elbv2"), self.server.client("ec2")
        subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]][:2]
        [balancer] = elb.create_load_balancer(Name="gone", Subnets=subnets)["LoadBalancers"]
        vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        groups = [elb.create_target_group(
            Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="instance",
            HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2)[
                "TargetGroups"][0]["TargetGroupArn"] for name in ("first", "second")]
        listeners = [elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=8000 + i,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])["Listeners"][0]
            for i, group in enumerate(groups)]
        self.add()
        self.define(portMappings=[{"containerPort": 80}])
        entry = {"targetGroupArn": groups[0], "containerName": "app", "containerPort": 80}
        self.create(1, loadBalancers=[entry])
        self.until("its target is there", lambda: elb.describe_target_health(
            TargetGroupArn=groups[0])["TargetHealthDescriptions"])
        elb.delete_listener(ListenerArn=listeners[0]["ListenerArn"])
        elb.delete_target_group(TargetGroupArn=groups[0])
        text = f"is not healthy in target-group ({groups[0]}) due to TARGET GROUP IS NOT FOUND."
        self.until("it says so", lambda: any(each.endswith(text) for each in self.events()))
        self.assertEqual(
            self.refused("InvalidParameterException", self.update, loadBalancers=[
                {**entry, "containerPort": 81, "targetGroupArn": groups[1]}]),
            "The container app did not have a container port 81 defined.")
        self.update(loadBalancers=[{**entry, "targetGroupArn": groups[1]}])
        self.until("its target is in the other group", lambda: elb.describe_target_health(
            TargetGroupArn=groups[1])["TargetHealthDescriptions"])

    def test_a_role_is_checked_as_far_as_a_name_can_be(self):
        self.define()
        self.assertIn("role is only permitted", self.refused(
            "InvalidParameterException", self.create, count=1, role="ecsServiceRole"))

    def test_capacity_providers_divide_the_tasks(self):
        self.ecs.put_cluster_capacity_providers(
            cluster=self.cluster, capacityProviders=["FARGATE", "FARGATE_SPOT"],
            defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}])
        shown = self.ecs.describe_clusters(clusters=[self.cluster])["clusters"][0]
        self.assertEqual(shown["capacityProviders"], ["FARGATE", "FARGATE_SPOT"])
        told = self.ecs.describe_capacity_providers()["capacityProviders"]
        self.assertEqual([each["name"] for each in told], ["FARGATE", "FARGATE_SPOT"])
        self.ecs.register_task_definition(
            family=self.cluster, networkMode="awsvpc", requiresCompatibilities=["FARGATE"],
            cpu="256", memory="512",
            containerDefinitions=[{"name": "app", "image": "busybox:local"}])
        subnet = self.server.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
        network = {"awsvpcConfiguration": {"subnets": [subnet]}}
        service = self.create(0, networkConfiguration=network)
        self.assertEqual(service["capacityProviderStrategy"][0]["capacityProvider"], "FARGATE")
        self.assertNotIn("launchType", service)
        strategy = [{"capacityProvider": "FARGATE", "base": 1, "weight": 1},
                    {"capacityProvider": "FARGATE_SPOT", "weight": 2}]
        self.assertIn("you must force a new deployment", self.refused(
            "InvalidParameterException", self.update, capacityProviderStrategy=strategy))
        told = self.update(capacityProviderStrategy=strategy, forceNewDeployment=True)
        self.assertEqual(len(told["capacityProviderStrategy"]), 2)
        self.assertIn("not associated with the cluster", self.refused(
            "InvalidParameterException", self.update, forceNewDeployment=True,
            capacityProviderStrategy=[{"capacityProvider": "other", "weight": 1}]))


if __name__ == "__main__":
    unittest.main()
