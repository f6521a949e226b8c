"""The exceptions table lifts a rule for one file, says why, and does not outlive its reason."""

import unittest

from finding import Finding, without_exceptions

FOUND = [Finding("src/a.cpp", 3, "files", "files are behind ports")]


class Exceptions(unittest.TestCase):
    def check(self, exceptions, *found):
        self.assertEqual([(f.path, f.rule) for f in without_exceptions(FOUND, exceptions)],
                         list(found))

    def test_a_row_lifts_its_rule_in_its_file(self):
        self.check([("src/a.cpp", "files", "It maps the journal.")])
        self.check([], ("src/a.cpp", "files"))

    def test_a_row_without_use_or_reason_is_found(self):
        self.check([("src/a.cpp", "files", "Why."), ("src/b.cpp", "files", "Why.")],
                   ("src/b.cpp", "exception"))
        self.check([("src/a.cpp", "files", " ")], ("src/a.cpp", "exception"))


if __name__ == "__main__":
    unittest.main()
