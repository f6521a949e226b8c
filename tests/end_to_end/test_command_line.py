"""The commands that ask a running server: what a person sees of real tasks, and exit codes."""
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
        cls.up = BerthUp()
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

    def test_wait_answers_the_exit_code_of_the_job(self):
        self.assertIn("STOPPED", self.succeed("run", "job:1", "--count", "2", "--wait"))
        code, _, error = self.berth("run", "job", "--wait", "--override", "main=sh -c 'exit 3'")
        self.assertEqual(code, 1)
        self.assertRegex(error, r"^berth: Task \w+ failed: container main exited with 3\n$")

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
