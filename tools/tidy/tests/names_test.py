"""Empty names, bool parameters and views in coroutines are found in declarations, not in calls."""

import unittest

from rules_of import HEADER, rules_of


class Names(unittest.TestCase):
    def check(self, text, *rules, path="src/base/a.hpp"):
        with self.subTest(text=text):
            head = HEADER if path.endswith(".hpp") else ""
            self.assertEqual(rules_of(path, head + text + "\n"), list(rules))

    def test_a_type_says_what_it_is(self):
        self.check("class TaskManager {};", "names")
        self.check("struct TaskInfo {};", "names")
        self.check("enum class TaskData : int { a };", "names")
        self.check("using TaskBase = int;", "names")
        self.check("template <class T>\nstruct [[nodiscard]] TaskImpl final : Task {};", "names")

    def test_a_word_within_a_name_is_no_ending(self):
        self.check("struct TaskMetadata {};")
        self.check("class DatabaseTable {};")
        self.check("struct InfoLine {};")
        self.check("class Task : public Base<Data> {};")
        self.check("struct Owner { TaskInfo* f(); };")

    def test_a_file_says_what_it_holds(self):
        self.check("int a;", "names", path="src/base/text_util.cpp")
        self.check("int a;", "names", path="src/base/common.cpp")
        self.check("int a;", path="src/base/common_name.cpp")

    def test_a_bool_parameter_has_no_name_at_the_call(self):
        self.check("void stop(bool force);", "bool_parameter")
        self.check("class A { void stop(int a, const bool force = false); };", "bool_parameter")
        self.check("struct A { explicit A(bool force); };", "bool_parameter")
        self.check("inline int f(bool) { return 1; }", "bool_parameter")

    def test_other_bools_are_right(self):
        self.check("bool stop(int force);")
        self.check("void each(std::function<bool(int)> wanted);")
        self.check("struct A { bool force = false; operator bool() const; };")
        self.check("void fill(std::vector<bool> rows);")
        self.check("std::string text_of(bool value);")
        self.check("void each(bool (*wanted)(int));")
        self.check("void check(bool condition, std::string_view text);")
        self.check("inline void f() { g(bool{}); }")
        self.check("void stop(bool force);", path="src/base/a.cpp")

    def test_a_coroutine_owns_its_parameters(self):
        self.check("asio::awaitable<void> f(std::string_view name);", "view_in_coroutine",
                   path="src/agent/a.hpp")
        self.check("asio::awaitable<Result<std::span<int>>> f(std::span<int> rows) { g(); }",
                   "view_in_coroutine", path="src/agent/a.cpp")
        self.check("asio::awaitable<void> f(std::string name);", path="src/agent/a.hpp")
        self.check("Result<void> f(std::string_view name);", path="src/agent/a.hpp")


if __name__ == "__main__":
    unittest.main()
