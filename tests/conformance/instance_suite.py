"""What a container instance must look like from the server's side, whichever agent it runs:
Amazon's or Berth's own. A class that mixes this in says how to start an agent, and every test uses
the AWS API alone: boto3, and the AWS CLI where users would wait with it."""
import json
import time

DEADLINE = 60.0
# Ends at once when it is asked to.
SERVE = "trap 'exit 143' TERM; sleep 1000 & wait"
MISSING_IMAGE = "127.0.0.1:9/berth-no-such-image:1"
TIMES = ("createdAt", "pullStartedAt", "pullStoppedAt", "startedAt", "executionStoppedAt",
         "stoppedAt")


class InstanceSuite:
    """Needs: `ecs` (a boto3 client), `aws(*words)` (the CLI's answer as text), `cluster`, in which
    there is one instance and nothing else, `image` with a shell, `kill_agent()`, `start_agent()`
    and `free_port()`."""

    def tearDown(self):
        left = self.ecs.list_tasks(cluster=self.cluster)["taskArns"]
        for task in left:
            self.ecs.stop_task(cluster=self.cluster, task=task)
        self.until("all tasks are stopped", lambda: all(
            self.describe(task)["lastStatus"] == "STOPPED" for task in left))

    def until(self, what, look):
        end = time.monotonic() + DEADLINE
        while not (found := look()):
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)
        return found

    def family(self):
        return self.id().rsplit(".", 1)[1]

    def define(self, *, script=SERVE, task=None, **container):
        """Registers the family of this test; answers its name."""
        family = self.family()
        self.ecs.register_task_definition(family=family, **(task or {}), containerDefinitions=[
            {"name": "app", "image": self.image, "command": ["sh", "-c", script], "cpu": 32,
             "memory": 16, "stopTimeout": 1, **container}])
        return family

    def run_task(self, family, **members):
        answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=family, **members)
        self.assertEqual(answer["failures"], [])
        return [task["taskArn"] for task in answer["tasks"]]

    def describe(self, task):
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=[task])["tasks"][0]

    def awaited(self, task, status):
        def look():
            told = self.describe(task)
            if told["lastStatus"] == "STOPPED" != status:
                self.fail(f"stopped: {told['stoppedReason']}, {told['containers']}")
            return told if told["lastStatus"] == status else None
        return self.until(f"the task is {status}", look)

    def instance(self):
        [arn] = self.ecs.list_container_instances(cluster=self.cluster)["containerInstanceArns"]
        [told] = self.ecs.describe_container_instances(
            cluster=self.cluster, containerInstances=[arn])["containerInstances"]
        return told

    def remaining(self):
        return {each["name"]: each["stringSetValue" if each["type"] == "STRINGSET" else
                                   "integerValue"]
                for each in self.instance()["remainingResources"]}

    def assert_failures(self, answer, reason):
        self.assertEqual(answer["tasks"], [])
        self.assertEqual([(each["arn"], each["reason"]) for each in answer["failures"]],
                         [(self.instance()["containerInstanceArn"], reason)])

    def test_the_instance_is_active_and_connected(self):
        told = self.instance()
        self.assertEqual((told["status"], told["agentConnected"]), ("ACTIVE", True))
        self.assertTrue(told["versionInfo"]["agentVersion"])
        self.assertTrue(told["versionInfo"]["dockerVersion"])
        names = {each["name"] for each in told["attributes"]}
        self.assertLessEqual({"ecs.os-type", "ecs.availability-zone",
                              "com.amazonaws.ecs.capability.docker-remote-api.1.21"}, names)
        registered = {each["name"] for each in told["registeredResources"]}
        self.assertEqual(registered, {"CPU", "MEMORY", "PORTS", "PORTS_UDP"})

    def test_a_task_that_ends_well_tells_how_and_when(self):
        [task] = self.run_task(self.define(script="exit 0"))
        told = self.awaited(task, "STOPPED")
        self.assertEqual((told["stopCode"], told["stoppedReason"]),
                         ("EssentialContainerExited", "Essential container in task exited"))
        self.assertEqual(told["containers"][0]["exitCode"], 0)
        times = [told[name] for name in TIMES]
        self.assertEqual(times, sorted(times))

    def test_the_cli_waits_for_the_end_and_shows_the_exit_code(self):
        started = json.loads(self.aws("ecs", "run-task", "--cluster", self.cluster,
                                      "--task-definition", self.define(script="exit 7")))
        task = started["tasks"][0]["taskArn"]
        self.aws("ecs", "wait", "tasks-stopped", "--cluster", self.cluster, "--tasks", task)
        told = json.loads(self.aws("ecs", "describe-tasks", "--cluster", self.cluster, "--tasks",
                                   task))["tasks"][0]
        self.assertEqual((told["stopCode"], told["containers"][0]["exitCode"]),
                         ("EssentialContainerExited", 7))

    def test_an_image_that_cannot_be_pulled_is_told(self):
        task = json.loads(self.aws("ecs", "run-task", "--cluster", self.cluster,
                                   "--task-definition", self.define(image=MISSING_IMAGE)))
        task = task["tasks"][0]["taskArn"]
        self.aws("ecs", "wait", "tasks-stopped", "--cluster", self.cluster, "--tasks", task)
        told = self.describe(task)
        self.assertEqual(told["stopCode"], "TaskFailedToStart")
        self.assertIn("CannotPull", told["stoppedReason"])
        self.assertRegex(told["containers"][0]["reason"], r"^CannotPull\w*Error: ")
        self.assertNotIn("exitCode", told["containers"][0])

    def test_a_task_beyond_the_capacity_is_refused_by_the_resource(self):
        left = self.remaining()
        for member, name in (("cpu", "CPU"), ("memory", "MEMORY")):
            family = self.define(**{member: left[name] + 1})
            answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=family)
            self.assert_failures(answer, "RESOURCE:" + name)
            told = json.loads(self.aws("ecs", "run-task", "--cluster", self.cluster,
                                       "--task-definition", family))
            self.assert_failures(told, "RESOURCE:" + name)

    def test_a_host_port_is_given_once(self):
        port = self.free_port()
        family = self.define(portMappings=[{"containerPort": 80, "hostPort": port}])
        [task] = self.run_task(family)
        answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=family)
        self.assert_failures(answer, "RESOURCE:PORTS")
        self.assertIn(str(port), self.remaining()["PORTS"])
        [binding] = self.awaited(task, "RUNNING")["containers"][0]["networkBindings"]
        self.assertEqual((binding["containerPort"], binding["hostPort"], binding["protocol"]),
                         (80, port, "tcp"))
        self.ecs.stop_task(cluster=self.cluster, task=task)
        self.awaited(task, "STOPPED")
        self.assertNotIn(str(port), self.remaining()["PORTS"])

    def test_a_running_task_takes_its_share_and_gives_it_back(self):
        before = self.remaining()
        [task] = self.run_task(self.define(portMappings=[{"containerPort": 80}]))
        running = self.awaited(task, "RUNNING")
        [container] = running["containers"]
        self.assertRegex(container["runtimeId"], r"^[0-9a-f]{64}$")
        self.assertGreater(container["networkBindings"][0]["hostPort"], 0)
        after = self.remaining()
        self.assertEqual((before["CPU"] - after["CPU"], before["MEMORY"] - after["MEMORY"]),
                         (32, 16))
        self.assertEqual(self.instance()["runningTasksCount"], 1)
        self.ecs.stop_task(cluster=self.cluster, task=task, reason="seen enough")
        stopped = self.awaited(task, "STOPPED")
        self.assertEqual((stopped["stopCode"], stopped["stoppedReason"]),
                         ("UserInitiated", "seen enough"))
        self.assertIn(stopped["containers"][0]["exitCode"], (137, 143))
        self.assertEqual(self.remaining(), before)

    def test_start_task_names_the_instance(self):
        family, here = self.define(), self.instance()["containerInstanceArn"]
        nowhere = here.rsplit("/", 1)[0] + "/" + "0" * 32
        answer = self.ecs.start_task(cluster=self.cluster, taskDefinition=family,
                                     containerInstances=[here, nowhere], startedBy="by-hand")
        self.assertEqual([(each["arn"], each["reason"]) for each in answer["failures"]],
                         [(nowhere, "MISSING")])
        [task] = answer["tasks"]
        told = self.awaited(task["taskArn"], "RUNNING")
        self.assertEqual((told["containerInstanceArn"], told["startedBy"]), (here, "by-hand"))

    def test_overrides_reach_the_container(self):
        family = self.define(script="exit 1", environment=[{"name": "CODE", "value": "1"}])
        [task] = self.run_task(family, overrides={"containerOverrides": [
            {"name": "app", "command": ["sh", "-c", "exit $CODE"], "memory": 24, "environment": [
                {"name": "CODE", "value": "5"}]}]})
        told = self.awaited(task, "STOPPED")
        self.assertEqual(told["containers"][0]["exitCode"], 5)
        self.assertEqual(told["containers"][0]["memory"], "24")

    def test_several_are_listed_by_who_started_them(self):
        family = self.define()
        tasks = self.run_task(family, count=3, startedBy="several", tags=[
            {"key": "colour", "value": "red"}])
        self.assertEqual(len(set(tasks)), 3)
        listed = self.ecs.list_tasks(cluster=self.cluster, startedBy="several")["taskArns"]
        self.assertEqual(sorted(listed), sorted(tasks))
        nobody = self.ecs.list_tasks(cluster=self.cluster, startedBy="nobody")
        self.assertEqual(nobody["taskArns"], [])
        listed = self.ecs.list_tasks(cluster=self.cluster, family=family)["taskArns"]
        self.assertEqual(sorted(listed), sorted(tasks))
        for task in tasks:
            self.assertEqual(self.awaited(task, "RUNNING")["group"], "family:" + family)
        told = self.ecs.describe_tasks(cluster=self.cluster, tasks=tasks[:1], include=["TAGS"])
        self.assertEqual(told["tasks"][0]["tags"], [{"key": "colour", "value": "red"}])

    def test_an_agent_that_comes_back_keeps_instance_and_task(self):
        [task] = self.run_task(self.define())
        before, container = self.instance(), self.awaited(task, "RUNNING")["containers"][0]
        self.kill_agent()
        self.until("the server has noticed", lambda: not self.instance()["agentConnected"])
        answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=self.family())
        self.assert_failures(answer, "AGENT")
        self.start_agent()
        self.until("it is back", lambda: self.instance()["agentConnected"])
        after = self.describe(task)
        self.assertEqual(self.instance()["containerInstanceArn"], before["containerInstanceArn"])
        self.assertEqual((after["lastStatus"], after["containers"][0]["runtimeId"]),
                         ("RUNNING", container["runtimeId"]))
        self.ecs.stop_task(cluster=self.cluster, task=task)
        self.awaited(task, "STOPPED")

    def test_a_draining_instance_takes_no_task(self):
        family, arn = self.define(), self.instance()["containerInstanceArn"]
        def turn(status):
            answer = self.ecs.update_container_instances_state(
                cluster=self.cluster, containerInstances=[arn], status=status)
            self.assertEqual(answer["containerInstances"][0]["status"], status)
        turn("DRAINING")
        try:
            with self.assertRaises(self.ecs.exceptions.InvalidParameterException) as caught:
                self.ecs.run_task(cluster=self.cluster, taskDefinition=family)
            self.assertIn("No Container Instances were found in your cluster.",
                          str(caught.exception))
        finally:
            turn("ACTIVE")
        self.awaited(self.run_task(family)[0], "RUNNING")

    def test_an_instance_with_tasks_is_not_deregistered_by_mistake(self):
        [task] = self.run_task(self.define())
        self.awaited(task, "RUNNING")
        with self.assertRaises(self.ecs.exceptions.InvalidParameterException):
            self.ecs.deregister_container_instance(
                cluster=self.cluster, containerInstance=self.instance()["containerInstanceArn"])
        self.assertEqual(self.instance()["status"], "ACTIVE")

