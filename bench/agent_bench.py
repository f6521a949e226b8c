"""What our agent adds to Docker, on real containers; part of `make bench`.

Start    a task's payload accepted → RUNNING reported, beside the same container created and started
         by plain calls on Docker's socket, in turns within one run; the difference is the agent's.
End      Docker's die event → STOPPED reported, both as times of one clock; of a program that ends
         by itself, and of one that is killed, about which Docker is asked whether memory ran out;
         it answers that after it has taken the container's network down.
Idle     100 sleeping tasks: the agent's share of a core, and its resident memory.
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import time
from datetime import datetime

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "end_to_end"))
from berth_agent import BerthAgent  # noqa: E402
from berth_up import BerthUp, docker, make_httpd_image, until  # noqa: E402

IMAGE, CLUSTER = "berth-bench:1", "bench"
DOCKER_SOCKET = "/var/run/docker.sock"
# The shell hears SIGTERM and ends; its child goes with the container.
SLEEP = ["sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"]


class DockerConnection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(DOCKER_SOCKET)


def ask_docker(connection, method, path, body=None):
    connection.request(method, path, json.dumps(body) if body else None,
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"Docker: {path}: {text.decode()}")
    return json.loads(text) if text.strip() else None


def body_of(connection, container):
    """What makes another container like this one."""
    told = ask_docker(connection, "GET", f"/containers/{container}/json")
    told["Config"].pop("Hostname")
    return {**told["Config"], "HostConfig": told["HostConfig"]}


def bare_start(connection, body):
    """Milliseconds of Docker's own create and start."""
    begun = time.perf_counter()
    name = ask_docker(connection, "POST", "/containers/create", body)["Id"]
    ask_docker(connection, "POST", f"/containers/{name}/start")
    took = (time.perf_counter() - begun) * 1000
    ask_docker(connection, "DELETE", f"/containers/{name}?force=1")
    return took


class Bench:
    def __init__(self, up, agent, connection):
        self.connection = connection
        self.ecs = up.client("ecs")
        self.agent = agent
        self.ecs.register_task_definition(family="sleep", containerDefinitions=[
            {"name": "app", "image": IMAGE, "command": SLEEP, "cpu": 1, "memory": 8}])

    def start(self, count=1):
        answer = self.ecs.run_task(cluster=CLUSTER, taskDefinition="sleep", count=count)
        if answer["failures"]:
            raise RuntimeError(f"RunTask: {answer['failures']}")
        return [task["taskArn"] for task in answer["tasks"]]

    def reach(self, tasks, status):
        def reached():
            told = self.ecs.describe_tasks(cluster=CLUSTER, tasks=tasks)["tasks"]
            return all(each["lastStatus"] == status for each in told) and told
        return until(120, f"tasks are {status}", reached)

    def logged(self, task, text):
        """Milliseconds since 1970 of the agent's first log line about the task with the text."""
        def find():
            lines = pathlib.Path(self.agent.data, "agent.log").read_text().splitlines()
            return [line for line in lines if task in line and text in line]
        line = until(5, f"the agent has logged {text}", find)[0]
        return datetime.fromisoformat(line.split()[0]).timestamp() * 1000

    def start_and_end(self, signal):
        """Milliseconds of the agent's start, and of its word about a container's death."""
        [task] = self.start()
        [told] = self.reach([task], "RUNNING")
        took = self.logged(task, "status=RUNNING") - self.logged(task, '"task accepted"')
        container = told["containers"][0]["runtimeId"]
        watch = subprocess.Popen(
            ["docker", "events", "--since", f"{time.time():.3f}", "--filter", "event=die",
             "--filter", f"container={container}", "--format", "{{.TimeNano}}"],
            stdout=subprocess.PIPE, text=True)
        docker("kill", "--signal", signal, container)
        died = int(watch.stdout.readline()) / 1e6
        watch.kill()
        watch.communicate()
        self.reach([task], "STOPPED")
        # Answered once Docker has taken the network down: what comes next runs by itself.
        self.body = body_of(self.connection, container)
        return took, self.logged(task, "status=STOPPED") - died

    def idle(self, tasks, seconds):
        arns = [arn for _ in range(tasks // 10) for arn in self.start(10)]
        for first in range(0, len(arns), 100):
            self.reach(arns[first:first + 100], "RUNNING")
        time.sleep(5)  # What the starts left to do is no idling.
        before, begun = self.processor_time(), time.monotonic()
        time.sleep(seconds)
        share = (self.processor_time() - before) / (time.monotonic() - begun)
        status = pathlib.Path(f"/proc/{self.agent.process.pid}/status").read_text()
        memory = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
        for arn in arns:
            self.ecs.stop_task(cluster=CLUSTER, task=arn)
        return share, memory

    def processor_time(self):
        """Seconds that the agent has used of a core."""
        fields = pathlib.Path(f"/proc/{self.agent.process.pid}/stat").read_text().split(")")[1]
        user, system = map(int, fields.split()[11:13])
        return (user + system) / os.sysconf("SC_CLK_TCK")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--starts", type=int, default=20)
    arguments.add_argument("--tasks", type=int, default=100)
    arguments.add_argument("--seconds", type=int, default=30, help="how long to look at idle tasks")
    wanted = arguments.parse_args()
    make_httpd_image(IMAGE)
    up = BerthUp()
    agent = BerthAgent(up, CLUSTER)
    try:
        up.start()
        up.client("ecs").create_cluster(clusterName=CLUSTER)
        agent.start()
        connection = DockerConnection("docker")
        bench = Bench(up, agent, connection)
        bench.start_and_end("TERM")  # Loads what is needed, and shows the container's body.
        bare, ours, ends = [], [], {"TERM": [], "KILL": []}
        for _ in range(wanted.starts // 2):
            for signal, list_of_ends in ends.items():
                bare.append(bare_start(connection, bench.body))
                took, end = bench.start_and_end(signal)
                ours.append(took)
                list_of_ends.append(end)
        bare_time, our_time = statistics.median(bare), statistics.median(ours)
        print(f"start: {our_time:.0f} ms, Docker alone {bare_time:.0f} ms: "
              f"{our_time - bare_time:+.0f} ms, ratio {our_time / bare_time:.2f}")
        for how, signal in (("by itself", "TERM"), ("by SIGKILL", "KILL")):
            print(f"end {how}: STOPPED is reported {statistics.median(ends[signal]):.0f} ms after "
                  f"the death, at most {max(ends[signal]):.0f} ms")
        share, memory = bench.idle(wanted.tasks, wanted.seconds)
        print(f"idle: {wanted.tasks} tasks cost {share:.1%} of a core and {memory:.0f} MiB")
    finally:
        agent.stop()
        up.down()
        docker("rmi", "-f", IMAGE)


if __name__ == "__main__":
    main()
