"""Server, agent and HAProxy are killed, one by one, while requests go through the load balancers.

What they started goes on: no container is touched, no task starts twice, and requests fail only
while HAProxy itself is down.
"""
import json
import socket
import subprocess
import time
import unittest
import uuid
from contextlib import ExitStack, contextmanager

from berth_up import docker, until
from docker_watch import LABEL, DockerWatch, containers_of
from restart_world import CLUSTER, COUNT, FAMILIES, IMAGE, WEBS, RestartWorld
from traffic import Traffic

# Requests that must be served before a kill is called survived: several rounds of health checks.
SERVED_BEFORE, SERVED_DOWN, SERVED_AFTER = 20, 100, 250
HAPROXY_DOWN_MAX = 5.0
JOBS = 4


def all_containers():
    return set(docker("ps", "-aq", "--no-trunc").split())


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
        return True
    except OSError:
        return False


class Restarts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = RestartWorld()
        # Last first.
        cls.addClassCleanup(cls.world.remove_the_rest)
        cls.addClassCleanup(cls.world.up.down)
        cls.addClassCleanup(cls.world.agent.stop)
        cls.world.start()

    def setUp(self):
        self.world.start_what_was_killed()
        self.world.wait_until_steady()

    @contextmanager
    def traffic(self):
        """Steady requests to both services; served before the block begins and after it ended."""
        with ExitStack() as stack:
            streams = [stack.enter_context(Traffic(each.port, each.host))
                       for each in self.world.services]
            self.wait_for_served(streams, SERVED_BEFORE)
            yield streams
            self.wait_for_served(streams, SERVED_AFTER)

    def wait_for_served(self, streams, count):
        for each in streams:
            each.wait_for_served(count, 60)

    @contextmanager
    def nothing_changes(self):
        """No container of the services is touched and no task comes or goes, in this block."""
        world = self.world
        containers, tasks = containers_of(WEBS), world.tasks()
        # In awsvpc mode each task has a pause container too.
        self.assertEqual(len(containers), COUNT + 2 * COUNT)
        with DockerWatch(FAMILIES, IMAGE) as watch:
            yield
            world.wait_until_steady()
            self.assertEqual(watch.all_until_now(), [])
        self.assertEqual(containers_of(WEBS), containers)
        self.assertEqual(world.tasks(), tasks)

    def assert_no_failures(self, streams):
        for each in streams:
            self.assertEqual(each.failures(), [])

    def test_the_agent_is_killed(self):
        world = self.world
        with self.nothing_changes(), self.traffic() as streams:
            world.agent.kill()
            until(20, "the server sees it", lambda: not world.up.instances_connected(CLUSTER))
            self.wait_for_served(streams, SERVED_DOWN)
            world.agent.start()
        self.assert_no_failures(streams)

    def test_the_server_is_killed(self):
        world = self.world
        haproxies = world.haproxies()
        with self.nothing_changes(), self.traffic() as streams:
            world.up.kill()
            self.wait_for_served(streams, SERVED_DOWN)
            world.up.start()
            until(60, "the other agent is connected",
                  lambda: world.up.instances_connected(CLUSTER))
        self.assert_no_failures(streams)
        self.assertEqual(world.haproxies(), haproxies, "HAProxy was not left alone")

    def test_haproxy_is_killed(self):
        world = self.world
        killed = world.haproxies()
        with self.nothing_changes(), self.traffic() as streams:
            began = time.monotonic()
            world.kill_haproxy()
            until(20, "another HAProxy listens", lambda: (
                set(world.haproxies()) - set(killed)
                and all(accepts(each.port) for each in world.services)))
            ended = time.monotonic()
            self.wait_for_served(streams, SERVED_DOWN)
        for each in streams:
            self.assertEqual(each.failures_outside(began, ended), [])
        self.assertLess(ended - began, HAPROXY_DOWN_MAX)

    def test_everything_is_killed_at_once(self):
        world = self.world
        with self.nothing_changes(), self.traffic() as streams:
            began = time.monotonic()
            world.agent.kill()
            world.up.kill()
            world.kill_haproxy()
            world.up.start()
            world.agent.start()
            ended = time.monotonic()
        for each in streams:
            self.assertEqual(each.failures_outside(began, ended), [])
        with self.subTest("and the services are looked after again"):
            for family in WEBS:
                app = next(id for id, told in containers_of([family]).items() if told[1] == "app")
                docker("kill", app)
                until(30, "it is replaced", lambda: app not in containers_of([family]))
            world.wait_until_steady()

    def run_jobs(self, family):
        placed = ({"cluster": CLUSTER} if family == "job-ec2" else
                  {"launchType": "FARGATE", "networkConfiguration": self.world.network})
        made = self.world.up.client("ecs").run_task(taskDefinition=family, count=JOBS, **placed)
        self.assertEqual(made["failures"], [])
        return made["tasks"][0]["clusterArn"], {each["taskArn"] for each in made["tasks"]}

    def statuses(self, cluster, tasks):
        told = self.world.up.client("ecs").describe_tasks(cluster=cluster, tasks=list(tasks))
        return {each["lastStatus"] for each in told["tasks"]}

    def check_jobs(self, family, kill, moment):
        """Runs tasks, kills when Docker did so many things for them; each task starts once."""
        world = self.world
        with DockerWatch([family], IMAGE) as watch:
            cluster, tasks = self.run_jobs(family)
            until(30, f"Docker did {moment} things",
                  lambda: watch.count("create", "start") >= moment)
            kill()
            world.start_what_was_killed()
            until(60, "all run", lambda: self.statuses(cluster, tasks) == {"RUNNING"})
            events = watch.all_until_now()
        wanted = len(tasks) * (1 if family == "job-ec2" else 2)  # Pause containers count.
        for action in ("create", "start"):
            done = [event[1:] for event in events if event[0] == action]
            self.assertEqual(len(done), wanted, events)
            self.assertEqual(len(set(done)), wanted, events)
            self.assertEqual({task for task, _ in done}, tasks)
        there = [told for told in containers_of([family]).values() if told[0] in tasks]
        self.assertEqual(len(there), wanted)
        ecs = world.up.client("ecs")
        for task in tasks:
            ecs.stop_task(cluster=cluster, task=task)
        until(60, "all stopped", lambda: self.statuses(cluster, tasks) == {"STOPPED"})

    def make_late(self, family, **labels):
        """A container as an agent asks for those of `family`, whose task is gone by now."""
        app = next(id for id, told in containers_of([family]).items() if told[1] == "app")
        asked = json.loads(docker("inspect", app))[0]["Config"]["Labels"]
        asked[LABEL + "task-arn"] += "0"
        asked.update(labels)
        words = [word for name, value in asked.items() for word in ("--label", f"{name}={value}")]
        made = docker("create", "--name", f"ecs-{family}-1-app-{uuid.uuid4().hex[:20]}", *words,
                      IMAGE).strip()
        self.addCleanup(subprocess.run, ["docker", "rm", "-f", made], capture_output=True,
                        check=False, timeout=60)
        return made

    def test_what_docker_made_too_late_is_removed(self):
        late = self.make_late("web-ec2")
        self.make_late("web-ec2", **{"berth.instance-id": "i-0123456789abcdef0"})
        others = all_containers() - {late}
        self.world.agent.kill()
        self.world.agent.start()
        until(30, "it is removed", lambda: late not in all_containers())
        self.assertLessEqual(others, all_containers())

    def test_tasks_that_start_meanwhile_start_once(self):
        # What the round before stopped is removed meanwhile.
        kills = {"agent": ("job-ec2", self.world.agent.kill),
                 "server": ("job-ec2", self.world.up.kill),
                 "server and agent": ("job-fargate", self.world.up.kill)}
        for who, (family, kill) in kills.items():
            for moment in (0, 1, 2, 4, 7):
                with self.subTest(killed=who, moment=moment):
                    self.check_jobs(family, kill, moment)
        until(60, "their containers are gone",
              lambda: not containers_of(["job-ec2", "job-fargate"]))


if __name__ == "__main__":
    unittest.main()
