"""Names that say nothing, bool parameters, and views held over a suspension.

All three read declarations at namespace and type level; a call is never taken for one, because
calls stand in functions.
"""

import re
from pathlib import PurePath

from finding import Finding

EMPTY_WORDS = {"Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Common", "Misc",
               "Impl", "Base", "Data", "Info"}
# A bool with one of these names is what the function is about, not a switch of what it does.
# A parenthesis begins a pointer to a function.
NO_SWITCH = (["value"], ["condition"], ["("])
_WORDS_OF_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]")
_KEYWORDS = {"if", "while", "for", "switch", "return", "decltype", "noexcept", "alignas",
             "requires", "sizeof", "static_assert", "explicit", "void", "bool", "int",
             "operator"}


def check(source):
    if not source.is_cpp:
        return
    stem_words = {word.capitalize() for word in PurePath(source.path).stem.split("_")[-1:]}
    if stem_words & EMPTY_WORDS:
        yield Finding(source.path, 1, "names", "the file's name ends in "
                      f"{stem_words.pop().lower()}, which says nothing: name what is in it")
    for statement in source.statements:
        yield from _type_name(source, statement)
        if statement.scope in ("namespace", "type") and statement.opens in (None, "function"):
            yield from _parameters(source, statement)


def _type_name(source, statement):
    words = statement.words()
    name = None
    if statement.opens == "type":
        name = _declared_type(words)
    elif words and words[0] == "using" and "=" in words:
        name = words[1]
    if name:
        last = _WORDS_OF_NAME.findall(name)[-1:]
        if set(last) & EMPTY_WORDS:
            yield Finding(source.path, statement.line, "names",
                          f"{name} ends in {last[0]}, which says nothing: name what it is")


def _declared_type(words):
    """The name in the head of a type: the last plain name before a base list or a `final`."""
    name = None
    for word in words[words_index(words):]:
        if word == ":" or word == "final":
            break
        if re.match(r"[A-Za-z_]\w*$", word) and word not in ("class", "struct", "enum", "union"):
            name = word
    return name


def words_index(words):
    """Where the last class, struct, enum or union stands: template parameters come before it."""
    return max(index for index, word in enumerate(words)
               if word in ("class", "struct", "enum", "union"))


def declaration(words):
    """Return type, name and parameters (lists of words) of a function's declaration, or None."""
    depth = 0
    for index, word in enumerate(words[:-1]):
        if word == "<" and words[index - 1] != "operator":
            depth += 1
        elif word == ">" and depth:
            depth -= 1
        elif depth == 0 and words[index + 1] == "(" and re.match(r"[A-Za-z_]\w*$", word):
            if word not in _KEYWORDS:
                return words[:index], word, _split(words[index + 2:])
        elif word == "=":
            return None
    return None


def _split(words):
    """Splits at top-level commas, up to the parenthesis that ends the list."""
    parameters, depth = [[]], 0
    for word in words:
        if word == ")" and depth == 0:
            break
        depth += {"(": 1, "<": 1, "{": 1, "[": 1, ")": -1, ">": -1, "}": -1, "]": -1}.get(word, 0)
        if word == "," and depth == 0:
            parameters.append([])
        else:
            parameters[-1].append(word)
    return [parameter for parameter in parameters if parameter]


def _parameters(source, statement):
    found = declaration(statement.words())
    if not found:
        return
    result, name, parameters = found
    for parameter in parameters:
        plain = [word for word in parameter if word != "const"]
        if source.is_header and plain[:1] == ["bool"] and plain[1:2] not in NO_SWITCH:
            yield Finding(source.path, statement.line, "bool_parameter",
                          f"{name} takes a bool: give the two cases names in an enum class")
        if "awaitable" in result and {"string_view", "span"} & set(parameter):
            yield Finding(source.path, statement.line, "view_in_coroutine",
                          f"{name} is a coroutine and takes a view, which may dangle: "
                          "take the value")
