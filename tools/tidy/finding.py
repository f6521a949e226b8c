"""What a rule reports, and how the exceptions table takes some of it back."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: a path from the repository's root, a line from 1, the rule's name, a sentence."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


def without_exceptions(findings, exceptions):
    """Drops what `exceptions` (rows of path, rule, reason) allow; a row that allows nothing is a
    finding itself, so that the table cannot outlive its reasons."""
    used = set()
    kept = []
    for finding in findings:
        row = (finding.path, finding.rule)
        if any(row == (path, rule) for path, rule, _ in exceptions):
            used.add(row)
        else:
            kept.append(finding)
    for path, rule, reason in exceptions:
        if not reason.strip():
            kept.append(Finding(path, 1, "exception", f"the exception from '{rule}' has no reason"))
        elif (path, rule) not in used:
            kept.append(Finding(path, 1, "exception", f"the exception from '{rule}' is not needed"))
    return kept
