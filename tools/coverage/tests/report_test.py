"""Coverage counts what the sources say and refuses to guess."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "smithy_gen"))

import report  # noqa: E402  (the generator's folder must be on the path first)

MODEL = """$version: "2.0"
namespace com.example.shop
use berth.traits#namedOperations
@service(sdkId: "Shop", endpointPrefix: "shop")
@sigv4(name: "shop")
@awsQuery
@namedOperations(["Fly"])
service Shop { version: "1" operations: [BuyThing ListThings] }
operation BuyThing { input: Unit output: Unit }
operation ListThings { input: Unit output: Unit }
"""
MACRO = "#define REFUSE(function, Operation) \\\n  BERTH_REFUSE(function, #Operation, A, B)\n"
BUY = "Result<Change<Unit>> buy_thing(const View& view,\n    const Unit& request) {\n"


def services(refusals, handlers):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        api = root / "src" / "api" / "shop"
        api.mkdir(parents=True)
        (root / "models").mkdir()
        (root / "models" / "shop.smithy").write_text(MODEL, encoding="utf-8")
        (api / "unsupported.cpp").write_text(MACRO + refusals, encoding="utf-8")
        (api / "things.cpp").write_text(handlers, encoding="utf-8")
        return report.services(root)


class Report(unittest.TestCase):
    def test_each_operation_is_answered_refused_or_named(self):
        [found] = services("REFUSE(list_things, ListThings)\n", BUY)
        self.assertEqual((found.answered, found.refused, found.named),
                         (["BuyThing"], ["ListThings"], ["Fly"]))
        text = report.text([found])
        self.assertIn("| Shop | 1 | 1 | 1 |", text)
        self.assertIn("Answered: BuyThing.", text)

    def test_an_operation_without_a_word_is_an_error(self):
        with self.assertRaisesRegex(report.CoverageError, "neither .*: BuyThing"):
            services("REFUSE(list_things, ListThings)\n", "  auto x = buy_thing(view, request);\n")

    def test_an_operation_with_two_words_is_an_error(self):
        with self.assertRaisesRegex(report.CoverageError, "answered and refused: BuyThing"):
            services('REFUSE(list_things, ListThings)\nREFUSE(buy_thing, BuyThing)\n', BUY)

    def test_a_refusal_of_nothing_is_an_error(self):
        with self.assertRaisesRegex(report.CoverageError, "not in the model: Sell"):
            services('REFUSE(list_things, ListThings)\nBERTH_REFUSE(sell, "Sell", A, B)\n', BUY)


if __name__ == "__main__":
    unittest.main()
