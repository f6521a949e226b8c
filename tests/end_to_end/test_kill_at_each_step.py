"""At each step of a task's start and stop somebody is killed: the agent, a container, or dockerd.

A proxy before Docker's socket holds the step's request, before Docker hears of it or before its
answer arrives, so that each kill comes at its moment whatever the machine's speed. In the end the
task runs, or it is told STOPPED with what happened to it; and nothing of it is left.
"""
import random
import re
import subprocess
import sys
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from berth_agent import BerthAgent
from berth_up import REPOSITORY, BerthUp, docker, free_port, make_httpd_image, until
from docker_proxy import DockerProxy
from docker_watch import LABEL
from private_engine import PrivateEngine

sys.path.insert(0, str(REPOSITORY / "tests" / "conformance"))
from berth_server import BerthServer  # noqa: E402

IMAGE = "berth-kills:1"
SOCKET = "/var/run/docker.sock"
DEADLINE = 60.0
AT_ONCE = 6
# What may truly be said of a task one of whose containers was taken away.
TAKEN_AWAY = re.compile(
    r"ContainerVanishedError: No container matching saved ID found|"
    r"Essential container in task exited|"
    r"Cannot(Create|Start)ContainerError: .*(No such container|is not running|is dead|"
    r"marked for removal|cannot join network).*", re.S)


@dataclass(frozen=True)
class Step:
    name: str
    pattern: str
    count: int = 1
    phase: str = "start"
    network: str = "bridge"


CREATE, START = r"POST \S+/containers/create", r"POST \S+/containers/\w+/start"
STOP, REMOVE = r"POST \S+/containers/\w+/stop", r"DELETE \S+/containers/"
STEPS = (
    Step("look for the image", r"GET \S+/images/"),
    Step("make the network", r"(GET|POST) \S+/networks", network="awsvpc"),
    Step("make the volume", r"POST \S+/volumes/create"),
    Step("create the pause container", CREATE, network="awsvpc"),
    Step("start the pause container", START, network="awsvpc"),
    Step("create the container", CREATE),
    Step("create beside the pause container", CREATE, 2, network="awsvpc"),
    Step("start the container", START),
    Step("start beside the pause container", START, 2, network="awsvpc"),
    Step("look at the started container", r"GET \S+/containers/\w+/json"),
    Step("stop the container", STOP, phase="stop"),
    Step("stop the pause container", STOP, 2, phase="stop", network="awsvpc"),
    Step("remove the container", REMOVE, phase="stop"),
    Step("remove the volume", r"DELETE \S+/volumes/", phase="stop"),
)


class Server(BerthServer):
    instances_connected = BerthUp.instances_connected
    containers = BerthUp.containers

    def __init__(self):
        self.account = f"{random.randrange(10**12):012}"
        super().__init__("--account", self.account)
        self.clients, self.making = {}, threading.Lock()

    def client(self, service):
        """One for all threads: they may use it together, but not make it."""
        with self.making:
            if service not in self.clients:
                self.clients[service] = super().client(service)
            return self.clients[service]

    def remove_networks(self):
        """An agent that ends leaves its VPCs' networks to the next one."""
        for vpc in self.client("ec2").describe_vpcs()["Vpcs"]:
            subprocess.run(["docker", "network", "rm", "berth-" + vpc["VpcId"]],
                           capture_output=True, check=False)


class Case:
    """One agent in a cluster of its own, with one task."""

    def __init__(self, server, name, engine_socket):
        self.server = server
        self.name = re.sub(r"\W+", "-", name)
        self.ecs = server.client("ecs")
        self.proxy = DockerProxy(engine_socket)
        self.ecs.create_cluster(clusterName=self.name)
        self.agent = BerthAgent(server, self.name, "--docker", "unix://" + self.proxy.path,
                                "--keep-failed", "0",
                                ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION="2s")
        self.port = free_port()

    def define(self, network):
        container = {"name": "app", "image": IMAGE, "essential": True, "memory": 32,
                     "stopTimeout": 2, "entryPoint": ["sh", "-c"],
                     "command": ["trap 'exit 0' TERM; sleep 3600 & wait"],
                     "mountPoints": [{"sourceVolume": "scratch", "containerPath": "/scratch"}]}
        if network == "bridge":
            container["portMappings"] = [{"containerPort": 80, "hostPort": self.port}]
        self.ecs.register_task_definition(
            family=self.name, networkMode=network, cpu="128", memory="64",
            volumes=[{"name": "scratch"}], containerDefinitions=[container])

    def run(self, network):
        members = {}
        if network == "awsvpc":
            subnets = self.server.client("ec2").describe_subnets()["Subnets"]
            members["networkConfiguration"] = {
                "awsvpcConfiguration": {"subnets": [each["SubnetId"] for each in subnets]}}
        made = self.ecs.run_task(cluster=self.name, taskDefinition=self.name, **members)
        if made["failures"]:
            raise AssertionError(str(made["failures"]))
        self.task = made["tasks"][0]["taskArn"]

    def told(self):
        return self.ecs.describe_tasks(cluster=self.name, tasks=[self.task])["tasks"][0]

    def wait_for(self, *statuses):
        return until(DEADLINE, f"{self.name} is {statuses}: {self.told()}",
                     lambda: next((told for told in [self.told()]
                                   if told["lastStatus"] in statuses), None))

    def stop(self):
        self.ecs.stop_task(cluster=self.name, task=self.task)

    def containers(self, engine):
        return engine("ps", "-aq", "--no-trunc", "--filter",
                      f"label={LABEL}task-arn={self.task}").split()

    def left(self, engine):
        """What is still there of the task."""
        volumes = engine("volume", "ls", "-q", "--filter", f"name=ecs-{self.name}-1-").split()
        task_id = self.task.rsplit("/", 1)[1]
        groups = subprocess.run(
            ["find", "/sys/fs/cgroup", "-maxdepth", "4", "-type", "d", "-name", f"*{task_id}*"],
            capture_output=True, text=True, check=False).stdout.split()
        return self.containers(engine) + volumes + groups

    def close(self):
        self.proxy.close()
        if self.agent.process:
            self.agent.stop()


class KillAtEachStep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_httpd_image(IMAGE)
        cls.addClassCleanup(subprocess.run, ["docker", "image", "rm", IMAGE], capture_output=True,
                            check=False)
        cls.server = Server()
        cls.addClassCleanup(cls.server.remove)
        cls.server.start()
        cls.addClassCleanup(cls.server.remove_networks)

    def play_all(self, cases, play):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            futures = [(case, pool.submit(play, *case)) for case in cases]
        for case, future in futures:
            with self.subTest(step=case[0].name, moment=case[1:]):
                future.result()

    def reach(self, case, step, moment):
        """Runs the task until its step, and answers the trap that holds it."""
        case.agent.start()
        case.define(step.network)
        if step.phase == "start":
            trap = case.proxy.set_trap(step.pattern, step.count, moment)
            case.run(step.network)
        else:
            case.run(step.network)
            case.wait_for("RUNNING")
            trap = case.proxy.set_trap(step.pattern, step.count, moment)
            case.stop()
        until(DEADLINE, f"{case.name}: the step is reached", trap.reached.is_set)
        return trap

    def end(self, case, engine):
        if case.told()["lastStatus"] == "RUNNING":
            case.stop()
        told = case.wait_for("STOPPED")
        until(DEADLINE, f"nothing is left of {case.name}", lambda: not case.left(engine))
        return told

    def kill_agent(self, step, moment):
        case = Case(self.server, f"agent {moment} {step.name}", SOCKET)
        try:
            trap = self.reach(case, step, moment)
            case.agent.kill()
            trap.released.set()
            case.agent.start()
            if step.phase == "start":
                case.wait_for("RUNNING")
            told = self.end(case, docker)
            self.assertEqual(told["stopCode"], "UserInitiated", told)
            self.assertIn(told["containers"][0]["exitCode"], (0, 137, 143), told)
        finally:
            case.close()

    def test_the_agent_is_killed(self):
        self.play_all([(step, moment) for step in STEPS for moment in ("before", "after")],
                      self.kill_agent)

    def remove_containers(self, step, moment):
        case = Case(self.server, f"container {moment} {step.name}", SOCKET)
        try:
            trap = self.reach(case, step, moment)
            for container in case.containers(docker):
                subprocess.run(["docker", "rm", "-f", container], capture_output=True, check=False)
            trap.released.set()
            told = case.wait_for("RUNNING", "STOPPED")
            # RUNNING may have been told of a container that had gone by then.
            until(DEADLINE, "the truth is told", lambda: (
                case.told()["lastStatus"] == "STOPPED" or case.containers(docker)))
            told = self.end(case, docker)
            self.assert_true_end(told)
        finally:
            case.close()

    def assert_true_end(self, told):
        """Of a task whose containers may have been taken away, or not have been there yet."""
        container = told["containers"][0]
        if "exitCode" in container:
            self.assertIn(container["exitCode"], (0, 137, 143), told)
            return
        self.assertRegex(container.get("reason") or told["stoppedReason"], TAKEN_AWAY)

    def test_its_containers_are_removed(self):
        self.play_all([(step, moment) for step in STEPS if "container" in step.name
                       for moment in ("before", "after")], self.remove_containers)

    def test_dockerd_is_killed(self):
        engine = PrivateEngine()
        self.addCleanup(engine.stop)
        engine.start()
        image = subprocess.run(["docker", "save", IMAGE], capture_output=True, check=True).stdout
        engine.docker("load", data=image)
        # Its network has no bridge.
        steps = [Step(step.name, step.pattern, step.count, step.phase, "none")
                 for step in STEPS if step.network == "bridge"]
        for step in steps:
            with self.subTest(step=step.name):
                self.kill_dockerd(engine, step)

    def kill_dockerd(self, engine, step):
        case = Case(self.server, f"dockerd {step.name}", engine.socket)

        def ask(*words):
            return engine.docker(*words).stdout.decode()
        try:
            trap = self.reach(case, step, "before")
            engine.kill()
            trap.released.set()
            engine.start()
            case.wait_for("RUNNING", "STOPPED")
            told = self.end(case, ask)
            self.assert_true_end(told)
        finally:
            case.close()


if __name__ == "__main__":
    unittest.main()
