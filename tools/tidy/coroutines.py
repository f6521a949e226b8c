"""What must not stand in one statement with a co_await, and what must not be a coroutine.

GCC 12.2 destroys a temporary aggregate, or the captures of a temporary closure, twice when the
statement that makes it also awaits; each of them is right once it has a name. The rest of the rules
keep a statement with a suspension readable: one await, alone on the right of `=` or of a return.
"""

import re

from finding import Finding

# Where a statement may await: after one of these words, or as its first word.
_BEFORE_AWAIT = {"=", "co_return", "co_yield", "return"}
_BESIDE_AWAIT = {"?", "&&", "||", "+", "-", "==", "!=", "|", "<<"}


def check(source):
    if not source.is_cpp:
        return
    for statement in source.statements:
        for closure in statement.lambdas:
            if closure.captures and closure.is_coroutine:
                yield Finding(source.path, closure.line, "lambda_coroutine",
                              "a lambda that captures is a coroutine: its captures die before it "
                              "does; write a named function with parameters")
        if "co_await" in statement.words():
            for message in _faults(statement):
                yield Finding(source.path, statement.line, "co_await", message)


def _faults(statement):
    words = statement.words()
    if words.count("co_await") > 1:
        yield "two co_await in one statement: give the first result a name"
    if statement.scope == "catch":
        yield "co_await in a catch block: leave the block first"
    if "{" in words:
        yield "co_await beside a braced temporary: name it on the line before, then std::move it"
    if any(_owns(closure.captures) for closure in statement.lambdas):
        yield "co_await beside a lambda that captures by value: name it, then std::move it"
    for name in _constructed(words):
        yield f"co_await beside the temporary {name}(…): name it on the line before"
    if not _stands_alone(words):
        yield "co_await is not alone on the right of = or return: name its result"


def _owns(captures):
    """Whether a capture list holds values; by reference and `this` own nothing."""
    depth, items = 0, [[]]
    for word in captures:
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(word, 0)
        if word == "," and depth == 0:
            items.append([])
        else:
            items[-1].append(word)
    return any(item and item[0] != "&" and item != ["this"] for item in items)


def _constructed(words):
    """Types built with parentheses: PascalCase names before an opening one."""
    for index, word in enumerate(words[:-1]):
        if words[index + 1] == "(" and re.match(r"[A-Z]\w*[a-z]\w*$", word):
            yield word


def _stands_alone(words):
    """Whether each part that awaits does so right after `=` or a return, with nothing beside it."""
    return all(_part_stands_alone(part) for part in _parts(words) if "co_await" in part)


def _parts(words):
    """Splits `if (…) statement` and the like into the parenthesis and the statement."""
    while words and words[0] in ("if", "while", "for", "switch", "else", "do", "constexpr"):
        words = words[1:]
        if words[:1] == ["("]:
            depth, end = 0, 0
            for end, word in enumerate(words):
                depth += {"(": 1, ")": -1}.get(word, 0)
                if depth == 0:
                    break
            yield words[:end + 1]
            words = words[end + 1:]
    yield words


def _part_stands_alone(words):
    at = words.index("co_await")
    before = words[at - 1] if at else "="
    if before == ")" and words[at - 3:at] == ["(", "void", ")"]:
        before = "="
    if before not in _BEFORE_AWAIT:
        return False
    depth = 0
    for word in words[at + 1:]:
        if word in ("(", "["):
            depth += 1
        elif word in (")", "]"):
            depth -= 1
            if depth < 0:
                return True  # The end of `if (auto x = co_await f())`.
        elif depth == 0 and word in _BESIDE_AWAIT:
            return False
    return True
