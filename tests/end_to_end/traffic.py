"""Steady requests through a load balancer, and what became of each."""
import http.client
import threading
import time
from dataclasses import dataclass

from berth_up import until

INTERVAL = 0.02
REQUESTS_MAX = 50_000
ANSWER_DEADLINE = 5.0


@dataclass
class Request:
    began: float
    ended: float
    problem: str | None

    def __str__(self):
        return f"{self.began:.3f}–{self.ended:.3f} s: {self.problem}"


class Traffic:
    """One request after the other, each on a new connection, from the beginning of a `with` block
    to its end. Nothing is tried again: what fails stays in `requests` with its time."""

    def __init__(self, port, host):
        self.port = port
        self.host = host
        self.requests = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()

    def run(self):
        for _ in range(REQUESTS_MAX):
            if self.stopped.wait(INTERVAL):
                return
            began = time.monotonic()
            problem = self.ask()
            self.requests.append(Request(began, time.monotonic(), problem))

    def ask(self):
        """None when the request was served, else what went wrong."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_DEADLINE)
        try:
            connection.request("GET", "/", headers={"Host": self.host})
            answer = connection.getresponse()
            answer.read()
            return None if answer.status == 200 else f"status {answer.status}"
        except (OSError, http.client.HTTPException) as error:
            return repr(error)
        finally:
            connection.close()

    def wait_for_served(self, count, deadline):
        """Waits until so many more requests, begun after this moment, were served."""
        now = time.monotonic()
        until(deadline, f"{count} requests are served", lambda: sum(
            1 for each in list(self.requests) if each.began > now and not each.problem) >= count)

    def failures_outside(self, begin, end):
        """The failed requests that did not overlap with this time."""
        return [str(each) for each in self.requests
                if each.problem and (each.ended < begin or each.began > end)]

    def failures(self):
        return [str(each) for each in self.requests if each.problem]
