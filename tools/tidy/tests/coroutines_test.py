"""Statements that GCC 12 gets wrong are found; the same with names given first are not."""

import unittest

from rules_of import rules_of

WRONG = (
    "auto x = co_await f({.name = s});",
    "auto x = co_await f(Request{s});",
    "auto x = co_await f(Request(a, b));",
    "use(Request{s}, co_await g());",
    "rows.push_back(Row{1, co_await g()});",
    "Row r{.n = co_await g()};",
    "co_await f([s = x] { return s; });",
    "co_await f([s] { return s; });",
    "co_await f([=] { return s; });",
    "co_await f([*this] { return s; });",
    "co_await f(std::vector{1, 2});",
    "auto x = co_await f() + co_await g();",
    "auto x = f(co_await g());",
    "auto x = c ? co_await f() : 1;",
    "auto x = (co_await f()).value();",
    "auto x = co_await f() + 1;",
    "auto x = co_await f() && ready;",
    "if (co_await f()) g();",
    "if (!co_await f()) { g(); }",
    "while (co_await f()) { g(); }",
    "for (auto& row : co_await rows()) { g(); }",
    "return use({co_await g()});",
    "EXPECT_TRUE(co_await f());",
)

RIGHT = (
    "Request r{s}; auto x = co_await f(std::move(r));",
    "auto x = co_await f(a, b.c(), g(d)->e);",
    "co_await f(clock, 10ms);",
    "co_return co_await f();",
    "(void)co_await f();",
    "auto [a, b] = co_await f();",
    "auto& [a, b] = co_await f();",
    "std::map<int, int> a = co_await f<int>(b);",
    "co_await f([&] { return s; });",
    "co_await f([this] { return s; });",
    "auto g = [s] { return s; }; co_await f(std::move(g));",
    "if (auto x = co_await f(); !x) { g(Request{s}); }",
    "while (!done) co_await f();",
    "for (int i = 0; i < 3; ++i) { auto x = co_await f(i); }",
    "if (a) { Row r{1}; } else { co_await f(); }",
    "switch (a) { case A::b: co_await f(); }",
    "const auto x = co_await f(rows[1], names[i].first);",
    "auto f2 = [](Executor e) -> awaitable<void> { co_await g(e); }; Row r{1};",
    "[[maybe_unused]] const auto x = co_await f();",
    "try { g(); } catch (const E& e) { h(e); } co_await f();",
)


class Coroutines(unittest.TestCase):
    def rules_in_body(self, body):
        return rules_of("src/adapters/a.cpp", f"asio::awaitable<void> run() {{\n  {body}\n}}\n")

    def test_wrong_statements_are_found(self):
        for body in WRONG:
            with self.subTest(body=body):
                self.assertEqual(self.rules_in_body(body), ["co_await"])

    def test_right_statements_are_left_alone(self):
        for body in RIGHT:
            with self.subTest(body=body):
                self.assertEqual(self.rules_in_body(body), [])

    def test_nothing_awaits_in_a_catch_block(self):
        self.assertEqual(
            self.rules_in_body("try { g(); } catch (...) { if (a) { co_await f(); } }"),
            ["co_await"])

    def test_a_fault_inside_a_lambda_is_the_lambda_s(self):
        body = "spawn(e, []() -> awaitable<void> {\n    auto x = co_await f(Row{1});\n  });"
        self.assertEqual(self.rules_in_body(body), ["co_await"])
        body = "spawn(Row{1}, []() -> awaitable<void> { co_await f(); });"
        self.assertEqual(self.rules_in_body(body), [])

    def test_a_lambda_that_captures_is_no_coroutine(self):
        for captures, rules in (("", []), ("&", ["lambda_coroutine"]), ("s", ["lambda_coroutine"])):
            with self.subTest(captures=captures):
                body = f"spawn(e, [{captures}]() -> awaitable<void> {{ co_await f(); }});"
                self.assertEqual(self.rules_in_body(body), rules)

    def test_a_coroutine_inside_a_plain_lambda_does_not_count_for_it(self):
        body = "auto g = [s] { return []() -> awaitable<void> { co_await f(); }; };"
        self.assertEqual(self.rules_in_body(body), [])

    def test_comments_and_literals_are_no_code(self):
        body = "// co_await f(Row{1})\n  auto x = \"co_await f(Row{1}); }\"; auto y = 'a';"
        self.assertEqual(self.rules_in_body(body), [])

    def test_a_raw_literal_and_separators_are_passed_over(self):
        body = 'auto x = R"(} co_await f(Row{1}) {)"; auto n = 1\'000\'000; co_await f(n);'
        self.assertEqual(self.rules_in_body(body), [])


if __name__ == "__main__":
    unittest.main()
