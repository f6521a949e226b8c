"""Cuts Smithy text into tokens. Commas are blanks, as the language says."""

import dataclasses
import re

import model

TOKEN = re.compile(
    r"""
    (?P<blank>[\s,]+|//[^\n]*)
  | (?P<block>\"\"\".*?\"\"\")
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<name>[A-Za-z_][\w.]*(?:\#\w+)?)
  | (?P<sign>[{}\[\]():=@$])
    """,
    re.VERBOSE | re.DOTALL,
)

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "\n": "", "/": "/", "'": "'"}


@dataclasses.dataclass
class Token:
    kind: str
    value: object
    place: str


def tokens(text, source):
    found, position, line = [], 0, 1
    while position < len(text):
        match = TOKEN.match(text, position)
        place = f"{source}:{line}"
        if not match:
            raise model.ModelError(f"{place}: unreadable text {text[position:position + 20]!r}")
        kind = match.lastgroup
        if kind == "block":
            raise model.ModelError(f"{place}: text blocks are not read here")
        if kind != "blank":
            found.append(Token(kind, value(kind, match.group()), place))
        line += match.group().count("\n")
        position = match.end()
    return found + [Token("end", "end of file", f"{source}:{line}")]


def value(kind, text):
    if kind == "string":
        return unescape(text[1:-1])
    if kind == "number":
        return float(text) if re.search(r"[.eE]", text) else int(text)
    return text


def unescape(text):
    def one(match):
        code = match.group(1)
        return chr(int(code[1:], 16)) if code[0] == "u" and len(code) == 5 else ESCAPES[code]

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", one, text, flags=re.DOTALL)
