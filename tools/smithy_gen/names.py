"""C++ names for the model's names."""

import re

KEYWORDS = set(
    """alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t
    char32_t class compl concept const consteval constexpr constinit const_cast continue co_await
    co_return co_yield decltype default delete do double dynamic_cast else enum explicit export
    extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq
    nullptr operator or or_eq private protected public register reinterpret_cast requires return
    short signed sizeof static static_assert static_cast struct switch template this thread_local
    throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while
    xor xor_eq""".split()
)

# Lower-case macros of the C library and of compilers.
MACROS = set("linux unix i386 stdin stdout stderr errno assert major minor makedev".split())


def snake(name):
    """`IPv6Addresses` is ipv6_addresses, `VpcId` vpc_id, `DNSName` dns_name."""
    word = re.sub(r"IPv(?=[46])", "Ipv", name)
    word = re.sub(r"([MGKT])i[Bb](?![a-z])", r"\1ib", word)
    word = re.sub(r"([A-Z]{2,})s(?=[A-Z]|$)", lambda plural: plural[1].capitalize() + "s", word)
    word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)
    word = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", "_", word)
    return safe(re.sub(r"\W+|__+", "_", word).strip("_").lower())


def safe(word):
    if word in KEYWORDS or word in MACROS:
        return word + "_"
    return word if word[0].isalpha() else "v" + word


def enumerator(name):
    return safe(name.lower())


def quoted(text):
    """A C++ string literal. Question marks need no care: trigraphs are gone since C++17."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
