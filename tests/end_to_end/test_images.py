"""Images from a registry: which version a task runs, and how a failed pull is told."""
import unittest

from berth_agent import BerthAgent
from berth_up import BerthUp, docker, until
from registry import Registry

SLEEP = ["sh", "-c", "trap 'exit 143' TERM; sleep 1000 & wait"]


class Images(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.registry = Registry()
        cls.addClassCleanup(cls.registry.close)
        cls.addClassCleanup(cls.remove_images)
        cls.up = BerthUp()
        cls.addClassCleanup(cls.up.down)
        cls.up.start()
        cls.ecs = cls.up.client("ecs")

    @classmethod
    def remove_images(cls):
        ids = docker("images", "-q", "--filter", f"reference={cls.registry.host}/*").split()
        if ids:
            docker("rmi", "-f", *set(ids))

    def define(self, image, **members):
        family = self.id().rsplit(".", 1)[1]
        container = {"name": "app", "image": f"{self.registry.host}/{image}", "memory": 16,
                     "command": SLEEP, **members}
        self.up.register_task_definition({"family": family, "containerDefinitions": [container]})
        return family

    def create_service(self, image, count, **members):
        family = self.define(image, **members)
        self.ecs.create_service(serviceName=family, taskDefinition=family, desiredCount=count)
        self.addCleanup(self.ecs.delete_service, service=family, force=True)
        return family

    def running(self, service, count):
        """The tasks of a service that has as many as it shall, and no others."""
        def look():
            arns = self.ecs.list_tasks(serviceName=service)["taskArns"]
            tasks = self.ecs.describe_tasks(tasks=arns)["tasks"] if arns else []
            well = [each for each in tasks if each["lastStatus"] == "RUNNING"]
            return well if len(well) == len(tasks) == count else None
        return until(60, f"{count} tasks of {service} run", look)

    def versions(self, tasks):
        """What the images that really run say of themselves, and what ECS tells."""
        containers = [task["containers"][0] for task in tasks]
        said = {docker("exec", each["runtimeId"], "sh", "-c", "echo $VERSION").strip()
                for each in containers}
        return said, {each["imageDigest"] for each in containers}

    def test_a_deployment_keeps_to_the_version_of_its_first_task(self):
        first = self.registry.push("kept", "latest", VERSION="1")
        service = self.create_service("kept:latest", 1)
        self.assertEqual(self.versions(self.running(service, 1)), ({"1"}, {first}))

        second = self.registry.push("kept", "latest", VERSION="2")
        self.ecs.update_service(service=service, desiredCount=3)
        tasks = self.running(service, 3)
        self.assertEqual(self.versions(tasks), ({"1"}, {first}))
        pinned = {each["containers"][0]["image"] for each in tasks}
        self.assertEqual(pinned, {f"{self.registry.host}/kept:latest",
                                  f"{self.registry.host}/kept@{first}"})
        docker("kill", tasks[0]["containers"][0]["runtimeId"])
        until(30, "a task is replaced", lambda: {each["taskArn"] for each in self.running(
            service, 3)} != {each["taskArn"] for each in tasks})
        self.assertEqual(self.versions(self.running(service, 3))[0], {"1"})

        self.ecs.update_service(service=service, desiredCount=1, forceNewDeployment=True,
                                deploymentConfiguration={"minimumHealthyPercent": 0})
        until(60, "the new version runs", lambda: self.versions(
            self.running(service, 1)) == ({"2"}, {second}))

    def test_a_container_may_follow_its_tag(self):
        self.registry.push("moving", "latest", VERSION="1")
        service = self.create_service("moving:latest", 1, versionConsistency="disabled")
        self.assertEqual(self.versions(self.running(service, 1))[0], {"1"})
        self.registry.push("moving", "latest", VERSION="2")
        self.ecs.update_service(service=service, desiredCount=2)
        self.assertEqual(self.versions(self.running(service, 2))[0], {"1", "2"})

    def run_and_read(self, cluster, family):
        """(status, VERSION inside, reason) of a task once it runs or has ended."""
        task = self.ecs.run_task(cluster=cluster, taskDefinition=family)["tasks"][0]["taskArn"]

        def look():
            told = self.ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"][0]
            return told if told["lastStatus"] in ("RUNNING", "STOPPED") else None
        told = until(60, "the task runs or has ended", look)
        container = told["containers"][0]
        version = None
        if told["lastStatus"] == "RUNNING":
            version = docker("exec", container["runtimeId"], "sh", "-c", "echo $VERSION").strip()
            self.ecs.stop_task(cluster=cluster, task=task)
        return told["lastStatus"], version, container.get("reason", "")

    def test_the_pull_behavior_says_when_a_registry_is_asked(self):
        for behavior, then, without_registry in (
                ("default", "2", ("RUNNING", "2")), ("always", "2", ("STOPPED", None)),
                ("once", "1", ("RUNNING", "1")), ("prefer-cached", "1", ("RUNNING", "1"))):
            with self.subTest(behavior):
                self.ecs.create_cluster(clusterName=behavior)
                agent = BerthAgent(self.up, behavior, ECS_IMAGE_PULL_BEHAVIOR=behavior)
                self.addCleanup(agent.stop)
                agent.start()
                self.registry.push(behavior, "latest", VERSION="1")
                family = self.define(behavior)
                self.assertEqual(self.run_and_read(behavior, family), ("RUNNING", "1", ""))
                self.registry.push(behavior, "latest", VERSION="2")
                self.assertEqual(self.run_and_read(behavior, family), ("RUNNING", then, ""))
                del self.registry.tags[behavior, "latest"]
                status, version, reason = self.run_and_read(behavior, family)
                self.assertEqual((status, version), without_registry)
                asked = behavior in ("default", "always")
                self.assertEqual(reason.startswith("CannotPullContainerError: "), asked, reason)

    def failed_pull(self, image):
        """How a task is told that cannot have its image."""
        task = self.ecs.run_task(taskDefinition=self.define(image))["tasks"][0]["taskArn"]

        def look():
            told = self.ecs.describe_tasks(tasks=[task])["tasks"][0]
            return told if told["lastStatus"] == "STOPPED" else None
        told = until(60, "the task is stopped", look)
        self.assertEqual(told["stopCode"], "TaskFailedToStart")
        self.assertIn(told["containers"][0]["reason"], told["stoppedReason"])
        return told["containers"][0]["reason"]

    def test_an_image_that_is_not_there_is_told(self):
        self.registry.push("there", "1")
        self.assertRegex(self.failed_pull("there:2"), (
            r"^CannotPullContainerError: The task can’t pull the image\. Check whether the image "
            r"exists\. Error response from daemon: manifest unknown"))

    def test_a_refused_pull_is_told(self):
        self.registry.denied.add("secret")
        self.assertRegex(self.failed_pull("secret:1"), (
            r"^CannotPullContainerError: The task can’t pull the image\. Check that the role has "
            r"the permissions to pull images from the registry\. Error response from daemon: "))


if __name__ == "__main__":
    unittest.main()
