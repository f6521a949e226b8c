"""Words that a folder must not use: the world outside adapters, and what the design rules out.

A row is a pattern over code without comments and literals, the folders where it holds, the folders
that are free of it, and a sentence. A pattern may ask for whole lines, includes among them.
"""

import re
from dataclasses import dataclass

from finding import Finding

OURS = ("src/", "sim/")
# The program that people start may read its arguments' files and say how long it took.
WORLD = ("src/adapters/", "src/apps/", "sim/main.cpp")
PURE = ("src/rules/", "src/model/", "src/state/")


@dataclass(frozen=True)
class Ban:
    rule: str
    pattern: re.Pattern
    folders: tuple
    free: tuple
    message: str
    in_tests: bool = True


def _ban(rule, pattern, message, folders=OURS, free=WORLD, in_tests=True):
    return Ban(rule, re.compile(pattern), folders, free, message, in_tests)


BANS = (
    _ban("clock", r"_clock\s*::\s*now\b|\bgettimeofday\b|\bclock_gettime\b|(?<![\w.>:])time\s*\("
         r"\s*(?:nullptr|NULL|0|&)", "the time comes from the Clock port"),
    _ban("clock", r"\bthis_thread\b|(?<![\w.>:])u?sleep\s*\(|\bnanosleep\b",
         "waiting goes through the Clock port"),
    _ban("clock", r"\basio::(?:steady|system|high_resolution)_timer\b|\bboost/asio/\w*timer\.hpp",
         "Asio's timers are tied to the real clock: wait through the Clock port"),
    _ban("randomness", r"\brandom_device\b|(?<![\w.>:])s?rand\s*\(|\bstd::rand\b",
         "randomness comes from the Entropy port"),
    _ban("randomness", r"\bstd::\w+_distribution\b|\bstd::(?:mt19937\w*|minstd_rand0?|"
         r"default_random_engine)\b|\bstd::shuffle\b|#\s*include\s*<random>",
         "standard distributions differ by library: use the Entropy port's functions"),
    _ban("threads", r"\bstd::(?:thread|jthread|async)\b|#\s*include\s*<thread>|\bpthread_create\b",
         "threads are made by adapters and apps"),
    _ban("environment", r"\b(?:secure_)?getenv\b|\bsetenv\b|\benviron\b",
         "the environment is read by apps and handed on"),
    _ban("files", r"#\s*include\s*<(?:fstream|filesystem|fcntl\.h|unistd\.h|sys/(?:stat|mman)\.h)>|"
         r"\bstd::[io]?fstream\b|\bfopen\b|\bstd::filesystem\b", "files are behind ports"),
    _ban("sockets", r"#\s*include\s*<(?:sys/(?:socket|un|epoll)|netinet/\w+|arpa/\w+|netdb)\.h>|"
         r"\basio::(?:ip::|local::|generic::)", "sockets are behind ports"),
    _ban("processes", r"(?<![\w.>:])(?:v?fork|popen|system|exec[lv]p?e?)\s*\(|\bposix_spawnp?\b",
         "processes are started by adapters"),
    _ban("coroutine", r"\bco_(?:await|return|yield)\b|\bawaitable\b",
         "decisions and state are synchronous: no coroutine here", PURE, ()),
    _ban("locks", r"\bstd::(?:\w*mutex|atomic\w*|\w*lock\w*|condition_variable\w*)\b",
         "decisions and state have one owner: no locks here", PURE, ()),
    _ban("logging", r"\bLog\s*[&*]|\blog_?\s*\.\s*(?:debug|info|warn|error)\s*\(|#\s*include\s*"
         r'["<](?:base/log\.hpp|spdlog/)', "decisions carry their reasons: no log here", PURE, ()),
    _ban("unordered", r"\bunordered_\w+", "the order of an unordered container reaches outputs: "
         "use std::map or a sorted vector",
         ("src/rules/", "src/state/", "src/control/", "src/ledger/"), ()),
    _ban("exceptions", r"\bthrow\b(?!\s*\()|\bcatch\s*\(|(?<!\w)try\s*\{",
         "expected failures are Results; exceptions are caught in adapters and wire", OURS,
         ("src/adapters/", "src/wire/"), in_tests=False),
    _ban("raw_memory", r"\bnew\b\s*[\w:(]|\bdelete\b(?!\s*[;(])",
         "memory is owned: make_unique, containers or values", OURS, ()),
)

# Written in halves, because this file is read too.
_MARKS = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")
_LATER = re.compile(r"\b(?:" + "|".join(_MARKS) + r")\b")


def check(source):
    for number, line in enumerate(source.lines, 1):
        if _LATER.search(line):
            yield Finding(source.path, number, "later",
                          "unfinished work is an issue, not a mark in a file")
    if source.is_cpp:
        yield from _check_code(source)


def _check_code(source):
    bans = [ban for ban in BANS if source.path.startswith(ban.folders)
            and not source.path.startswith(ban.free or ("//",))
            and (ban.in_tests or not source.is_test)]
    for number, line in enumerate(source.code_lines, 1):
        # An include's name is a literal to the lexer, so such a line is read as it stands.
        text = source.lines[number - 1] if line.lstrip().startswith("#") else line
        for ban in bans:
            if ban.pattern.search(text):
                yield Finding(source.path, number, ban.rule, ban.message)
