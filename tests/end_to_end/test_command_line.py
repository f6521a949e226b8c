"""The commands that ask a running server: what a person sees of real tasks, and exit codes."""
import json
import subprocess
import unittest

from berth_up import BERTH, BerthUp, docker, make_httpd_image, until

IMAGE = "berth-command-line:1"


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_httpd_image(IMAGE)
        # Last first.
        cls.addClassCleanup(docker, "rmi", "-f", IMAGE)
        cls.up = BerthUp(keep_failed="10m")
        cls.addClassCleanup(cls.up.down)
        cls.up.start()
        ecs = cls.up.client("ecs")
        for family, image, command in (("web", IMAGE, None), ("job", IMAGE, ["true"]),
                                       ("lost", "127.0.0.1:9/berth-no-such-image:1", None)):
            container = {"name": "main", "image": image, "memory": 32, "essential": True}
            if command:
                container["command"] = command
            else:
                container["portMappings"] = [{"containerPort": 80}]
                container["stopTimeout"] = 2  # As process 1 the server does not hear SIGTERM.
            ecs.register_task_definition(family=family, containerDefinitions=[container])

    def berth(self, *words):
        """(exit code, standard output, standard error)"""
        done = subprocess.run([BERTH, words[0], "--data", self.up.data, *words[1:]],
                              capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    def succeed(self, *words):
        code, out, error = self.berth(*words)
        self.assertEqual((code, error), (0, ""), words)
        return out

    def task_is(self, task, *texts):
        shown = self.succeed("task", task)
        return shown if all(each in shown for each in texts) else None

    def test_a_task_is_run_shown_and_stopped(self):
        out = self.succeed("run", "web")
        task, status = out.splitlines()[-1].split()[:2]
        self.assertEqual(status, "RUNNING")
        shown = self.task_is(task[:12], "web:1", "RUNNING", "->80", "started")
        self.assertTrue(shown, self.succeed("task", task))
        self.assertIn(task, self.succeed("tasks"))

        self.assertEqual(self.succeed("stop", task[:12], "--reason", "seen enough"),
                         f"Task {task} is stopping.\n")
        shown = until(60, "the task is stopped",
                      lambda: self.task_is(task, "Status           STOPPED\n",
                                           "seen enough (UserInitiated)"))
        moments = [line.split("  ")[1] for line in shown.split("WHEN")[1].splitlines()[1:]]
        self.assertEqual([each for each in moments if "pull" not in each],
                         ["created", "started", "stopping", "containers ended", "stopped"])
        [row] = [line for line in self.succeed("tasks").splitlines() if task in line]
        self.assertIn("seen enough", row)

    def test_a_service_is_deployed_scaled_and_rolled_back(self):
        ecs = self.up.client("ecs")
        ecs.register_task_definition(family="kept", containerDefinitions=[
            {"name": "main", "image": IMAGE, "memory": 32, "stopTimeout": 1,
             "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 5}}])
        ecs.create_service(serviceName="kept", taskDefinition="kept", desiredCount=1,
                           deploymentConfiguration={"deploymentCircuitBreaker": {
                               "enable": True, "rollback": True}})
        self.addCleanup(ecs.delete_service, service="kept", force=True)
        until(60, "it runs what a rollback can go back to", lambda: ecs.describe_services(
            services=["kept"])["services"][0]["deployments"][0]["rolloutState"] == "COMPLETED")
        out = self.succeed("deploy", "kept", "--image", IMAGE)
        self.assertIn("Registered kept:2.\n", out)
        self.assertIn("deployment completed.\n", out)
        self.assertIn("Service kept runs 2 tasks.\n", self.succeed("scale", "kept", "2"))
        self.assertIn("2 of 2 run", self.succeed("service", "kept"))

        code, out, error = self.berth("deploy", "kept", "--image",
                                      "127.0.0.1:9/berth-no-such-image:1")
        self.assertEqual(code, 1)
        self.assertIn("deployment failed: tasks failed to start.\n", out)
        self.assertIn(" stopped: CannotPull", out)
        self.assertRegex(error, r"^berth: The deployment was rolled back: [^\n]+ circuit breaker "
                                r"threshold was exceeded\. [^\n]+: CannotPull[^\n]+\n$")
        [row] = [line for line in self.succeed("services").splitlines()
                 if line.startswith("kept ")]
        self.assertRegex(row, r"^kept +ACTIVE +kept:2 +2 of 2 running")

        out = self.succeed("rollback", "kept")
        self.assertIn("Back to kept:1.\n", out)
        self.assertIn("Service kept runs kept:1 again.\n", out)
        self.check_explanations()

    def check_explanations(self):
        """Of the service `kept`, as text and as JSON."""
        out = self.explain("service", "kept")
        self.assertIn("2 of 2 running", out)
        self.assertRegex(out, r"\* +\w{32} +us-east-1a +FITS +")
        task = self.up.client("ecs").list_tasks(serviceName="kept")["taskArns"][0]
        out = self.explain("task", task.rsplit("/")[-1][:12])
        self.assertRegex(out, r"Placed there because +1 of 1 instances fit; us-east-1a has ")
        told = json.loads(self.explain("service", "kept", "--json"))
        self.assertEqual(told["nextTask"][0]["verdict"], "FITS")

    def explain(self, what, *words):
        done = subprocess.run([BERTH, "explain", what, "--data", self.up.data, *words],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_a_service_is_watched(self):
        ecs = self.up.client("ecs")
        ecs.create_service(serviceName="seen", taskDefinition="web", desiredCount=0)
        watcher = subprocess.Popen([BERTH, "service", "--data", self.up.data, "seen", "--watch"],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(watcher.stdout.close)
        self.assertIn("deployment completed.", watcher.stdout.readline())
        ecs.delete_service(service="seen")
        self.assertEqual(watcher.wait(timeout=20), 0, "it ends with its service")

    def test_wait_answers_the_exit_code_of_the_job(self):
        self.assertIn("STOPPED", self.succeed("run", "job:1", "--count", "2", "--wait"))
        code, _, error = self.berth("run", "job", "--wait", "--override", "main=sh -c 'exit 3'")
        self.assertEqual(code, 1)
        self.assertRegex(error, r"^berth: Task \w+ failed: container main exited with 3\n$")

    def run_job(self, script, *words):
        """The id of a task of `job` that runs `script`."""
        out = self.berth("run", "job", "--override", f"main=sh -c '{script}'", *words)[1]
        return out.splitlines()[-1].split()[0]

    def test_logs_of_a_failed_task_stay_readable(self):
        # A line longer than Docker keeps in one piece.
        job = self.run_job("echo begun; x=0123456789; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "
                           "x=$x$x; done; echo $x; echo lost >&2; exit 3", "--wait")
        long = "0123456789" * 4096
        code, out, error = self.berth("logs", job)
        self.assertEqual((code, out, error), (0, f"begun\n{long}\n", "lost\n"))

    def test_the_last_line_is_told_with_its_time(self):
        # One stream: Docker promises no order between two.
        job = self.run_job("echo begun >&2; echo lost >&2; exit 3", "--wait")
        _, out, error = self.berth("logs", job, "--tail", "1", "--timestamps", "--container",
                                   "main")
        self.assertEqual(out, "")
        self.assertRegex(error, r"^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z lost\n$")

    def test_logs_are_followed_until_the_task_ends(self):
        job = self.run_job("echo one; until [ -e /go ]; do sleep 0.1; done; echo two")
        reader = subprocess.Popen([BERTH, "logs", "--data", self.up.data, job[:12], "-f"],
                                  stdout=subprocess.PIPE, text=True)
        self.addCleanup(reader.stdout.close)
        self.assertEqual(reader.stdout.readline(), "one\n")
        [container] = self.up.containers("--filter", "status=running", "--filter",
                                         f"label=com.amazonaws.ecs.task-arn={self.arn(job)}")
        docker("exec", container, "sh", "-c", "echo >/go")
        self.assertEqual(reader.stdout.read(), "two\n")
        self.assertEqual(reader.wait(timeout=20), 0)

    def arn(self, task):
        return f"arn:aws:ecs:us-east-1:{self.up.account}:task/default/{task}"

    def test_a_task_that_cannot_start_is_an_error(self):
        code, _, error = self.berth("run", "lost")
        self.assertEqual(code, 1)
        self.assertRegex(error, r"^berth: Task \w+ did not start: CannotPull[^\n]+\n$")

    def test_what_the_server_refuses_is_one_line(self):
        for words in (("run", "nobody"), ("task", "zz"), ("stop", "zz")):
            code, out, error = self.berth(*words)
            self.assertEqual((code, out), (1, ""), words)
            self.assertRegex(error, r"^berth: [^\n]+\n$")


if __name__ == "__main__":
    unittest.main()
