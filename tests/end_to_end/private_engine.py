"""A Docker Engine of a test's own, which it may kill: it shares nothing with the machine's."""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

START_DEADLINE = 30.0


class PrivateEngine:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="berth-dockerd-")
        self.socket = os.path.join(self.folder, "docker.sock")
        self.log = open(os.path.join(self.folder, "dockerd.log"), "ab")
        self.process = None

    def start(self):
        # Without a bridge of its own dockerd removes docker0, so it gets a network namespace.
        self.process = subprocess.Popen(
            ["unshare", "--net", "dockerd", "--data-root", self.folder + "/data",
             "--exec-root", self.folder + "/exec",
             "--pidfile", self.folder + "/dockerd.pid", "--host", "unix://" + self.socket,
             "--bridge", "none", "--iptables=false", "--ip6tables=false",
             "--storage-driver", "vfs"], stdout=self.log, stderr=self.log)
        end = time.monotonic() + START_DEADLINE
        while self.docker("version", check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError("the private dockerd does not answer: " + self.log_text())
            time.sleep(0.05)
        return self

    def docker(self, *words, check=True, data=None):
        done = subprocess.run(["docker", "--host", "unix://" + self.socket, *words], input=data,
                              capture_output=True, timeout=60, check=False)
        if check and done.returncode:
            raise AssertionError(f"docker {' '.join(words)}: {done.stderr.decode()}")
        return done

    def kill(self):
        """kill -9: the containers run on until the next life looks at them."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        # Its containerd dies with it; a next dockerd that still sees it would wait for it in vain.
        self._end_containerd()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)
        self._end_containerd()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_containerd(self):
        path = pathlib.Path(self.folder, "exec/containerd/containerd.pid")
        with contextlib.suppress(OSError, ValueError):
            os.kill(int(path.read_text(encoding="ascii")), signal.SIGKILL)
        path.unlink(missing_ok=True)

    def log_text(self):
        with open(os.path.join(self.folder, "dockerd.log"), encoding="utf-8") as log:
            return log.read()[-2000:]
