"""A small botocore model and the Smithy text it becomes."""

import json
import pathlib
import tempfile
import unittest

import botocore_model
import smithy_text
import traits

MODEL = {
    "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "shop", "protocol": "query",
                 "protocols": ["query"], "serviceFullName": "Shop", "serviceId": "Shop v2",
                 "xmlNamespace": "http://shop.example.com/"},
    "operations": {
        "Buy": {"name": "Buy", "input": {"shape": "BuyInput"}, "errors": [{"shape": "soldOut"}]},
        "List": {"name": "List", "output": {"shape": "ListOutput"}},
        "Walk": {"name": "Walk", "input": {"shape": "WalkInput"}},
    },
    "shapes": {
        "BuyInput": {"type": "structure", "required": ["Kind"], "members": {
            "Kind": {"shape": "Kind", "documentation": "<p>prose</p>"},
            "Names": {"shape": "Names"}, "Flat": {"shape": "Flat"}, "Any": {"shape": "Any"},
            "Count": {"shape": "Count"}, "Plain": {"shape": "String"}}},
        "Kind": {"type": "string", "enum": ["SMALL", "extra-large", "HTTP1Only", "2x"]},
        "Names": {"type": "list", "member": {"shape": "Name", "locationName": "item"}, "max": 3},
        "Name": {"type": "string", "min": 1, "pattern": "[\\w\"]+"},
        "Flat": {"type": "list", "flattened": True,
                 "member": {"shape": "String", "locationName": "Line"}},
        "Any": {"type": "structure", "members": {}, "document": True},
        "Count": {"type": "double", "min": 0.5, "max": 10.0},
        "String": {"type": "string"},
        "Catalogue": {"type": "string", "enum": [f"v{n}" for n in range(500)]},
        "soldOut": {"type": "structure", "members": {}, "exception": True,
                    "error": {"code": "Gone", "httpStatusCode": 409, "senderFault": True}},
        "ListOutput": {"type": "structure", "members": {"Of": {"shape": "Catalogue"}}},
        "WalkInput": {"type": "structure", "members": {}},
    },
}

PAGES = {"pagination": {"List": {"input_token": "Marker", "output_token": "NextMarker",
                                 "result_key": "Of"}}}

EXPECTED = r'''
@service(sdkId: "Shop v2", endpointPrefix: "shop")
@sigv4(name: "shop")
@awsQuery
@xmlNamespace(uri: "http://shop.example.com/")
@namedOperations([
    "Walk"
])
service Shopv2 {
    version: "2020-01-01"
    operations: [
        Buy
        List
    ]
}

operation Buy {
    input: BuyInput
    output: Unit
    errors: [
        SoldOut
    ]
}

@paginated(inputToken: "Marker", outputToken: "NextMarker", items: "Of")
operation List {
    input: Unit
    output: ListOutput
}

structure BuyInput {
    @required
    Kind: Kind
    Names: Names
    @xmlName("Line")
    @xmlFlattened
    Flat: Flat
    Any: Document
    Count: Count
    Plain: String
}

@range(min: 0.5, max: 10)
double Count

list Flat {
    member: String
}

enum Kind {
    SMALL
    EXTRA_LARGE = "extra-large"
    HTTP1_ONLY = "HTTP1Only"
    V2X = "2x"
}

structure ListOutput {
    Of: String
}

@length(min: 1)
@pattern("[\\w\"]+")
string Name

@length(max: 3)
list Names {
    @xmlName("item")
    member: Name
}

@error("client")
@awsQueryError(code: "Gone", httpResponseCode: 409)
structure SoldOut {}
'''


def imported(chosen):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "service-2.json"
        path.write_text(json.dumps(MODEL), encoding="utf-8")
        (path.parent / "paginators-1.json").write_text(json.dumps(PAGES), encoding="utf-8")
        return smithy_text.render(botocore_model.read(path, "shop", chosen))


class Import(unittest.TestCase):
    maxDiff = None

    def test_facts_travel_and_prose_does_not(self):
        text = imported(["Buy", "List"])
        self.assertEqual(text[text.index("\n@service"):], EXPECTED)
        self.assertNotIn("prose", text)

    def test_an_operation_that_is_not_there_is_refused(self):
        with self.assertRaisesRegex(ValueError, "has no operation Fly"):
            imported(["Fly"])

    def test_a_long_string_goes_on_in_the_next_line_without_cutting_an_escape(self):
        text = traits.quoted("\\" * 100)
        self.assertTrue(all(len(line) <= 100 for line in text.splitlines()))
        self.assertEqual(text.replace("\\\n", ""), '"' + "\\\\" * 100 + '"')


if __name__ == "__main__":
    unittest.main()
