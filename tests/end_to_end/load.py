"""Load through a load balancer while something happens: wrk on connections that stay, hey on a new
connection for each request. Both are bounded in rate and time and stop by themselves."""
import re
import signal
import subprocess
import tempfile

TIME_MAX = 180
CONNECTIONS = 4
# Milliseconds between two requests of a connection: a few hundred requests a second altogether.
PAUSE = 10
SCRIPT = f"function delay() return {PAUSE} end\n"


class Load:
    """From the beginning of a `with` block to its end; afterwards `served` and `failures`."""

    def __init__(self, port, host, path):
        self.url = f"http://127.0.0.1:{port}{path}"
        self.host = host
        self.served = {}
        self.failures = []

    def __enter__(self):
        self.script = tempfile.NamedTemporaryFile("w", suffix=".lua")
        self.script.write(SCRIPT)
        self.script.flush()
        self.wrk = self.begin("wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{TIME_MAX}s",
                              "--timeout", "10s", "-s", self.script.name, "-H",
                              f"Host: {self.host}", self.url)
        self.hey = self.begin("hey", "-z", f"{TIME_MAX}s", "-c", str(CONNECTIONS), "-q",
                              str(1000 // PAUSE), "-t", "10", "-disable-keepalive", "-host",
                              self.host, self.url)
        return self

    @staticmethod
    def begin(*words):
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def __exit__(self, *_):
        for process in (self.wrk, self.hey):
            process.send_signal(signal.SIGINT)
        self.read_wrk(self.wrk.communicate(timeout=30)[0])
        self.read_hey(self.hey.communicate(timeout=30)[0])
        self.script.close()

    def read_wrk(self, told):
        served = re.search(r"(\d+) requests in", told)
        self.served["wrk"] = int(served[1]) if served else 0
        self.failures += re.findall(r"Socket errors:.*|Non-2xx.*", told)
        if not served:
            self.failures.append("wrk said: " + told)

    def read_hey(self, told):
        statuses = {int(status): int(count)
                    for status, count in re.findall(r"\[(\d+)\]\s+(\d+) responses", told)}
        self.served["hey"] = statuses.pop(200, 0)
        if statuses:
            self.failures.append(f"hey got {statuses}")
        if "Error distribution:" in told:
            self.failures.append("hey: " + told[told.index("Error distribution:"):].strip())
        if not self.served["hey"]:
            self.failures.append("hey said: " + told)
