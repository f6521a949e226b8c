"""Each header starts with `#pragma once` and a comment that says what it is for."""

import re

from finding import Finding

PURPOSE_SENTENCES_MAX = 8


def check(source):
    if not source.is_header:
        return
    once, comment = False, []
    for line in source.lines:
        text = line.strip()
        if text.startswith("//"):
            comment.append(text.lstrip("/ "))
        elif text == "#pragma once":
            once = True
        elif text:
            break
    if not once:
        yield Finding(source.path, 1, "pragma_once", "the header does not start with #pragma once")
    sentences = len(re.findall(r"[.!?:](?=\s|$)", " ".join(comment)))
    if sentences == 0:
        yield Finding(source.path, 1, "purpose",
                      "the header does not say in a sentence what it is for, before its includes")
    elif sentences > PURPOSE_SENTENCES_MAX:
        yield Finding(source.path, 1, "purpose",
                      f"the purpose has {sentences} sentences, more than {PURPOSE_SENTENCES_MAX}")
