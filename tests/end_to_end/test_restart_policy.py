"""restartPolicy on real containers: a run of a minute, which is the shortest period that ECS takes,
goes on over a kill of Berth and is followed by another run of the same container.

Two tasks run at the same time; all tests look at what became of them.
"""
import json
import subprocess
import unittest

from berth_up import REPOSITORY, BerthUp, docker, until
from container_fields.checks import IMAGE, container, shell

PERIOD = 60
RUN = PERIOD + 1
LABEL = "com.amazonaws.ecs.task-definition-family"


class RestartPolicy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([REPOSITORY / "tests" / "images" / "build", IMAGE], check=True, timeout=120)
        cls.berth = BerthUp()
        cls.addClassCleanup(cls.berth.down)
        cls.berth.start()
        cls.ecs = cls.berth.client("ecs")
        cls.arns = {family: cls.run_task(family, ignored)
                    for family, ignored in [("restarted", 0), ("ignored", 3)]}
        until(30, "both tasks run", lambda: all(
            cls.task(family)["lastStatus"] == "RUNNING" for family in cls.arns))
        cls.first = cls.inspected("restarted")
        cls.told_first = cls.task("restarted")
        cls.berth.kill()
        cls.berth.start()
        until(RUN + 30, "the container runs again", lambda: cls.runs_again(cls.inspected(
            "restarted")))
        cls.second = cls.inspected("restarted")
        cls.told_second = cls.task("restarted")

    @classmethod
    def run_task(cls, family, ignored):
        policy = {"enabled": True, "restartAttemptPeriod": PERIOD, "ignoredExitCodes": [ignored]}
        app = container("app", command=shell(f"echo run; sleep {RUN}; exit 3"),
                        portMappings=[{"containerPort": 80}], restartPolicy=policy)
        cls.berth.register_task_definition({"family": family, "containerDefinitions": [app]})
        return cls.ecs.run_task(taskDefinition=family)["tasks"][0]["taskArn"]

    @classmethod
    def task(cls, family):
        return cls.ecs.describe_tasks(tasks=[cls.arns[family]])["tasks"][0]

    @classmethod
    def inspected(cls, family):
        only, = cls.berth.containers("--filter", f"label={LABEL}={family}")
        return json.loads(docker("inspect", only))[0]

    @classmethod
    def runs_again(cls, seen):
        started = seen["State"]["StartedAt"] != cls.first["State"]["StartedAt"]
        return seen["State"]["Running"] and started

    def test_the_same_container_runs_again(self):
        self.assertEqual(self.second["Id"], self.first["Id"])
        self.assertEqual(docker("logs", self.second["Id"]).split(), ["run", "run"])

    def test_the_host_port_stays(self):
        ports = [each["NetworkSettings"]["Ports"] for each in [self.first, self.second]]
        self.assertTrue(ports[0]["80/tcp"])
        self.assertEqual(ports[1], ports[0])

    def test_nobody_is_told_of_the_restart(self):
        # The agent's connection was made anew.
        told = [{**each, "connectivityAt": None} for each in [self.told_first, self.told_second]]
        self.assertEqual(told[1], told[0])

    def test_an_ignored_exit_code_ends_the_task(self):
        until(10, "the task is stopped", lambda: self.task("ignored")["lastStatus"] == "STOPPED")
        task = self.task("ignored")
        self.assertEqual(task["stopCode"], "EssentialContainerExited")
        self.assertEqual(task["containers"][0]["exitCode"], 3)

    def test_zz_a_run_below_the_period_ends_the_task(self):
        docker("kill", self.second["Id"])
        until(10, "the task is stopped", lambda: self.task("restarted")["lastStatus"] == "STOPPED")
        self.assertEqual(self.task("restarted")["containers"][0]["exitCode"], 137)


if __name__ == "__main__":
    unittest.main()
