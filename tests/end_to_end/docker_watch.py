"""What Docker did with the containers of some task definition families."""
import json
import subprocess
import threading
import time
import uuid

from berth_up import docker, until

LABEL = "com.amazonaws.ecs."


def containers_of(families):
    """Container id → what must stay the same while the container only runs on."""
    found = {}
    for family in families:
        ids = docker("ps", "-aq", "--no-trunc", "--filter",
                     f"label={LABEL}task-definition-family={family}").split()
        # Fails for those that are removed meanwhile, and tells about the others.
        done = subprocess.run(["docker", "inspect", *ids], capture_output=True, text=True,
                              check=False, timeout=60) if ids else None
        for told in json.loads(done.stdout) if done else []:
            labels = told["Config"]["Labels"]
            found[told["Id"]] = (labels[LABEL + "task-arn"], labels[LABEL + "container-name"],
                                 told["State"]["Status"], told["State"]["StartedAt"],
                                 told["RestartCount"])
    return found


class DockerWatch:
    """The engine's container events from the beginning of a `with` block, as they come: the engine
    itself remembers too few of them to be asked afterwards."""

    def __init__(self, families, image):
        self.families = families
        self.image = image
        self.marker = "watch-" + uuid.uuid4().hex[:12]
        self.marked = threading.Event()
        self.events = []

    def __enter__(self):
        self.process = subprocess.Popen(
            ["docker", "events", "--since", f"{time.time():.6f}", "--filter", "type=container",
             "--format", "{{json .}}"], stdout=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            attributes = event["Actor"]["Attributes"]
            if attributes.get("name") == self.marker:
                self.marked.set()
            if attributes.get(LABEL + "task-definition-family") in self.families:
                self.events.append((event["Action"], attributes[LABEL + "task-arn"],
                                    attributes[LABEL + "container-name"]))

    def count(self, *actions):
        return sum(1 for action, _, _ in list(self.events) if action in actions)

    def all_until_now(self):
        """The events, after one made for this purpose has shown that none is on its way."""
        docker("create", "--name", self.marker, self.image)
        docker("rm", self.marker)
        until(20, "the engine's events have come", self.marked.is_set)
        return list(self.events)
