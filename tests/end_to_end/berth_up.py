"""`berth up` for end-to-end tests: server, balancer and agents of one machine, on real Docker.

Needs root and a running Docker Engine (tools/docker_up starts one). Everything that a test makes is
found again by name and removed; what is left behind fails the test.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
import botocore.config
import busybox

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "conformance"))
from berth_server import BERTH, ROOT_KEY, free_port  # noqa: E402
from raw_call import call_ecs  # noqa: E402

UP_DEADLINE = 60.0


def until(deadline, what, look):
    """Looks again and again until `look` answers something true, which is returned."""
    end = time.monotonic() + deadline
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline} s: {what}")
        time.sleep(0.1)


def docker(*words):
    done = subprocess.run(["docker", *words], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise AssertionError(f"docker {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def make_httpd_image(tag="httpd:2.4"):
    """An image with `sh`, `hostname` and `httpd-foreground`, from Debian's static busybox."""
    root = busybox.archive(
        ("sh", "hostname", "httpd", "sleep", "cat", "echo", "mkdir", "kill", "true"),
        [("usr/local/bin/httpd-foreground",
          b"#!/bin/sh\nexec httpd -f -p 80 -h /usr/local/apache2/htdocs\n", 0o755),
         ("usr/local/apache2/htdocs/.keep", b"", 0o644),
         ("etc/passwd", b"root:x:0:0:root:/:/bin/sh\n", 0o644)])
    done = subprocess.run(
        ["docker", "import", "--change", "ENV PATH=/usr/local/bin:/bin", "--change",
         'CMD ["httpd-foreground"]', "-", tag], input=root, capture_output=True)
    if done.returncode:
        raise AssertionError("docker import: " + done.stderr.decode())


def end(process):
    """Ends a process as a person would, if there is one; answers its exit code."""
    if not process:
        return 0
    if process.poll() is None:
        process.terminate()
    return process.wait(timeout=30)


class BerthUp:
    def __init__(self, keep_failed="0s"):
        self.keep_failed = keep_failed
        # The account in the ARNs tells its tasks from those of other Berths on this machine.
        self.account = f"{random.randrange(10**12):012}"
        self.data = tempfile.mkdtemp(prefix="berth-up-")
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = open(os.path.join(self.data, "up.log"), "ab")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [BERTH, "up", "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
             "--root-key", ":".join(ROOT_KEY), "--account", self.account, "--allow-reset",
             "--keep-failed", self.keep_failed],
            stdout=self.log, stderr=self.log)
        until(UP_DEADLINE, "both agents are connected", self.agents_connected)
        return self

    def agents_connected(self):
        if self.process.poll() is not None:
            raise AssertionError("berth up ended: " + self.log_text())
        return self.instances_connected("default")

    def instances_connected(self, cluster):
        """Whether the cluster has instances and the agents of all of them are connected."""
        ecs = self.client("ecs")
        try:
            arns = ecs.list_container_instances(cluster=cluster)["containerInstanceArns"]
            if not arns:
                return False
            told = ecs.describe_container_instances(cluster=cluster, containerInstances=arns)
            return all(each["agentConnected"] for each in told["containerInstances"])
        except Exception:  # The server may not listen yet; the caller's deadline decides.
            return False

    def log_text(self):
        return pathlib.Path(self.data, "up.log").read_text(errors="replace")[-4000:]

    def containers(self, *filters):
        """The ids of all its tasks' containers in Docker, or of those that `filters` leave."""
        lines = docker("ps", "--all", "--no-trunc", "--filter", "label=com.amazonaws.ecs.task-arn",
                       *filters, "--format",
                       '{{.ID}} {{.Label "com.amazonaws.ecs.task-arn"}}').splitlines()
        return [line.split()[0] for line in lines if f":{self.account}:" in line]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def down(self):
        code = end(self.process)
        self.log.close()
        last_words = self.log_text()[-2000:]
        done = subprocess.run([BERTH, "down", "--data", self.data], capture_output=True, text=True,
                              timeout=120)
        shutil.rmtree(self.data, ignore_errors=True)
        if done.returncode:
            raise AssertionError("berth down: " + done.stderr)
        if code:
            raise AssertionError(f"berth up ended with {code}: {last_words}")

    def client(self, service, region="us-east-1"):
        config = botocore.config.Config(retries={"max_attempts": 0}, connect_timeout=5,
                                        read_timeout=30)
        return boto3.client(service, endpoint_url=self.endpoint, region_name=region,
                            aws_access_key_id=ROOT_KEY[0], aws_secret_access_key=ROOT_KEY[1],
                            config=config)

    def register_task_definition(self, members):
        return self.call("RegisterTaskDefinition", members)

    def call(self, operation, members):
        return call_ecs(self.endpoint, ROOT_KEY, operation, members)

    def aws(self, *words):
        """What the AWS CLI answers, or None when that is nothing."""
        text = self.aws_text(*words)
        return json.loads(text) if text.strip() else None

    def aws_text(self, *words):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": ROOT_KEY[0],
                       "AWS_SECRET_ACCESS_KEY": ROOT_KEY[1], "AWS_DEFAULT_REGION": "us-east-1",
                       "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
        done = subprocess.run(["/usr/bin/aws", "--output", "json", "--endpoint-url", self.endpoint,
                               *words], env=environment, capture_output=True, text=True,
                              timeout=120)
        if done.returncode:
            raise AssertionError(f"aws {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout


def get(url, host=None, timeout=5):
    """(status, body); status 0 when nobody answered."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError:
        return 0, ""
