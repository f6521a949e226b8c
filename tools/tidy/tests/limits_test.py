"""A file, function, line or folder over its limit is found; one at its limit is not."""

import unittest

import limits
import readmes
from rules_of import HEADER, rules_of


def function(lines):
    return "\n".join(["int f() {", *["  g();"] * (lines - 2), "}"]) + "\n"


def python_function(lines):
    return "\n".join(["def f():", *["    g()"] * (lines - 1)]) + "\n"


class Limits(unittest.TestCase):
    def check(self, path, text, *rules):
        self.assertEqual(rules_of(path, text), list(rules))

    def test_file_length(self):
        self.check("src/base/a.cpp", "int a;\n" * 500)
        self.check("src/base/a.cpp", "int a;\n" * 501, "file_length")
        self.check("tools/x/a.py", "a = 1\n" * 501, "file_length")

    def test_function_length(self):
        self.check("src/base/a.cpp", function(70))
        self.check("src/base/a.cpp", function(71), "function_length")
        self.check("tools/x/a.py", python_function(70))
        self.check("tools/x/a.py", python_function(71), "function_length")

    def test_function_length_in_classes_and_namespaces(self):
        def wrapped(lines):
            return f"namespace berth {{\nclass A final : public B {{\n{function(lines)}}};\n}}\n"
        self.check("src/base/a.cpp", wrapped(70))
        self.check("src/base/a.cpp", wrapped(71), "function_length")

    def test_a_long_table_or_namespace_is_no_function(self):
        rows = "  {1, {2}},\n" * 100
        self.check("src/base/a.cpp", f"constexpr Row rows[] = {{\n{rows}}};\n")
        self.check("src/base/a.cpp", f"constexpr std::array<Row, 9> rows{{{{\n{rows}}}}};\n")
        self.check("src/base/a.cpp", "namespace {\n" + "int a;\n" * 100 + "}\n")
        self.check("src/base/a.cpp", "struct A {\n" + "int a;\n" * 100 + "};\n")
        self.check("src/base/a.cpp", "enum class A : int {\n" + "  b,\n" * 100 + "};\n")

    def test_a_body_after_any_kind_of_head_is_a_function(self):
        for head in ("A::A(int b) : b_(b) {", "A::A(int b) : b_{b}, c_{1} {",
                     "template <class T = int>\nauto f(T t) -> Result<T> {", "int f() const {",
                     "A f() noexcept {", "TEST(A, says_the_rule) {",
                     "bool operator==(const A&, const A&) {", "template <class T>\nT f(T t) {"):
            with self.subTest(head=head):
                self.check("src/base/a.cpp", f"{head}\n" + "  g();\n" * 70 + "}\n",
                           "function_length")

    def test_columns(self):
        self.check("src/base/a.cpp", "//" + " a" * 49 + "\n")
        self.check("src/base/a.cpp", "//" + " a" * 49 + "b\n", "columns")
        self.check("src/base/a.cpp", "// https://example.com/" + "a" * 100 + "\n")

    def test_folder_size(self):
        paths = [f"src/base/{number}.cpp" for number in range(25)]
        self.assertEqual(list(limits.check_folders(paths)), [])
        found = [str(f) for f in limits.check_folders([*paths, "src/base/README.md"])]
        self.assertEqual(found, ["src/base:1: the folder has 26 files, more than 25 [folder_size]"])


class Headers(unittest.TestCase):
    def check(self, text, *rules):
        self.assertEqual(rules_of("src/base/a.hpp", text), list(rules))

    def test_a_header_starts_with_pragma_and_purpose(self):
        self.check(HEADER)
        self.check("// Holds what the test needs.\n#pragma once\n\nint a();\n")
        self.check("// Holds what the test needs.\nint a();\n", "pragma_once")
        self.check("#pragma once\n\nint a();  // Too late.\n", "purpose")
        self.check("#pragma once\n// no sentence\nint a();\n", "purpose")

    def test_a_purpose_is_short(self):
        self.check("#pragma once\n" + "// It is so.\n" * 8)
        self.check("#pragma once\n" + "// It is so.\n" * 9, "purpose")


class Readmes(unittest.TestCase):
    def check(self, files, *found):
        self.assertEqual([f.path for f in readmes.check(["src/base"], files.get)], list(found))

    def test_each_folder_has_a_short_one(self):
        self.check({"README.md": "a\n" * 100, "src/base/README.md": "a\n" * 30})
        self.check({"README.md": "a\n" * 101, "src/base/README.md": "a\n"}, "README.md")
        self.check({"README.md": "a\n", "src/base/README.md": "a\n" * 31}, "src/base/README.md")
        self.check({}, "src/base/README.md", "README.md")


if __name__ == "__main__":
    unittest.main()
