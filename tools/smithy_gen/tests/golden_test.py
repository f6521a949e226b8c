"""The generator's output for small models, compared with what is committed beside them.

After a change that is meant:  python3 tools/smithy_gen/tests/golden_test.py --update-golden
"""

import difflib
import pathlib
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent / "golden"
sys.path.insert(0, str(FOLDER.parents[1]))

import generate  # noqa: E402  (the generator's folder must be on the path first)


def rendered(path):
    """All files that the model gives, one text with a line before each."""
    texts = generate.outputs(generate.read(path))
    return "".join(f"==> {name}\n{text}" for name, text in texts.items())


def cases():
    return sorted(FOLDER.glob("*.smithy"))


class Golden(unittest.TestCase):
    maxDiff = None

    def test_output_is_what_is_committed(self):
        self.assertTrue(cases())
        for path in cases():
            with self.subTest(path.name):
                expected = path.with_suffix(".expected").read_text(encoding="utf-8")
                lines = difflib.unified_diff(
                    expected.splitlines(), rendered(path).splitlines(), "committed", "generated",
                    lineterm="")
                self.assertEqual("\n".join(lines), "")

    def test_listed_paths_are_the_written_ones(self):
        for path in cases():
            model = generate.read(path)
            names = list(generate.listed([model], generate.Files.OWN))
            names += generate.listed([model], generate.Files.INVOKE)
            self.assertEqual(sorted(names), sorted(generate.outputs(model)))

    def test_an_unchanged_file_keeps_its_time(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a" / "types.hpp"
            generate.put(path, "one\n")
            before = path.stat().st_mtime_ns
            generate.put(path, "one\n")
            self.assertEqual(path.stat().st_mtime_ns, before)
            generate.put(path, "two\n")
            self.assertEqual(path.read_text(encoding="utf-8"), "two\n")


def update():
    for path in cases():
        path.with_suffix(".expected").write_text(rendered(path), encoding="utf-8")


if __name__ == "__main__":
    if "--update-golden" in sys.argv:
        update()
    else:
        unittest.main()
