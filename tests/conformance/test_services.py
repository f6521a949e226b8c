"""How services keep their tasks, on instances with Amazon's agent (behaviour §1.9, §1.10, §1.13,
§1.14)."""
import time
import unittest

from amazon_instance import IMAGE, AmazonInstance
from berth_server import ROOT_KEY, ConformanceTest
from raw_call import call_ecs

DEADLINE = 90.0


class Services(ConformanceTest):
    def setUp(self):
        self.ecs = self.server.client("ecs")
        self.cluster = self.id().rsplit(".", 1)[1].removeprefix("test_")[:60]
        self.ecs.create_cluster(clusterName=self.cluster)
        self.instances = []

    def tearDown(self):
        for instance in self.instances:
            instance.kill()

    def add(self, **machine):
        instance = AmazonInstance(self.server.endpoint, ROOT_KEY, self.cluster, **machine)
        instance.start()
        self.instances.append(instance)
        return instance

    def until(self, what, look):
        end = time.monotonic() + DEADLINE
        while not (found := look()):
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)
        return found

    def define(self, command="serve", **container):
        """Registers a revision; answers its ARN."""
        return self.ecs.register_task_definition(
            family=self.cluster, containerDefinitions=[
                {"name": "app", "image": IMAGE, "command": ["sh", "-c", command], "cpu": 16,
                 "memory": 16, "healthCheck": {"command": ["CMD", "true"]},
                 **container}])["taskDefinition"]["taskDefinitionArn"]

    def create(self, count, least=100, most=200, **members):
        configuration = {"minimumHealthyPercent": least, "maximumPercent": most}
        configuration.update(members.pop("deploymentConfiguration", {}))
        return self.ecs.create_service(
            cluster=self.cluster, serviceName="web", taskDefinition=self.cluster,
            desiredCount=count, deploymentConfiguration=configuration, **members)["service"]

    def update(self, **members):
        return self.ecs.update_service(cluster=self.cluster, service="web", **members)["service"]

    def told(self):
        return self.ecs.describe_services(cluster=self.cluster, services=["web"])["services"][0]

    def tasks(self, **filters):
        arns = self.ecs.list_tasks(cluster=self.cluster, serviceName="web", **filters)["taskArns"]
        if not arns:
            return []
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=arns)["tasks"]

    def events(self):
        """Oldest first."""
        return [each["message"] for each in reversed(self.told()["events"])]

    def running(self, count):
        def look():
            told = self.told()
            return ((told["runningCount"], told["pendingCount"], len(told["deployments"]))
                    == (count, 0, 1)) and told
        return self.until(f"{count} tasks run", look)

    def completed(self):
        return self.until("the deployment is complete", lambda: (
            self.told()["deployments"][0]["rolloutState"] == "COMPLETED") and self.told())

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
            return call_ecs(self.server.endpoint, ROOT_KEY, "CreateService", {
                "cluster": self.cluster, "serviceName": "web", "desiredCount": 0,
                "taskDefinition": self.cluster, "deploymentConfiguration": {
                    "deploymentCircuitBreaker": {
                        "enable": True, "rollback": False, "thresholdConfiguration": {
                            "type": "BOUNDED_PERCENT", "value": value}}}})
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

    def tasks_on(self, instance):
        return [task for task in self.tasks()
                if task["containerInstanceArn"] == instance.agent.arn]

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


if __name__ == "__main__":
    unittest.main()
