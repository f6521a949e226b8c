"""What tasks see of their agent: metadata, statistics, credentials, protection, from real
containers in each network mode. One `berth up` with all tasks for all tests; a last one looks at
what `berth down` leaves.
"""
import json
import os
import re
import subprocess
import unittest
import urllib.error
import urllib.request

from berth_agent import BerthAgent
from berth_up import BerthUp, docker, make_httpd_image, until

IMAGE = "berth-inside:1"
DEADLINE = 45.0
# Asks in its very first instant, before the agent can know that it runs; a job that no signal
# handler delays.
ASK = ('busybox wget -qO- "$ECS_CONTAINER_METADATA_URI_V4"; echo; '
       'busybox wget -qO- "$ECS_CONTAINER_METADATA_URI_V4/task"; echo; '
       "trap 'exit 0' TERM; sleep 3600 & wait")
MODES = ("bridge", "awsvpc", "host", "fargate")
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def container(**members):
    return {"name": "app", "image": IMAGE, "essential": True, "memory": 64, "cpu": 64,
            "entryPoint": ["sh", "-c"], "command": [ASK], "stopTimeout": 2, **members}


def definition(mode):
    if mode == "fargate":
        return {"family": "inside-fargate", "networkMode": "awsvpc", "cpu": "256",
                "memory": "512", "requiresCompatibilities": ["FARGATE"],
                "containerDefinitions": [container()]}
    # Port 80 of the host is a task's to publish: what others ask their agent must not reach it.
    more = {"portMappings": [{"containerPort": 80, "hostPort": 80}]} if mode == "bridge" else {}
    return {"family": "inside-" + mode, "networkMode": mode,
            "containerDefinitions": [container(**more)]}


def loopback_addresses():
    done = subprocess.run(["ip", "-o", "-4", "address", "show", "lo"], capture_output=True,
                          text=True, check=True)
    return re.findall(r"inet ([0-9.]+)/", done.stdout)


def ask(url, method="GET", body=None):
    """(status, JSON or text, headers) as the host itself is answered."""
    data = None if body is None else body.encode()
    request = urllib.request.Request(url, data=data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            status, text, headers = answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        status, text, headers = error.code, error.read().decode(), error.headers
    try:
        return status, json.loads(text), headers
    except ValueError:
        return status, text, headers


class Inside:
    """One task's only container."""

    def __init__(self, berth, mode, arn):
        self.berth, self.mode, self.arn = berth, mode, arn
        found = berth.containers("--filter", "label=com.amazonaws.ecs.task-arn=" + arn,
                                 "--filter", "label=com.amazonaws.ecs.container-name=app")
        self.docker_id = found[0]
        told = json.loads(docker("inspect", self.docker_id))[0]
        self.environment = dict(line.split("=", 1) for line in told["Config"]["Env"])

    def run(self, *words):
        done = subprocess.run(["docker", "exec", self.docker_id, *words], capture_output=True,
                              text=True, timeout=30)
        return done.stdout + done.stderr

    def read(self, url):
        """What the container itself gets."""
        return self.run("busybox", "wget", "-qO-", url)

    def read_json(self, url):
        text = self.read(url)
        try:
            return json.loads(text)
        except ValueError:
            raise AssertionError(f"{self.mode}: {url} answers {text}") from None

    @property
    def uri(self):
        return self.environment["ECS_CONTAINER_METADATA_URI_V4"]

    @property
    def agent_uri(self):
        return self.environment["ECS_AGENT_URI"]


class InsideWorld(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_httpd_image(IMAGE)
        cls.berth = BerthUp()
        cls.addClassCleanup(cls.berth.down)
        cls.berth.start()
        cls.ecs = cls.berth.client("ecs")
        cls.arns = {mode: cls.run_task(mode) for mode in MODES}
        until(DEADLINE, "all tasks run", lambda: not cls.not_running())
        cls.inside = {mode: Inside(cls.berth, mode, arn) for mode, arn in cls.arns.items()}

    @classmethod
    def run_task(cls, mode):
        cls.ecs.register_task_definition(**definition(mode))
        more = {"launchType": "FARGATE" if mode == "fargate" else "EC2"}
        if mode in ("awsvpc", "fargate"):
            subnets = cls.berth.client("ec2").describe_subnets()["Subnets"]
            more["networkConfiguration"] = {"awsvpcConfiguration": {
                "subnets": [each["SubnetId"] for each in subnets],
                "assignPublicIp": "DISABLED"}}
        answer = cls.ecs.run_task(taskDefinition="inside-" + mode,
                                  tags=[{"key": "mode", "value": mode}], **more)
        if answer["failures"]:
            raise AssertionError(answer["failures"])
        return answer["tasks"][0]["taskArn"]

    @classmethod
    def not_running(cls):
        tasks = cls.ecs.describe_tasks(tasks=list(cls.arns.values()))["tasks"]
        stopped = [task.get("stoppedReason") for task in tasks if task["lastStatus"] == "STOPPED"]
        if stopped:
            raise AssertionError(f"stopped: {stopped}")
        return [task for task in tasks if task["lastStatus"] != "RUNNING"]

    def each(self):
        for mode, inside in self.inside.items():
            with self.subTest(mode):
                yield mode, inside

    def test_the_environment_names_where_to_ask(self):
        for _, inside in self.each():
            base = r"http://169\.254\.170\.\d+"
            for name, path in (("ECS_CONTAINER_METADATA_URI", "v3"), ("ECS_AGENT_URI", "api"),
                               ("ECS_CONTAINER_METADATA_URI_V4", "v4")):
                self.assertRegex(inside.environment[name], f"^{base}/{path}/{UUID}$")
            self.assertEqual(inside.environment["AWS_REGION"], "us-east-1")
            self.assertEqual(inside.environment["AWS_DEFAULT_REGION"], "us-east-1")
            self.assertNotIn("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", inside.environment)
        self.assertEqual(len({inside.uri for inside in self.inside.values()}), len(MODES))

    def test_a_container_that_asks_at_once_is_answered(self):
        for mode, inside in self.each():
            lines = until(DEADLINE, "both answers are in the log",
                          lambda i=inside: self.answers_in_log(i))
            told, task = json.loads(lines[0]), json.loads(lines[1])
            self.assertEqual(told["DockerId"], inside.docker_id)
            self.assertEqual(told["KnownStatus"], "RUNNING")
            network = "awsvpc" if mode == "fargate" else mode
            self.assertEqual(told["Networks"][0]["NetworkMode"], network)
            self.assertEqual(task["TaskARN"], inside.arn)

    def answers_in_log(self, inside):
        lines = docker("logs", inside.docker_id).split("\n")
        return lines if len(lines) > 2 else None

    def test_metadata_tells_what_docker_knows(self):
        for mode, inside in self.each():
            told = json.loads(docker("inspect", inside.docker_id))[0]
            seen = inside.read_json(inside.uri)
            self.assertEqual("/" + seen["DockerName"], told["Name"])
            self.assertEqual(seen["Image"], IMAGE)
            self.assertEqual(seen["ImageID"], told["Image"])
            self.assertEqual(seen["Labels"], told["Config"]["Labels"])
            self.assertEqual(seen["Limits"], {"CPU": 64, "Memory": 64})
            self.assertEqual(seen["LogDriver"], told["HostConfig"]["LogConfig"]["Type"])
            self.assertTrue(seen["ContainerARN"].startswith("arn:aws:ecs:us-east-1:"))
            if mode == "bridge":
                address = told["NetworkSettings"]["Networks"]["bridge"]["IPAddress"]
                self.assertEqual(seen["Networks"][0]["IPv4Addresses"], [address])
                self.assertIn({"ContainerPort": 80, "Protocol": "tcp", "HostPort": 80,
                               "HostIp": "0.0.0.0"}, seen["Ports"])
            if mode in ("awsvpc", "fargate"):
                task = self.ecs.describe_tasks(tasks=[inside.arn])["tasks"][0]
                interface = task["containers"][0]["networkInterfaces"][0]
                self.assertEqual(seen["Networks"][0]["IPv4Addresses"],
                                 [interface["privateIpv4Address"]])
            older = inside.read_json(inside.environment["ECS_CONTAINER_METADATA_URI"])
            self.assertEqual(older["DockerId"], inside.docker_id)
            self.assertNotIn("LogDriver", older)

    def test_a_task_reads_about_itself(self):
        for mode, inside in self.each():
            task = inside.read_json(inside.uri + "/task")
            self.assertEqual(task["Family"], "inside-" + mode)
            self.assertEqual(task["Revision"], "1")
            self.assertEqual(task["LaunchType"], "FARGATE" if mode == "fargate" else "EC2")
            names = [each["Name"] for each in task["Containers"]]
            pause = ["~internal~ecs~pause"] if mode == "awsvpc" else []
            self.assertEqual(names, ["app", *pause])
            self.assertNotIn("fargate", task["Cluster"])
            tagged = inside.read_json(inside.uri + "/taskWithTags")
            self.assertEqual(tagged["TaskTags"], {"mode": mode})

    def test_statistics_are_dockers(self):
        for mode, inside in self.each():
            stats = inside.read_json(inside.uri + "/stats")
            self.assertGreater(stats["memory_stats"]["usage"], 0)
            self.assertEqual(stats["id"], inside.docker_id)
            all_stats = inside.read_json(inside.uri + "/task/stats")
            self.assertIn(inside.docker_id, all_stats)
            self.assertEqual(len(all_stats), 2 if mode == "awsvpc" else 1)
            if mode != "host":
                self.assertGreater(sum(each["rx_bytes"] for each in stats["networks"].values()), 0)

    def test_version_2_knows_a_task_by_its_address(self):
        base = self.inside["awsvpc"].uri.split("/v4/")[0]
        other = self.inside["bridge"]
        for mode in ("awsvpc", "fargate"):
            inside = self.inside[mode]
            self.assertEqual(inside.read_json(base + "/v2/metadata")["TaskARN"], inside.arn)
            own = inside.read_json(base + "/v2/metadata/" + inside.docker_id)
            self.assertEqual(own["Name"], "app")
            self.assertIn("400 Bad Request", inside.read(base + "/v2/metadata/" + other.docker_id))
        for mode in ("bridge", "host"):
            self.assertIn("400 Bad Request", self.inside[mode].read(base + "/v2/metadata"))
        status, told, _ = ask(base + "/v2/metadata")
        self.assertEqual(status, 400)
        self.assertIn("unable to associate '169.254.170.", told)

    def test_an_id_that_nobody_has_is_not_found(self):
        base = self.inside["bridge"].uri.split("/v4/")[0]
        nobody = "00000000-0000-4000-8000-000000000000"
        for inside in self.inside.values():
            self.assertIn("404 Not Found", inside.read(f"{base}/v4/{nobody}/task"))
        status, told, _ = ask(f"{base}/v4/{nobody}")
        self.assertEqual(status, 404)
        self.assertTrue(told.startswith("V4 container metadata handler: unable to get"), told)

    def test_no_task_has_credentials_yet_and_who_guesses_is_not_written_down(self):
        base = self.inside["bridge"].uri.split("/v4/")[0]
        for path, code in (("/v2/credentials/", "NoIdInRequest"),
                           ("/v2/credentials/guess", "InvalidIdInRequest"),
                           ("/v1/credentials?id=guess", "InvalidIdInRequest")):
            status, told, _ = ask(base + path)
            self.assertEqual((status, told["code"]), (400, code))
        trail = os.path.join(self.berth.data, "audit.log")
        self.assertFalse(os.path.exists(trail), "who guesses must not fill it")

    def test_protection_and_faults_are_refused(self):
        inside = self.inside["bridge"]
        state = inside.agent_uri + "/task-protection/v1/state"
        for method, body in (("GET", None), ("PUT", '{"ProtectionEnabled":true}')):
            status, told, _ = ask(state, method, body)
            self.assertEqual((status, told["error"]["Code"]), (403, "AccessDeniedException"))
            self.assertEqual(told["error"]["Arn"], inside.arn)
        status, told, _ = ask(state, "PUT", '{"Protection":true}')
        self.assertEqual((status, told["error"]["Code"]), (400, "InvalidParameterException"))
        status, told, _ = ask(inside.agent_uri + "/fault/v1/network-latency/start", "POST", "{}")
        self.assertEqual(status, 400)
        self.assertEqual(told["Error"],
                         "enableFaultInjection is not enabled for task: " + inside.arn)

    def test_the_host_is_told_of_its_container_instance_only(self):
        base = "http://127.0.0.1:51678"
        self.assertEqual(ask(base + "/")[1],
                         {"AvailableCommands": ["/v1/metadata", "/v1/tasks", "/license"]})
        metadata = ask(base + "/v1/metadata")[1]
        self.assertEqual(metadata["Cluster"], "default")
        instances = self.ecs.list_container_instances()["containerInstanceArns"]
        self.assertEqual([metadata["ContainerInstanceArn"]], instances)
        told = {task["Arn"] for task in ask(base + "/v1/tasks")[1]["Tasks"]}
        self.assertEqual(told, {self.arns[mode] for mode in MODES if mode != "fargate"})
        inside = self.inside["host"]
        for query in ("taskarn=" + inside.arn, "dockerid=" + inside.docker_id,
                      "dockerid=" + inside.docker_id[:12]):
            status, task, _ = ask(f"{base}/v1/tasks?{query}")
            self.assertEqual((status, task["Arn"]), (200, inside.arn))
            self.assertEqual(task["KnownStatus"], "RUNNING")
        self.assertEqual(ask(base + "/v1/tasks?dockerid=" + inside.docker_id[:13])[0], 404)
        self.assertEqual(ask(base + "/v1/tasks?taskarn=x&dockerid=y")[0], 400)
        self.assertIn("Apache License", ask(base + "/license")[1])

    def test_too_many_questions_are_refused_for_a_while(self):
        uri = self.inside["bridge"].uri
        refused = [headers for status, _, headers in (ask(uri) for _ in range(150))
                   if status == 429]
        self.assertTrue(refused, "150 requests at once")
        self.assertEqual(refused[0]["X-Rate-Limit-Limit"], "40.00")
        self.assertTrue(self.inside["bridge"].read_json(uri), "others are not refused meanwhile")
        until(5, "the host may ask again", lambda: ask(uri)[0] == 200)

    def test_uris_work_after_the_agent_was_killed(self):
        self.berth.kill()
        self.berth.start()
        for _, inside in self.each():
            self.assertEqual(inside.read_json(inside.uri)["DockerId"], inside.docker_id)
            self.assertEqual(inside.read_json(inside.uri + "/task")["TaskARN"], inside.arn)

    def test_a_second_process_takes_an_address_of_its_own(self):
        self.ecs.create_cluster(clusterName="second")
        agent = BerthAgent(self.berth, "second")
        try:
            agent.start()
            arn = self.ecs.run_task(cluster="second", taskDefinition="inside-host",
                                    launchType="EC2")["tasks"][0]["taskArn"]
            until(DEADLINE, "the task runs", lambda: self.ecs.describe_tasks(
                cluster="second", tasks=[arn])["tasks"][0]["lastStatus"] == "RUNNING")
            inside = Inside(self.berth, "host", arn)
            address = inside.uri.split("/v4/")[0]
            self.assertNotEqual(address, self.inside["host"].uri.split("/v4/")[0])
            self.assertEqual(inside.read_json(inside.uri)["DockerId"], inside.docker_id)
            elsewhere = inside.uri.replace(address, self.inside["host"].uri.split("/v4/")[0])
            self.assertIn("404 Not Found", inside.read(elsewhere))
            self.ecs.stop_task(cluster="second", task=arn)
            until(DEADLINE, "the task is gone", lambda: not self.berth.containers(
                "--filter", "label=com.amazonaws.ecs.task-arn=" + arn))
        finally:
            agent.stop()
        self.assertNotIn(address.split("/")[-1], loopback_addresses(), "an idle agent took it away")


class AfterDown(unittest.TestCase):
    def test_nothing_is_left_of_the_address(self):
        before = set(loopback_addresses())
        make_httpd_image(IMAGE)
        berth = BerthUp().start()
        try:
            taken = set(loopback_addresses()) - before
            self.assertEqual(len(taken), 1)
            ecs = berth.client("ecs")
            ecs.register_task_definition(**definition("host"))
            arn = ecs.run_task(taskDefinition="inside-host")["tasks"][0]["taskArn"]
            until(DEADLINE, "the task runs", lambda: ecs.describe_tasks(
                tasks=[arn])["tasks"][0]["lastStatus"] == "RUNNING")
            berth.kill()
            self.assertEqual(set(loopback_addresses()) - before, taken)
        finally:
            berth.down()
        self.assertEqual(set(loopback_addresses()), before)


if __name__ == "__main__":
    unittest.main()
