"""A model outside the subset, or one that contradicts itself, is refused with its line."""

import unittest

import check
import cpp_types
import lexer
import model
import names
import parser

HEAD = '$version: "2.0"\nnamespace com.example.test\n'


def read(text):
    found = parser.Parser(lexer.tokens(HEAD + text, "test.smithy"), "test.smithy").model()
    check.check(found)
    return found


class ModelErrors(unittest.TestCase):
    def check(self, text, expected):
        with self.assertRaises(model.ModelError) as caught:
            read(text)
        self.assertEqual(str(caught.exception), expected)

    def test_text_outside_the_language(self):
        self.check("structure A { a: %", "test.smithy:3: unreadable text '%'")
        self.check('@length("""x""") string A', "test.smithy:3: text blocks are not read here")
        self.check("structure A {", "test.smithy:3: a name expected, not 'end of file'")
        self.check("resource A {}", "test.smithy:3: a shape of a known type expected, "
                   "not 'resource'")
        self.check("structure A { a String }", "test.smithy:3: ':' expected, not 'String'")

    def test_names(self):
        self.check("string A\nstring A", "test.smithy:4: A: this name is taken")
        self.check("string String", "test.smithy:3: String: this name is taken")
        self.check("structure A {\n a: B }", "test.smithy:3: A: a is a B, which is not defined")
        self.check("structure A { a: String a: String }",
                   "test.smithy:3: A: a member stands twice")
        self.check("list A { item: String }",
                   "test.smithy:3: A: a list has member, not ['item']")

    def test_traits(self):
        self.check("@colour structure A {}", "test.smithy:3: A: unknown trait @colour")
        self.check("structure A { @range(min: 1) a: Integer }",
                   "test.smithy:3: A: unknown trait @range at a")

    def test_services(self):
        self.check("operation A { input: B }\nstring B",
                   "test.smithy:3: A: input B is not a structure of this model")
        self.check("operation A { errors: [B] }\nstructure B {}",
                   "test.smithy:3: A: B is not an error of this model")
        self.check("operation A {}\nservice S { operations: [B] }",
                   "test.smithy:4: S: operations listed and defined differ: ['A', 'B']")

    def test_a_structure_that_holds_itself_has_no_size(self):
        self.check("structure A { b: B }\nstructure B { a: A }",
                   "test.smithy:3: A: holds itself by value (A -> B -> A); put a list or map "
                   "between")
        read("structure A { b: B }\nstructure B { a: As }\nlist As { member: A }")

    def test_defaults(self):
        found = read("enum E { ONE TWO }\nstructure A { e: E = \"THREE\" }")
        with self.assertRaises(model.ModelError):
            cpp_types.initial(found, found.shapes["A"], found.shapes["A"].members[0])


class Names(unittest.TestCase):
    def test_snake_case(self):
        for name, expected in (
                ("taskDefinition", "task_definition"), ("DNSName", "dns_name"),
                ("VpcId", "vpc_id"), ("IPv6Addresses", "ipv6_addresses"), ("ARNs", "arns"),
                ("LinkLocalIPs", "link_local_ips"), ("memoryMiB", "memory_mib"),
                ("EC2InstanceId", "ec2_instance_id"), ("class", "class_"), ("Linux", "linux_"),
                ("cpu_stats", "cpu_stats"), ("NCPU", "ncpu"), ("timeNano", "time_nano")):
            self.assertEqual(names.snake(name), expected)

    def test_strings_are_escaped(self):
        self.assertEqual(names.quoted('a"\\n\n'), '"a\\"\\\\n\\n"')


class Strings(unittest.TestCase):
    def test_escapes_and_continued_lines(self):
        token = lexer.tokens('"a\\\\b\\"\\u0041\\\nc"', "x")[0]
        self.assertEqual(token.value, 'a\\b"Ac')


if __name__ == "__main__":
    unittest.main()
