"""A cluster of instances with Amazon's agent and a service `web`, as tests of the service scheduler
need them."""
import time

from berth_server import ROOT_KEY, ConformanceTest
from doubles.amazon_instance import IMAGE, AmazonInstance
from raw_call import call_ecs

DEADLINE = 90.0


class ServiceWorld(ConformanceTest):
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

    def call(self, operation, **members):
        """What boto3 does not know yet."""
        return call_ecs(self.server.endpoint, ROOT_KEY, operation, members)

    def tasks_on(self, instance):
        return [task for task in self.tasks()
                if task["containerInstanceArn"] == instance.agent.arn]
