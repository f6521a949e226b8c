"""A Berth server for tests: started on a free loopback port with a data directory of its own."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import boto3
import botocore.config

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BERTH = os.environ.get("BERTH", str(REPOSITORY / "build" / "release" / "berth"))
ACCOUNT = "000000000000"
ROOT_KEY = ("AKIATESTTESTTESTTEST", "secretsecretsecretsecretsecretsecret1234")
START_DEADLINE = 20.0


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class BerthServer:
    def __init__(self, *flags):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.data = tempfile.mkdtemp(prefix="berth-test-")
        self.flags = flags
        self.process = None

    def start(self):
        self.log = open(os.path.join(self.data, "server.log"), "ab")
        self.process = subprocess.Popen(
            [BERTH, "server", "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
             "--root-key", ":".join(ROOT_KEY), *self.flags],
            stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + START_DEADLINE
        while True:
            if self.process.poll() is not None:
                raise AssertionError("the server ended at once: " + self.log_text())
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return self
            except OSError:
                if time.monotonic() > deadline:
                    raise AssertionError("the server does not listen: " + self.log_text())
                time.sleep(0.01)

    def log_text(self):
        return pathlib.Path(self.data, "server.log").read_text(errors="replace")

    def kill(self):
        """kill -9: the process gets no chance to tidy up."""
        self.process.kill()
        self.process.wait()
        self.log.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
        self.log.close()

    def remove(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.data, ignore_errors=True)

    def client(self, service, region="us-east-1", key=ROOT_KEY):
        config = botocore.config.Config(retries={"max_attempts": 0}, connect_timeout=5,
                                        read_timeout=20)
        return boto3.client(service, endpoint_url=self.endpoint, region_name=region,
                            aws_access_key_id=key[0], aws_secret_access_key=key[1], config=config)

    def aws(self, *words, region="us-east-1"):
        """Runs the AWS CLI; answers its standard output, or raises with what it complained."""
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": ROOT_KEY[0],
                       "AWS_SECRET_ACCESS_KEY": ROOT_KEY[1], "AWS_DEFAULT_REGION": region,
                       "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
        done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.endpoint, *words],
                              env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise AssertionError(f"aws {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout


class ConformanceTest(unittest.TestCase):
    """One server for the tests of a class; each test uses names of its own."""
    FLAGS = ()

    @classmethod
    def setUpClass(cls):
        cls.server = BerthServer(*cls.FLAGS)
        try:
            cls.server.start()
        except BaseException:
            cls.server.remove()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.remove()

    def refused(self, code, call, **members):
        """The message of the error that the call must answer."""
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**members)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error["Message"])
        return error["Message"]

    def assert_matches(self, text, pattern):
        self.assertTrue(re.fullmatch(pattern, text), f"{text!r} does not match {pattern!r}")
