"""Enough of C++ to lint it: tokens with lines, bracket pairs, a walk over blocks and statements.

Comments and preprocessor lines are not tokens. The walk knows namespaces, types, function bodies,
other blocks and lambda bodies apart, by the tokens before an opening brace; it is made for the
formatted code of this repository, not for C++ at large.
"""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:\\.|[^\n\\])*)
  | (?P<string>(?:u8|[uUL])?R"(?P<mark>[^(\s"]*)\(.*?\)(?P=mark)"|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
  | (?P<number>\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>::|->|&&|\|\||==|!=|<=|>=|\+\+|--|[-+*/%&|^]=|\S)
""", re.S | re.X | re.M)

_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Token:
    """One word, literal or sign, and the line where it starts."""

    kind: str
    text: str
    line: int


@dataclass
class Lambda:
    """A lambda seen in a statement: the words of its capture list, and whether it awaits itself."""

    line: int
    captures: list
    is_coroutine: bool = False


@dataclass
class Statement:
    """Tokens up to a semicolon, or up to the brace that opens the block; lambda bodies left out.

    `scope` is the kind of the innermost enclosing block: namespace, type, function, lambda, block
    or catch. `opens` is the kind of the block that the statement is the head of, else None; `end`
    is the line of that block's closing brace. `depth` counts the lambdas around it.
    """

    tokens: list
    scope: str
    lambdas: list = field(default_factory=list)
    opens: str | None = None
    end: int = 0
    depth: int = 0

    @property
    def line(self):
        return self.tokens[0].line if self.tokens else 0

    def words(self):
        return [token.text for token in self.tokens]


def tokenise(text):
    """The tokens of `text`, without comments and preprocessor lines."""
    tokens, line, position = [], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        if match.lastgroup == "mark" or match.group("string") is not None:
            kind = "string"
        else:
            kind = match.lastgroup
        if kind not in ("comment", "directive"):
            tokens.append(Token(kind, match.group(), line))
    return tokens


def blank(text):
    """`text` with comments and the insides of literals as spaces: same lines, same columns."""
    def spaces(match):
        if match.group("comment") or match.group("string") or match.group("char"):
            return re.sub(r"[^\n]", " ", match.group())
        return match.group()
    return _TOKEN.sub(spaces, text)


def matching(tokens, opening):
    """The index of the bracket that closes the one at `opening`, or the last index."""
    depth, opener = 0, tokens[opening].text
    for index in range(opening, len(tokens)):
        if tokens[index].text == opener:
            depth += 1
        elif tokens[index].text == _CLOSING[opener]:
            depth -= 1
            if depth == 0:
                return index
    return len(tokens) - 1


def statements(tokens):
    """Every statement of a file, blocks' and lambdas' insides included."""
    found = []
    _Walk(tokens, found).block(0, len(tokens), "namespace")
    return found


class _Walk:
    def __init__(self, tokens, found):
        self.tokens = tokens
        self.found = found
        self.depth = 0

    def block(self, index, end, scope):
        """Walks the statements in [index, end)."""
        statement = Statement([], scope)
        while index < end:
            text = self.tokens[index].text
            if text == ";":
                self._finish(statement)
                statement = Statement([], scope)
            elif text == ":" and self._is_label(statement):
                statement = Statement([], scope)
            elif text == "{" and self._opens_block(statement):
                close = matching(self.tokens, index)
                statement.opens = _kind_of(statement.words(), scope)
                statement.end = self.tokens[close].line
                self._finish(statement)
                self.block(index + 1, close, statement.opens)
                statement = Statement([], scope)
                index = close
            else:
                index = self._take(index, statement)
            index += 1
        self._finish(statement)

    def _finish(self, statement):
        if statement.tokens:
            statement.depth = self.depth
            self.found.append(statement)

    def _take(self, index, statement):
        """Adds one token, or a bracketed group with what is in it; answers the last index taken."""
        token = self.tokens[index]
        if token.text == "[" and self._introduces_lambda(index):
            return self._lambda(index, statement)
        statement.tokens.append(token)
        if token.text not in _CLOSING:
            return index
        close = matching(self.tokens, index)
        inside = index + 1
        while inside < close:
            inside = self._take(inside, statement) + 1
        statement.tokens.append(self.tokens[close])
        return close

    def _introduces_lambda(self, index):
        close = matching(self.tokens, index)
        before = self.tokens[index - 1] if index else Token("sign", ";", 0)
        after = self._text(close + 1)
        if self._text(index + 1) == "[" or before.text == "[" and self._text(index + 1) != "]":
            return False  # An attribute.
        if before.text in (")", "]") or before.kind == "word" and before.text not in (
                "return", "co_return", "co_await", "co_yield"):
            return False  # A subscript, an array's size, or names bound after `auto`.
        if before.text in ("&", "&&") and index > 1 and self._text(index - 2) == "auto":
            return False  # Names bound by reference.
        return after in ("(", "{", "<", "mutable", "->", "noexcept")

    def _text(self, index):
        return self.tokens[index].text if index < len(self.tokens) else ""

    def _lambda(self, index, statement):
        """Takes a lambda; its body is walked as a block of its own."""
        close = matching(self.tokens, index)
        captures = [token.text for token in self.tokens[index + 1:close]]
        seen = Lambda(self.tokens[index].line, captures)
        statement.lambdas.append(seen)
        statement.tokens.append(Token("lambda", "[]", seen.line))
        index = close + 1
        while index < len(self.tokens) and self._text(index) not in ("{", ";", ")"):
            index = matching(self.tokens, index) if self._text(index) == "(" else index
            index += 1
        if self._text(index) != "{":
            return index - 1  # No lambda after all.
        end = matching(self.tokens, index)
        inside = len(self.found)
        self.depth += 1
        self.block(index + 1, end, "lambda")
        self.depth -= 1
        # An awaiting word in a lambda inside this one makes that one the coroutine.
        seen.is_coroutine = any(
            word in ("co_await", "co_return", "co_yield")
            for inner in self.found[inside:] if inner.depth == self.depth + 1
            for word in inner.words())
        return end

    def _is_label(self, statement):
        words = statement.words()
        return bool(words) and (words[0] in ("case", "default") or
                                words in (["public"], ["private"], ["protected"]))

    def _opens_block(self, statement):
        words = _without_template(statement.words())
        if not words or words[0] == "namespace" or words[:2] == ["inline", "namespace"]:
            return True
        if words[0] == "extern" and len(words) == 2 or _type_head(words):
            return True
        last = words[-1]
        if last in (")", "else", "do", "try", "const", "noexcept", "override", "final", "mutable"):
            return True
        if "->" in words and ")" in words[:words.index("->") + 1] and "=" not in words:
            return True
        # A constructor whose last initialiser is braced: the next brace is the body.
        return last == "}" and ")" in words and ":" in words[words.index(")"):]


def _without_template(words):
    """The words after a leading `template <…>`."""
    while words and words[0] == "template":
        depth = 0
        for index, word in enumerate(words):
            depth += {"<": 1, ">": -1}.get(word, 0)
            if word == ">" and depth == 0:
                break
        words = words[index + 1:]
    return words


def _type_head(words):
    """Whether the words are the head of a class, struct, union or enum, not a use of one."""
    words = _without_template(words)
    for index, word in enumerate(words):
        if word in ("class", "struct", "union", "enum"):
            return "(" not in words[index:] and "=" not in words[index:]
        if word in ("(", "=", "{"):
            return False
    return False


def _kind_of(words, scope):
    """The kind of the block whose head these words are, inside a block of kind `scope`."""
    if words and words[0] in ("namespace", "extern", "inline") and "(" not in words:
        return "namespace"
    if _type_head(words):
        return "type"
    if scope in ("namespace", "type"):
        return "function" if words else "namespace"
    return "catch" if scope == "catch" or words[:1] == ["catch"] else "block"
