"""The rows of test_container_fields.py's tables, and the checks that they name.

A check is a function of a `Seen`; it raises AssertionError. Checks of `live` look while the task
runs (or after it ended by itself, if the row says so), those of `after` when it has been stopped.
"""
import re
from dataclasses import dataclass, field

from berth_up import get, until

IMAGE = "busybox"
MEBIBYTE = 1024 * 1024


@dataclass
class Row:
    """A task definition that is taken and run. `app` are members of the container "app"."""
    rule: str
    app: dict = field(default_factory=dict)
    live: list = field(default_factory=list)
    after: list = field(default_factory=list)
    others: list = field(default_factory=list)
    task: dict = field(default_factory=dict)
    run: dict = field(default_factory=dict)
    status: str = "RUNNING"
    health: str = None

    def awaited(self):
        """The containers whose health must be `health` before the checks look."""
        return ["app"] if self.health else []


@dataclass
class Refusal:
    """A task definition that RegisterTaskDefinition refuses with this text."""
    rule: str
    text: str
    app: dict = field(default_factory=dict)
    others: list = field(default_factory=list)
    task: dict = field(default_factory=dict)


def container(name, **members):
    definition = {"name": name, "image": IMAGE, "memory": 16, "essential": True, "stopTimeout": 1,
                  "command": shell(idle()), **members}
    return {key: value for key, value in definition.items() if value is not None}


def aside(name, **members):
    return container(name, **{"essential": False, **members})


def idle(first="true"):
    """A script that runs `first` once SIGTERM would end it with 0, and then stays."""
    return f"trap 'exit 0' TERM; {first}; sleep 600 & wait"


def shell(text):
    return ["sh", "-c", text]


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


def dig(value, path):
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value.get(part)
        if value is None:
            return None
    return value


def equal(of, look, path, wanted):
    """What `look` sees at the path is `wanted`; `of` names whose it is."""
    def check(seen):
        found = dig(look(seen), path)
        expect(found == wanted, f"{path} of {of} is {found!r}, not {wanted!r}")
    return check


def like(of, look, path, pattern):
    def check(seen):
        found = dig(look(seen), path)
        expect(re.search(pattern, str(found)), f"{path} of {of} is {found!r}, not like {pattern!r}")
    return check


# Checks of `docker inspect`.

def docker_says(path, wanted, name="app"):
    return equal(f"{name} in Docker", lambda seen: seen.inspected(name), path, wanted)


def docker_matches(path, pattern, name="app"):
    return like(f"{name} in Docker", lambda seen: seen.inspected(name), path, pattern)


def docker_lists(path, *wanted, name="app"):
    def check(seen):
        found = dig(seen.inspected(name), path) or []
        for each in wanted:
            expect(each in found, f"{path} has no {each!r}: {found!r}")
    return check


def docker_maps(path, wanted, name="app"):
    def check(seen):
        found = dig(seen.inspected(name), path) or {}
        expect({**found, **wanted} == found, f"{path} is {found!r}, which lacks some of {wanted!r}")
    return check


# Checks inside the container.

def inside(command, pattern, name="app"):
    """What the command prints and how it exits ("exit N" at the end) matches."""
    def check(seen):
        printed = seen.execute(name, command + "; echo exit $?")
        expect(re.search(pattern, printed), f"`{command}` says {printed!r}, not like {pattern!r}")
    return check


def prints(pattern, name="app"):
    def check(seen):
        printed = seen.logs(name)
        expect(re.search(pattern, printed), f"it printed {printed!r}, not like {pattern!r}")
    return check


# Checks of DescribeTasks.

def told(path, wanted, name="app"):
    return equal(f"{name}, as told,", lambda seen: seen.told(name), path, wanted)


def told_like(path, pattern, name="app"):
    return like(f"{name}, as told,", lambda seen: seen.told(name), path, pattern)


def task_told(path, wanted):
    return equal("the task, as told,", lambda seen: seen.task, path, wanted)


def task_told_like(path, pattern):
    return like("the task, as told,", lambda seen: seen.task, path, pattern)


def serves(seen):
    """The address of its only network binding answers with a file of the container."""
    bindings = seen.told("app")["networkBindings"]
    expect(len(bindings) == 1, f"bindings: {bindings}")
    serves_at(bindings[0]["hostPort"])


def serves_at(port):
    answer = get(f"http://127.0.0.1:{port}/passwd")
    expect(answer[0] == 200 and answer[1].startswith("root:"), f"it answers {answer}")


# Checks of the engine's events, which are known once the task has been stopped.

def created_after(first, action, name="app"):
    """The engine told `action` (start, die, ...) of `first` before it created the container."""
    def check(seen):
        wanted, created = (action, first), ("create", name)
        expect(wanted in seen.events and created in seen.events
               and seen.events.index(wanted) < seen.events.index(created),
               f"{name} is not created after {first}'s {action}: {seen.events}")
    return check


def died_in_order(*names):
    def check(seen):
        order = [name for action, name in seen.events if action == "die"]
        expect(order == list(names), f"they ended as {order}, not as {list(names)}")
    return check


def volume(wanted):
    """The Docker volume mounted at /data has these members."""
    def check(seen):
        found = seen.volume_at("app", "/data")
        expect({**found, **wanted} == found, f"the volume is {found}, which lacks {wanted}")
    return check


# Checks of logs.

def received(pattern):
    """Such a message has come to the receiver."""
    def check(seen):
        until(10, f"a message like {pattern!r} has come", lambda: any(
            re.search(pattern, each) for each in seen.receiver.messages))
    return check
