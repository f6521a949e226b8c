"""`berth agent` as a process of its own, for end-to-end tests."""
import os
import pathlib
import shutil
import subprocess
import tempfile

from berth_up import BERTH, docker, end, until

CONNECT_DEADLINE = 60.0


class BerthAgent:
    """Offers this machine to the server of `up` as the only instance of a cluster."""

    def __init__(self, up, cluster, *flags, **settings):
        """The settings are environment variables."""
        self.flags = flags
        self.settings = settings
        self.up = up
        self.cluster = cluster
        self.data = tempfile.mkdtemp(prefix="berth-agent-")
        self.log = open(os.path.join(self.data, "agent.log"), "ab")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [BERTH, "agent", "--endpoint", self.up.endpoint, "--cluster", self.cluster, "--data",
             self.data, "--credentials", self.up.data, *self.flags], stdout=self.log,
            stderr=self.log, env={**os.environ, **self.settings})
        until(CONNECT_DEADLINE, "the agent is connected", self.is_connected)
        return self

    def is_connected(self):
        if self.process.poll() is not None:
            raise AssertionError("berth agent ended: " + self.log_text())
        return self.up.instances_connected(self.cluster)

    def log_text(self):
        return pathlib.Path(self.data, "agent.log").read_text(errors="replace")[-4000:]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self):
        """Its containers run on, as they shall when an agent ends, and are removed here."""
        code = end(self.process)
        left = self.up.containers(
            "--filter", f"label=com.amazonaws.ecs.cluster={self.cluster}")
        if left:
            docker("rm", "-f", *left)
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)
        if code:
            raise AssertionError(f"berth agent ended with {code}")
