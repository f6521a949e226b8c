"""A library that needs a symbol of a module outside its row is found, however it was declared."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import link
import modules

TABLE = modules.parse('"base | 0 | |"\n"model | 1 | base |"\n"rules | 2 | base model |"')
SOURCES = {
    "base": "int base_value() { return 1; }",
    "model": "int base_value(); int model_value() { return base_value(); }",
    "rules": "int model_value(); int rules_value() { return model_value(); }",
}


class Link(unittest.TestCase):
    def found(self, **changed):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**SOURCES, **changed}.items():
                object_file = f"{folder}/{name}.o"
                subprocess.run(["g++", "-x", "c++", "-c", "-o", object_file, "-"], input=text,
                               text=True, check=True)
                subprocess.run(["ar", "rc", f"{folder}/libberth_{name}.a", object_file], check=True)
            return [finding.message for finding in link.check(Path(folder), TABLE)]

    def test_arrows_of_the_table_are_right(self):
        self.assertEqual(self.found(), [])

    def test_an_arrow_upwards_is_found(self):
        self.assertEqual(
            self.found(model="int rules_value(); int model_value() { return rules_value(); }"),
            ["model needs rules_value() of rules, which is not in its row"])

    def test_a_symbol_that_the_row_gives_too_is_right(self):
        shared = "inline int twice() { return 2; } int (*used)() = twice;"
        self.assertEqual(self.found(base=f"{SOURCES['base']} namespace base {{ {shared} }}",
                                    rules=f"{SOURCES['rules']} namespace base {{ {shared} }}"), [])


if __name__ == "__main__":
    unittest.main()
