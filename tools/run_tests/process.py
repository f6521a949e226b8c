"""Runs one command with a deadline, its output in a log file, and a sign of life now and then."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SIGN_OF_LIFE_INTERVAL = 20.0
STOP_GRACE = 10.0


@dataclass
class Finished:
    """What a command left behind. `code` is None when the deadline ended it."""

    code: int | None
    output: str
    seconds: float


def run(command, log: Path, deadline: float, env=None) -> Finished:
    """Runs `command` for at most `deadline` seconds; then its whole process group is stopped."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    child = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True, env={**os.environ, **(env or {})})
    lines = []
    reader = threading.Thread(target=_drain, args=(child.stdout, log, lines), daemon=True)
    reader.start()
    try:
        code = child.wait(timeout=deadline)
    except subprocess.TimeoutExpired:
        code = None
    finally:
        _stop_group(child)
    # A process that left the group may hold the pipe open; its words are not worth waiting for.
    reader.join(timeout=STOP_GRACE)
    return Finished(code, "".join(lines), time.monotonic() - started)


def _drain(stream, log, lines):
    shown = time.monotonic()
    with log.open("w", encoding="utf-8") as copy:
        for raw in stream:
            line = raw.decode("utf-8", "replace")
            lines.append(line)
            copy.write(line)
            if time.monotonic() - shown > SIGN_OF_LIFE_INTERVAL:
                shown = time.monotonic()
                print(f"     … {line.strip()[:90]}", flush=True)


def _stop_group(child):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            return
        try:
            child.wait(timeout=STOP_GRACE)
        except subprocess.TimeoutExpired:
            continue
