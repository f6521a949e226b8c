"""`make up` deploys the example and says what to type next; again it changes nothing; `make down`
leaves the machine as it was."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import boto3

from berth_up import BERTH, REPOSITORY, docker, free_port

UP_DEADLINE, DOWN_DEADLINE, LINES_DEADLINE = 300, 120, 120


def processes():
    """(id, name) of all engines, servers and load balancers of this machine."""
    found = set()
    for each in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            name = (each / "comm").read_text().strip()
            dead = not (each / "cmdline").read_bytes()  # Only not collected by its parent yet.
        except OSError:  # It ended meanwhile.
            continue
        if name in ("berth", "haproxy", "dockerd") and not dead:
            found.add((each.name, name))
    return found


def machine():
    """All that `make up` could add to this machine, except below its data directory."""
    addresses = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True)
    return {"containers": set(docker("ps", "-aq", "--no-trunc").split()),
            "images": set(docker("images", "-a", "--no-trunc", "--format",
                                 "{{.Repository}}:{{.Tag}} {{.ID}}").splitlines()),
            "networks": set(docker("network", "ls", "-q", "--no-trunc").split()),
            "volumes": set(docker("volume", "ls", "-q").split()),
            "interfaces": set(os.listdir("/sys/class/net")),
            "addresses": set(addresses.stdout.split()),
            "processes": processes()}


def cgroups_of(tasks):
    ids = {arn.split("/")[-1] for arn in tasks}
    return [each for pattern in ("ecs/*", "*/ecs/*")
            for each in pathlib.Path("/sys/fs/cgroup").glob(pattern) if each.name in ids]


class MakeUp(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.home = tempfile.TemporaryDirectory(prefix="berth-home-")
        self.addCleanup(self.home.cleanup)
        self.data = pathlib.Path(self.home.name, "share", "berth")
        self.endpoint = f"127.0.0.1:{free_port()}"
        self.environment = {**os.environ, "HOME": self.home.name, "AWS_PAGER": "",
                            "XDG_DATA_HOME": str(self.data.parent), "BERTH_LISTEN": self.endpoint}
        for name in ("BERTH_DATA", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                     "AWS_ENDPOINT_URL"):
            self.environment.pop(name, None)

    def bash(self, deadline, *words):
        done = subprocess.run(["bash", *words], cwd=REPOSITORY, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=deadline)
        self.assertEqual(done.returncode, 0, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout

    def up(self):
        return self.bash(UP_DEADLINE, "tools/up")

    def down(self):
        return self.bash(DOWN_DEADLINE, "tools/down")

    def deployed(self):
        """What the APIs tell about the example, and when they tell it was made."""
        exports = self.bash(20, "-c", f"{BERTH} env")
        told = dict(line.removeprefix("export ").split("=", 1) for line in exports.splitlines())

        def client(service):
            return boto3.client(service, endpoint_url=told["AWS_ENDPOINT_URL"],
                                region_name=told["AWS_REGION"],
                                aws_access_key_id=told["AWS_ACCESS_KEY_ID"],
                                aws_secret_access_key=told["AWS_SECRET_ACCESS_KEY"])

        ecs, elb = client("ecs"), client("elbv2")
        found = {"tasks": ecs.list_tasks()["taskArns"],
                 "stopped tasks": ecs.list_tasks(desiredStatus="STOPPED")["taskArns"],
                 "definitions": ecs.list_task_definitions()["taskDefinitionArns"],
                 "services": ecs.describe_services(services=["primes"])["services"],
                 "groups": elb.describe_target_groups()["TargetGroups"],
                 "balancers": elb.describe_load_balancers()["LoadBalancers"]}
        balancer = found["balancers"][0]["LoadBalancerArn"]
        found["listeners"] = elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
        return found

    def check_what_it_told(self, told):
        lines = told.splitlines()
        url = next(line for line in lines if line.startswith("primes runs at ")).split()[-1]
        self.assertRegex(url, r"http://primes-\d+\.us-east-1\.elb\.localhost/primes/1000")
        running = [line.split() for line in lines[lines.index("What runs:") + 2:]]
        self.assertEqual([(row[1], row[3]) for row in running], [("service:primes", "RUNNING")] * 2)
        typed = [line for line in lines if line.startswith("  ")]
        self.assertEqual(typed.pop().strip(), "make down")
        answers = self.bash(LINES_DEADLINE, "-ec", "\n".join(typed))
        self.assertIn('"numberOfPrimes":9592', answers)
        self.assertIn("(service primes) ", answers)
        self.assertIn('"desiredCount": 4', answers)

    def check_the_readme(self):
        """Its first steps are typed as they stand there."""
        steps = (REPOSITORY / "README.md").read_text().split("## First steps", 1)[1]
        answers = self.bash(LINES_DEADLINE, "-ec", steps.split("```")[1])
        self.assertIn(":cluster/default", answers)
        self.assertIn('"serviceName": "primes"', answers)
        self.assertIn("service:primes", answers)
        self.assertIn("(service primes) ", answers)

    def test_up_twice_and_down(self):
        before = machine()
        self.addCleanup(self.down)
        first = self.up()
        running, deployed = machine(), self.deployed()
        self.assertEqual(len(deployed["tasks"]), 2)
        self.assertTrue(cgroups_of(deployed["tasks"]))
        second = self.up()
        self.assertEqual(machine(), running)
        self.assertEqual(self.deployed(), deployed)
        for told in (first, second):
            self.check_what_it_told(told)
        self.check_the_readme()
        self.down()
        self.assertEqual(machine(), before)
        self.assertEqual(cgroups_of(deployed["tasks"]), [])
        self.assertFalse(self.data.exists())
        self.down()


if __name__ == "__main__":
    unittest.main()
