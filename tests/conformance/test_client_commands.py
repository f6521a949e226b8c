"""The commands that ask a server: what only a real one, its files and its exit codes show."""
import os
import pathlib
import subprocess
import unittest

from berth_server import BERTH, ROOT_KEY, ConformanceTest, free_port
from service_world import ServiceWorld


def berth(*words, environment=(), **options):
    """The finished process. Nothing of the variables that AWS clients read is left to it."""
    variables = {name: value for name, value in os.environ.items()
                 if not name.startswith("AWS_")}
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([BERTH, *words], env={**variables, **dict(environment)},
                          stderr=subprocess.PIPE, text=True, timeout=120, check=False, **options)


class CommandLine(ConformanceTest):
    FLAGS = ("--region", "eu-west-1")

    def ask(self, command, *words, **options):
        return berth(command, "--data", self.server.data, *words, **options)

    def test_the_region_of_the_server_is_asked_in(self):
        self.server.client("ecs", region="eu-west-1").create_cluster(clusterName="there")
        done = self.ask("services", "--cluster", "there")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("export AWS_REGION=eu-west-1\n", self.ask("env").stdout)
        done = self.ask("services", "--cluster", "there", "--region", "us-east-1")
        self.assertEqual((done.returncode, done.stderr), (1, "berth: Cluster not found.\n"))

    def test_the_variables_of_aws_clients_name_a_server(self):
        self.server.client("ecs", region="us-west-2").create_cluster(clusterName="far")
        variables = {"AWS_ENDPOINT_URL": self.server.endpoint, "AWS_REGION": "us-west-2",
                     "AWS_ACCESS_KEY_ID": ROOT_KEY[0], "AWS_SECRET_ACCESS_KEY": ROOT_KEY[1]}
        done = berth("services", "--cluster", "far", environment=variables)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        wrong = {**variables, "AWS_SECRET_ACCESS_KEY": "wrong"}
        done = berth("services", "--cluster", "far", environment=wrong)
        self.assertEqual(done.returncode, 1)

    def test_output_that_cannot_be_written_is_an_error(self):
        self.server.client("ecs", region="eu-west-1").create_cluster(clusterName="default")
        with open("/dev/full", "w") as full:
            for command in ("env", "tasks"):
                done = self.ask(command, stdout=full)
                self.assertEqual((done.returncode, done.stderr),
                                 (1, "berth: The output could not be written.\n"), command)

    def test_events_of_what_does_not_exist(self):
        done = self.ask("events", "--cluster", "nope")
        self.assertEqual((done.returncode, done.stderr), (1, "berth: Cluster not found.\n"))
        done = self.ask("events", "nosuch")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "", "berth: Nothing is known of the service nosuch.\n"))

    def test_help_is_text(self):
        for words in (("server",), ("up",), ("run",), ("deploy",), ("events",), ("agent",)):
            shown = berth(*words, "--help").stdout
            self.assertFalse([each for each in shown if ord(each) < 32 and each != "\n"], words)
            self.assertNotIn("[UNIT]", shown)

    def test_watching_ends_at_once_where_no_server_is(self):
        data = pathlib.Path(self.server.data, "gone")
        data.mkdir(exist_ok=True)
        (data / "credentials").write_text(pathlib.Path(self.server.data, "credentials").read_text())
        (data / "endpoint").write_text(f"http://127.0.0.1:{free_port()}\n")
        done = berth("service", "web", "--watch", "--data", str(data))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"^berth: [^\n]+\n$")


class Rollback(ServiceWorld):
    def roll_back(self):
        return berth("rollback", "web", "--cluster", self.cluster, "--data", self.server.data)

    def revision(self):
        return self.told()["currentServiceRevisions"][0]["arn"]

    def told(self):
        return self.call("DescribeServices", cluster=self.cluster, services=["web"])["services"][0]

    def test_the_revision_that_ran_before_runs_again(self):
        self.add()
        first = self.define()
        self.create(1)
        self.completed()
        revision = self.revision()
        self.update(taskDefinition=self.define("serve again"))
        self.completed()
        self.assertNotEqual(self.revision(), revision)
        done = self.roll_back()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.endswith(
            f"Service web runs {first.rsplit('/')[-1]} again.\n"), done.stdout)
        self.assertEqual(self.revision(), revision)
        self.assertEqual(self.told()["taskDefinition"], first)
        running = {task["taskArn"] for task in self.tasks()}

        done = self.roll_back()
        self.assertEqual((done.returncode, done.stderr),
                         (1, "berth: The service web has run nothing else before that could be "
                             "deployed again.\n"))
        self.assertEqual({task["taskArn"] for task in self.tasks()}, running)


if __name__ == "__main__":
    unittest.main()
