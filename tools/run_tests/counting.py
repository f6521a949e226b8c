"""Turns what test programs leave behind into counts: GoogleTest's reports, others' last lines.

A program that ends badly without naming a failed test counts as one failure of its own, so a crash,
a sanitizer report at exit or a deadline is never mistaken for success.
"""

import json
import re
from dataclasses import dataclass, field


CAUSE_LENGTH_MAX = 300


@dataclass
class Counts:
    """How many tests passed, and a line on each that failed: its name and why, or a sentence."""

    passed: int = 0
    failures: list = field(default_factory=list)

    def add(self, other):
        self.passed += other.passed
        self.failures += other.failures


def _because(text):
    """The cause in one line: what is read last of a long run must not send to its logs."""
    line = " ".join(text.split())
    return line if len(line) <= CAUSE_LENGTH_MAX else line[:CAUSE_LENGTH_MAX] + "…"


def _ended(name, code):
    if code is None:
        return f"{name} did not end before its deadline"
    return f"{name} ended with exit code {code}"


def googletest(name, code, report) -> Counts:
    """`report` is the text that --gtest_output=json:FILE wrote, or None."""
    counts = Counts()
    if report:
        for suite in json.loads(report).get("testsuites", []):
            for test in suite.get("testsuite", []):
                if test.get("failures"):
                    cause = _because(test["failures"][0]["failure"])
                    counts.failures.append(f"{name}: {suite['name']}.{test['name']}: {cause}")
                elif test.get("result") == "COMPLETED":
                    counts.passed += 1
    if code != 0 and not counts.failures:
        counts.failures.append(_ended(name, code))
    return counts


def _error_of(block):
    """From the line of the last exception on."""
    found = list(re.finditer(r"^\S*(?:Error|Exception|Expired|Interrupt)\b.*", block, re.M))
    return block[found[-1].start():] if found else block


def unittest(name, code, output) -> Counts:
    """Reads the summary of `python3 -m unittest -v` from its output."""
    ran = re.search(r"^Ran (\d+) tests? in", output, re.M)
    if not ran:
        return Counts(0, [_ended(name, code)])
    tail = output[ran.end():]

    def named(kind):
        found = re.search(rf"\b{kind}=(\d+)", tail)
        return int(found.group(1)) if found else 0

    # A test's block ends with its error, before the rule of the next block or of the summary.
    blocks = re.findall(r"^(?:FAIL|ERROR): ([^\n]+)\n-+\n(.*?)(?=^={9}|^-{9})", output, re.M | re.S)
    failures = [f"{name}: {test}: {_because(_error_of(block))}" for test, block in blocks]
    failures += [f"{name}: unexpected success"] * named("unexpected successes")
    passed = max(0, int(ran.group(1)) - len(failures) - named("skipped"))
    if code != 0 and not failures:
        failures.append(_ended(name, code))
    return Counts(passed, failures)


def summary_line(name, code, output) -> Counts:
    """Reads the last "N passed, N failed" of `output`; without one the exit code decides."""
    found = re.findall(r"(\d+) passed, (\d+) failed", output)
    passed, failed = map(int, found[-1]) if found else (int(code == 0), 0)
    failures = [f"{name}: failure {number + 1} of {failed}" for number in range(failed)]
    if code != 0 and not failures:
        failures.append(_ended(name, code))
    return Counts(passed, failures)


def exit_code(name, code) -> Counts:
    """A command that is one test: it passes when it ends with 0."""
    return Counts(1, []) if code == 0 else Counts(0, [_ended(name, code)])
