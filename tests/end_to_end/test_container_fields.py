"""Each field of a container definition, on a real container: one row of a table, one test.

All rows run at the same time, as a task each; their checks look at them while they run and, if the
row asks for it, once they have been stopped. Then nothing of them may be left.
"""
import json
import pathlib
import re
import secrets
import shutil
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from berth_up import REPOSITORY, BerthUp, docker, free_port, until
from container_fields import (
    linux_table, network_table, order_table, process_table, refusals, volume_table)
from container_fields.checks import IMAGE, container
from container_fields.linux_table import Privileges
from container_fields.receivers import LogReceiver
from docker_watch import LABEL, DockerWatch

DEADLINE = 45.0
SHARED_VOLUME = "berth-fields-shared"
# Of this run alone: an earlier one may have been killed before it had removed its volumes.
PREFIX = f"fields{secrets.token_hex(4)}-"


class Seen:
    """What Berth and Docker tell about one row's task."""

    def __init__(self, arn, receiver, berth):
        self.arn = arn
        self.receiver = receiver
        self.berth = berth
        self.task, self.containers, self.events = {}, {}, []

    def told(self, name):
        return next(each for each in self.task["containers"] if each["name"] == name)

    def told_fully(self, name):
        """With members that an older boto3 leaves out."""
        answer = self.berth.call("DescribeTasks", {"tasks": [self.arn]})
        return next(each for each in answer["tasks"][0]["containers"] if each["name"] == name)

    def inspected(self, name):
        if name not in self.containers:
            raise AssertionError(f"Docker has no container {name}: {self.summary()}")
        return self.containers[name]

    def execute(self, name, command):
        done = subprocess.run(["docker", "exec", self.inspected(name)["Id"], "sh", "-c", command],
                              capture_output=True, text=True, timeout=30)
        return done.stdout + done.stderr

    def logs(self, name):
        return docker("logs", self.inspected(name)["Id"]).replace("\r\n", "\n").strip()

    def volume_at(self, name, path):
        mount = next(each for each in self.inspected(name)["Mounts"] if each["Destination"] == path)
        return json.loads(docker("volume", "inspect", mount["Name"]))[0]

    def summary(self):
        words = [self.task.get("lastStatus"), self.task.get("stoppedReason")]
        for each in self.task.get("containers", []):
            words += [each["name"], each.get("lastStatus"), each.get("exitCode"),
                      each.get("reason")]
        return " ".join(str(word) for word in words if word is not None)

    def settled(self, row):
        """Whether the task is as far as the row's checks need it, or has gone another way."""
        if self.task["lastStatus"] == "STOPPED":
            return True
        if row.status == "STOPPED" or self.task["lastStatus"] != "RUNNING":
            return False
        return all(self.told(name).get("healthStatus") == row.health for name in row.awaited())


def privileges():
    """What this host's engine does with a container that wants privileges."""
    done = subprocess.run(["docker", "run", "--rm", "--privileged", IMAGE, "true"],
                          capture_output=True, text=True, timeout=30)
    return Privileges.REFUSED if "unable to apply caps" in done.stderr else Privileges.GIVEN


def definition(row, family):
    return {"family": family, "containerDefinitions": [container("app", **row.app), *row.others],
            **row.task}


class World:
    """One `berth up` with a task for each row, from registration to removal."""

    def __init__(self, table, receiver):
        self.rows = {f"{PREFIX}{number}": row for number, row in enumerate(table)}
        self.receiver = receiver
        self.berth = BerthUp()
        self.seen, self.failures = {}, {row.rule: [] for row in table}

    def run(self):
        self.berth.start()
        self.ecs = self.berth.client("ecs")
        subnets = [each["SubnetId"] for each in
                   self.berth.client("ec2").describe_subnets()["Subnets"]]
        self.network = {"awsvpcConfiguration": {"subnets": subnets}}
        with DockerWatch(set(self.rows), IMAGE) as watch, ThreadPoolExecutor(8) as pool:
            list(pool.map(self.begin, self.rows))
            self.wait("what each row waits for", lambda row, seen: seen.settled(row))
            self.inspect()
            list(pool.map(self.look, self.rows))
            list(pool.map(self.stop, self.rows))
            self.wait("all are stopped", lambda row, seen: seen.task["lastStatus"] == "STOPPED")
            for action, arn, name in watch.all_until_now():
                for seen in self.seen.values():
                    if seen.arn == arn:
                        seen.events.append((action, name))
            for family, row in self.rows.items():
                self.check(family, row.after)

    def begin(self, family):
        row = self.rows[family]
        try:
            self.berth.register_task_definition(definition(row, family))
            more = dict(row.run)
            if row.task.get("networkMode") == "awsvpc":
                more["networkConfiguration"] = self.network
            answer = self.ecs.run_task(taskDefinition=family, **more)
            if answer["failures"]:
                raise AssertionError(f"RunTask answers {answer['failures']}")
            self.seen[family] = Seen(answer["tasks"][0]["taskArn"], self.receiver, self.berth)
        except Exception as error:  # Whatever went wrong belongs to this row alone.
            self.failures[row.rule].append(f"not started: {error}")

    def describe(self):
        arns = {seen.arn: seen for seen in self.seen.values()}
        tasks = self.ecs.describe_tasks(tasks=list(arns))["tasks"]
        for task in tasks:
            arns[task["taskArn"]].task = task

    def wait(self, what, done):
        def waiting():
            self.describe()
            return [family for family, seen in self.seen.items()
                    if not done(self.rows[family], seen)]
        try:
            until(DEADLINE, what, lambda: not waiting())
        except AssertionError as error:
            for family in waiting():
                self.failures[self.rows[family].rule].append(
                    f"{error}: {self.seen[family].summary()}")

    def inspect(self):
        ids = self.berth.containers()
        # Fails for those that are removed meanwhile, and tells about the others.
        done = subprocess.run(["docker", "inspect", *ids], capture_output=True, text=True,
                              timeout=60)
        by_arn = {seen.arn: seen for seen in self.seen.values()}
        for told in json.loads(done.stdout):
            labels = told["Config"]["Labels"]
            seen = by_arn.get(labels[LABEL + "task-arn"])
            if seen:
                seen.containers[labels[LABEL + "container-name"]] = told

    def look(self, family):
        row, seen = self.rows[family], self.seen.get(family)
        if seen and seen.task["lastStatus"] != row.status:
            self.failures[row.rule].append(f"not {row.status}, but {seen.summary()}")
        self.check(family, row.live)

    def check(self, family, checks):
        row, seen = self.rows[family], self.seen.get(family)
        for each in checks if seen else []:
            try:
                each(seen)
            except Exception as error:  # A check may also stumble over what is not there.
                self.failures[row.rule].append(f"{type(error).__name__}: {error}")

    def stop(self, family):
        if family in self.seen:
            self.ecs.stop_task(task=self.seen[family].arn)

    def leftovers(self):
        volumes = docker("volume", "ls", "-q", "--filter", "name=ecs-" + PREFIX).split()
        return self.berth.containers() + volumes


class ContainerFields(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([REPOSITORY / "tests" / "images" / "build", IMAGE], check=True, timeout=120)
        folder = tempfile.mkdtemp(prefix="berth-fields-")
        cls.addClassCleanup(shutil.rmtree, folder)
        pathlib.Path(folder, "note").write_text("from the host\n")
        cls.receiver = LogReceiver()
        cls.addClassCleanup(cls.receiver.close)
        table = [*process_table.rows(folder), *network_table.rows([free_port(), free_port()]),
                 *volume_table.rows(folder), *linux_table.rows(cls.receiver, privileges()),
                 *order_table.ROWS]
        cls.world = World(table, cls.receiver)
        cls.addClassCleanup(docker, "volume", "rm", "--force", SHARED_VOLUME)
        cls.addClassCleanup(cls.world.berth.down)
        cls.world.run()

    def test_nothing_is_left_but_the_shared_volume(self):
        until(30, "containers and volumes are removed", lambda: not self.world.leftovers())
        self.assertEqual(docker("volume", "ls", "-q", "--filter", "name=" + SHARED_VOLUME).strip(),
                         SHARED_VOLUME)

    def check_row(self, rule):
        failures = self.world.failures[rule]
        self.assertFalse(failures, "\n".join(failures))

    def check_refusal(self, row):
        with self.assertRaises(self.world.ecs.exceptions.ClientError) as caught:
            self.world.berth.register_task_definition(definition(row, "refused"))
        self.assertIn(row.text, str(caught.exception))


def add_tests():
    """A test for each row, named by its rule."""
    def name_of(rule):
        return "test_" + re.sub(r"\W+", "_", rule).strip("_")

    rows = [*process_table.rows(""), *network_table.rows([0, 0]), *volume_table.rows(""),
            *linux_table.rows(None, Privileges.GIVEN), *order_table.ROWS]
    for row in rows:
        setattr(ContainerFields, name_of(row.rule),
                lambda self, rule=row.rule: self.check_row(rule))
    for row in refusals.ROWS:
        setattr(ContainerFields, name_of("refuses " + row.rule),
                lambda self, row=row: self.check_refusal(row))


add_tests()

if __name__ == "__main__":
    unittest.main()
