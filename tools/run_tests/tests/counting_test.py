"""A crash, a deadline or an empty report never counts as success."""

import json
import unittest

import counting

REPORT = json.dumps({"testsuites": [{"name": "Text", "testsuite": [
    {"name": "a", "result": "COMPLETED"},
    {"name": "b", "result": "COMPLETED", "failures": [{"failure": "no"}]},
    {"name": "c", "result": "SKIPPED"},
]}]})
GOOD = json.dumps({"testsuites": [{"name": "Text", "testsuite": [
    {"name": "a", "result": "COMPLETED"}]}]})

RULE, THIN = "=" * 70, "-" * 70
BAD = f"""test_a (m.T) ... FAIL
{RULE}
FAIL: test_a (m.T)
{THIN}
Traceback (most recent call last):
  File "m.py", line 3, in test_a
    self.fail("ValueError: not this one")
AssertionError: not within 30 s:
  it runs

{RULE}
ERROR: test_b (m.T)
{THIN}
Traceback (most recent call last):
  File "m.py", line 5, in test_b
KeyError: 'b'

{THIN}
Ran 5 tests in 0.1s

FAILED (failures=1, errors=1, skipped=1)
"""


class Counting(unittest.TestCase):
    def check(self, counts, passed, failures):
        self.assertEqual((counts.passed, counts.failures), (passed, failures))

    def test_googletest_counts_completed_and_names_failed(self):
        self.check(counting.googletest("x", 1, REPORT), 1, ["x: Text.b: no"])

    def test_googletest_that_crashed_is_a_failure(self):
        self.check(counting.googletest("x", -11, None), 0, ["x ended with exit code -11"])

    def test_googletest_that_passed_but_leaked_is_a_failure(self):
        self.check(counting.googletest("x", 1, GOOD), 1, ["x ended with exit code 1"])

    def test_googletest_past_its_deadline_is_a_failure(self):
        self.check(counting.googletest("x", None, None), 0,
                   ["x did not end before its deadline"])

    def test_unittest_takes_failures_and_skips_from_the_passed(self):
        self.check(counting.unittest("x", 1, BAD), 2, [
            "x: test_a (m.T): AssertionError: not within 30 s: it runs",
            "x: test_b (m.T): KeyError: 'b'"])

    def test_unittest_all_good(self):
        self.check(counting.unittest("x", 0, "Ran 1 test in 0.1s\n\nOK\n"), 1, [])

    def test_unittest_without_summary_is_a_failure(self):
        self.check(counting.unittest("x", None, "test_a ..."), 0,
                   ["x did not end before its deadline"])

    def test_summary_line_takes_the_last(self):
        self.check(counting.summary_line("s", 1, "3 passed, 0 failed\n9 passed, 1 failed\n"), 9,
                   ["s: failure 1 of 1"])

    def test_summary_line_does_not_believe_a_bad_exit(self):
        self.check(counting.summary_line("s", 3, "9 passed, 0 failed\n"), 9,
                   ["s ended with exit code 3"])


if __name__ == "__main__":
    unittest.main()
