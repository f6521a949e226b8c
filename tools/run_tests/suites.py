"""The suites: what each runs, which builds it needs, and when it has nothing to run yet."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import counting
from counting import Counts
from process import run

PYTHON = ("/usr/bin/python3", "-B")
UNIT_DEADLINE = 300.0
SIM_DEADLINE = 420.0
TOOL_DEADLINE = 120.0
CONFORMANCE_DEADLINE = 600.0
END_TO_END_DEADLINE = 1500.0
SANITIZERS = {
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
}


class Context:
    """Where things stand, and how a suite runs and reports its commands."""

    def __init__(self, root: Path):
        self.root = root
        self.logs = root / "build" / "logs"

    def build(self, preset) -> Path:
        return self.root / "build" / preset

    def run(self, name, command, deadline, env=None):
        """Runs a command; `name` names its log."""
        return run(command, self.logs / f"{name}.log", deadline, env)

    def report(self, name, counts: Counts, seconds):
        """One line a program as it ends; for a failure also the end of its log."""
        state = f"{counts.passed} passed"
        if counts.failures:
            state += f", {len(counts.failures)} failed"
        print(f"     {name:<28} {state:<24} {seconds:6.1f} s", flush=True)
        for failure in counts.failures[:20]:
            print(f"       failed: {failure}", flush=True)
        log = self.logs / f"{name}.log"
        if counts.failures and log.exists():
            lines = log.read_text(encoding="utf-8").splitlines()
            print("\n".join(f"       | {line}" for line in lines[-60:]), flush=True)
            print(f"       whole output: {log.relative_to(self.root)}", flush=True)


@dataclass
class Suite:
    """A named part of `make test`; `run` answers None when there is nothing to run yet."""

    name: str
    builds: tuple
    run: Callable


def _programs(context, preset, wanted):
    """Name and path of the GoogleTest programs that CMake knows and `wanted(name)` accepts."""
    listing = subprocess.run(
        ["ctest", "--test-dir", context.build(preset), "--show-only=json-v1"],
        check=True, capture_output=True, text=True).stdout
    tests = json.loads(listing)["tests"]
    return [(test["name"], test["command"][0]) for test in tests if wanted(test["name"])]


def _googletest(context, program, deadline=UNIT_DEADLINE):
    name, path = program
    report = context.logs / f"{name}.json"
    report.unlink(missing_ok=True)
    done = context.run(
        name, [path, f"--gtest_output=json:{report}", "--gtest_brief=1"], deadline, SANITIZERS)
    text = report.read_text(encoding="utf-8") if report.exists() else None
    counts = counting.googletest(name, done.code, text)
    context.report(name, counts, done.seconds)
    return counts


def _googletests(context, preset, wanted):
    programs = _programs(context, preset, wanted)
    if not programs:
        return None
    total = Counts()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for counts in pool.map(lambda program: _googletest(context, program), programs):
            total.add(counts)
    return total


def _is_unit(name):
    return name not in ("scenarios_test", "sim_test")


def unit(context, preset="dev"):
    return _googletests(context, preset, _is_unit)


def scenarios(context):
    return _googletests(context, "dev", lambda name: name == "scenarios_test")


def sim(context):
    total = _googletests(context, "dev", lambda name: name == "sim_test")
    total = total or Counts()
    program = context.build("release") / "sim"
    jobs = ["--jobs", str(os.cpu_count())]
    for name, arguments in (("sim_seeds", ["--seeds", "500", "--replay-check"]),
                            ("sim_mutants", ["--mutants"])):
        done = context.run(name, [program, *arguments, *jobs], SIM_DEADLINE)
        counts = counting.summary_line(name, done.code, done.output)
        context.report(name, counts, done.seconds)
        total.add(counts)
    return total


def tidy(context):
    total = Counts()
    commands = (
        ("tidy", [*PYTHON, "tools/tidy"]),
        ("link_arrows", [*PYTHON, "tools/tidy", "--link", context.build("dev")]),
        ("format", ["tools/format", "--check"]),
    )
    for name, command in commands:
        done = context.run(name, command, TOOL_DEADLINE)
        counts = counting.exit_code(name, done.code)
        context.report(name, counts, done.seconds)
        total.add(counts)
    return total


def tools(context):
    """Each tool's own tests; a tool's modules import each other by plain name."""
    folders = sorted(context.root.glob("tools/*/tests"))
    return _unittests(context, [(f"tools_{f.parent.name}", f, f.parent) for f in folders],
                      TOOL_DEADLINE)


def conformance(context):
    folder = context.root / "tests" / "conformance"
    return _unittests(context, [("conformance", folder, folder)], CONFORMANCE_DEADLINE)


def end_to_end(context):
    """The programs x_e2e, one after the other as they share one engine, then Python's tests."""
    total = Counts()
    for path in sorted(context.build("release").glob("*_e2e")):
        total.add(_googletest(context, (path.name, path), END_TO_END_DEADLINE))
    folder = context.root / "tests" / "end_to_end"
    scripted = _unittests(context, [("end_to_end", folder, folder)], END_TO_END_DEADLINE)
    if scripted:
        total.add(scripted)
    return total if total.passed or total.failures else None


def _unittests(context, folders, deadline):
    """`folders` are (name, where tests are, what is on the path); one without tests is left out."""
    total = None
    for name, folder, path in folders:
        if not any(folder.rglob("*test*.py")):
            continue
        env = {"PYTHONPATH": str(path), "BERTH": str(context.build("release") / "berth")}
        done = context.run(name, [*PYTHON, "-m", "unittest", "discover", "-v", "-s", folder,
                                  "-p", "*test*.py"], deadline, env)
        counts = counting.unittest(name, done.code, done.output)
        context.report(name, counts, done.seconds)
        total = total or Counts()
        total.add(counts)
    return total


SUITES = (
    Suite("tidy", ("dev",), tidy),
    Suite("tools", (), tools),
    Suite("unit", ("dev",), unit),
    Suite("scenarios", ("dev",), scenarios),
    Suite("sim", ("dev", "release"), sim),
    Suite("conformance", ("release",), conformance),
    Suite("end_to_end", ("release",), end_to_end),
)
