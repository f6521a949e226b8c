"""Builds what is needed and runs the suites: `run_tests [SUITE...]`, all of them by default.

The last line is the sum over all suites, "N passed, N failed", and the exit code says the same. A
suite whose programs or folders do not exist is left out, never counted as passed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import counting
from counting import Counts
from suites import SUITES, Context, unit

BUILD_DEADLINE = 3000.0
# The whole run has 25 minutes; the second compiler gets what is left, if that is enough for it.
RUN_TIME_MAX = 25 * 60.0
CLANG_TIME_MIN = 4 * 60.0
NEEDS_ENGINE = ("conformance", "end_to_end")


class Run:
    """One run: sums the counts and says what happens."""

    def __init__(self, context, started):
        self.context = context
        self.started = started
        self.total = Counts()
        self.built = {}
        self.engine = False

    def build(self, preset, deadline=BUILD_DEADLINE):
        """Builds once; a failed build is one failed test, and what needs it is not run."""
        if preset not in self.built:
            say(f"build {preset}")
            name = f"build_{preset}"
            done = self.context.run(name, ["tools/build", preset], deadline)
            if preset == "clang" and done.code is None:
                print("     left out: no time left", flush=True)
                self.built[preset] = False
                return False
            self.built[preset] = done.code == 0
            # A good build is no test; a bad one must not be hidden by the tests it took along.
            if self.built[preset]:
                print(f"     built in {done.seconds:.0f} s", flush=True)
            else:
                counts = counting.exit_code(name, done.code)
                self.context.report(name, counts, done.seconds)
                self.total.add(counts)
        return self.built[preset]

    def suite(self, suite):
        if not all([self.build(preset) for preset in suite.builds]):
            print(f"     {suite.name}: not run, its build failed", flush=True)
            return
        say(suite.name)
        if suite.name in NEEDS_ENGINE and not self.engine_up(suite.name):
            return
        counts = suite.run(self.context)
        if counts is None:
            print("     left out: nothing there yet", flush=True)
            return
        self.total.add(counts)

    def engine_up(self, name):
        if not (self.context.root / "tests" / name).is_dir():
            return True
        if not self.engine:
            done = subprocess.run(["tools/docker_up", self.engine_state()], check=False)
            self.engine = done.returncode == 0
            if not self.engine:
                self.total.add(Counts(0, [f"{name}: no container engine"]))
        return self.engine

    def engine_down(self):
        if self.engine:
            subprocess.run(["tools/docker_down", self.engine_state()], check=False)

    def engine_state(self):
        return self.context.root / "build" / "engine"

    def second_compiler(self):
        """Everything again by clang: compiled without a warning, and the unit tests."""
        left = RUN_TIME_MAX - (time.monotonic() - self.started)
        if left < CLANG_TIME_MIN:
            say("clang")
            print(f"     left out: {left:.0f} s are left of {RUN_TIME_MAX:.0f}", flush=True)
        elif self.build("clang", left - 60):
            say("clang")
            counts = unit(self.context, "clang")
            self.total.add(counts or Counts())


def say(text):
    print(f"== {text}", flush=True)


def main(arguments):
    names = [suite.name for suite in SUITES] + ["clang"]
    unknown = [name for name in arguments if name not in names]
    if unknown:
        print(f"no suite {unknown[0]}; there are: {' '.join(names)}", file=sys.stderr)
        return 2
    wanted = arguments or names
    root = Path(__file__).resolve().parents[2]
    os.chdir(root)
    run = Run(Context(root), time.monotonic())
    try:
        for suite in SUITES:
            if suite.name in wanted:
                run.suite(suite)
        if "clang" in wanted:
            run.second_compiler()
    finally:
        run.engine_down()
    minutes, seconds = divmod(int(time.monotonic() - run.started), 60)
    say(f"{minutes} min {seconds:02d} s in all")
    for failure in run.total.failures:
        print(f"failed: {failure}")
    print(f"{run.total.passed} passed, {len(run.total.failures)} failed", flush=True)
    return 1 if run.total.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
