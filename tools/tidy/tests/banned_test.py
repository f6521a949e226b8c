"""Each ban has a row that it finds and a look-alike that it leaves alone."""

import unittest

from rules_of import rules_of

# Rule, path, code that breaks it, code that does not.
ROWS = (
    ("clock", "src/control/a.cpp", "auto t = std::chrono::steady_clock::now();",
     "auto t = clock.now();"),
    ("clock", "src/control/a_test.cpp", "auto t = system_clock :: now();",
     "// steady_clock::now()"),
    ("clock", "src/base/a.cpp", "auto t = time(nullptr);", "auto t = launch_time(nullptr);"),
    ("clock", "src/agent/a.cpp", "std::this_thread::sleep_for(1s);",
     "auto slept = ports::sleep_for(clock, 1s);"),
    ("clock", "sim/a.cpp", "boost::asio::steady_timer timer{executor};",
     "SimClock timer{executor};"),
    ("randomness", "src/rules/a.cpp", "std::random_device device;", "Entropy& device;"),
    ("randomness", "src/rules/a.cpp", "int a = rand();", "int a = operand();"),
    ("randomness", "sim/a.cpp", "std::uniform_int_distribution<int> pick(0, 3);",
     "int pick = pick_below(entropy, 3);"),
    ("randomness", "sim/a.cpp", "std::mt19937_64 engine{seed};", "Generator engine{seed};"),
    ("threads", "src/ledger/a.cpp", "std::thread worker{run};", "Worker thread{run};"),
    ("threads", "src/ledger/a.cpp", "#include <thread>", "#include <utility>"),
    ("environment", "src/cli/a.cpp", 'auto home = std::getenv("HOME");', "auto home = env.home;"),
    ("files", "src/cli/a.cpp", "std::ifstream file{path};", "std::istringstream file{text};"),
    ("files", "src/cli/a.cpp", "#include <fstream>", "#include <sstream>"),
    ("sockets", "src/agent/a.cpp", "#include <sys/socket.h>", "#include <sys_socket.hpp>"),
    ("sockets", "src/agent/a.cpp", "asio::ip::tcp::socket peer;", "ports::WebSocket& peer;"),
    ("processes", "src/agent/a.cpp", "int child = fork();", "int child = spoon_fork();"),
    ("coroutine", "src/rules/a.cpp", "co_return 1;", "return 1;"),
    ("coroutine", "src/state/a.cpp", "asio::awaitable<void> f();", "void f();"),
    ("locks", "src/model/a.cpp", "std::mutex lock;", "Blocks lock;"),
    ("logging", "src/rules/a.cpp", 'log.info("task placed");', 'log_line("task placed");'),
    ("unordered", "src/control/a.cpp", "std::unordered_map<int, int> a;", "std::map<int, int> a;"),
    ("exceptions", "src/agent/a.cpp", "throw Failure{};", "EXPECT_THROW(f());"),
    ("exceptions", "src/agent/a.cpp", "void f() { try { g(); } catch (...) {} }",
     "auto e = TRY(f());"),
    ("raw_memory", "src/adapters/a.cpp", "auto* a = new Thing(1);", "auto a = make_new(1);"),
    ("raw_memory", "src/adapters/a.cpp", "delete a;", "struct A { A(const A&) = delete; };"),
    ("raw_memory", "src/adapters/a.cpp", "delete[] a;", "delete_service(a);"),
    ("later", "tools/x/a.py", "# TO" "DO: tidy up", "# to do is to be"),
    ("later", "src/base/a.cpp", "// FIX" "ME", "// mktemp a.XXXXXX"),
)

# Rule, a path where it does not hold, code.
FREE = (
    ("clock", "src/adapters/a.cpp", "auto t = std::chrono::steady_clock::now();"),
    ("environment", "src/apps/a.cpp", 'auto home = std::getenv("HOME");'),
    ("clock", "tests/end_to_end/a.cpp", "auto t = std::chrono::steady_clock::now();"),
    ("coroutine", "src/control/a.cpp", "void f() { co_return; }"),
    ("unordered", "src/wire/a.cpp", "std::unordered_map<int, int> a;"),
    ("exceptions", "src/wire/a.cpp", "void f() { try { g(); } catch (...) {} }"),
    ("exceptions", "src/agent/a_test.cpp", "throw Failure{};"),
    ("clock", "src/control/a.cpp", 'auto text = "steady_clock::now()";'),
    ("threads", "src/control/a.cpp", "// std::thread is for adapters"),
)


class Banned(unittest.TestCase):
    def test_each_row_is_found_and_its_look_alike_is_not(self):
        for rule, path, bad, good in ROWS:
            with self.subTest(rule=rule, code=bad):
                self.assertIn(rule, rules_of(path, bad + "\n"))
            with self.subTest(rule=rule, code=good):
                self.assertEqual(rules_of(path, good + "\n"), [])

    def test_a_ban_ends_where_its_folders_end(self):
        for rule, path, code in FREE:
            with self.subTest(rule=rule, path=path):
                self.assertEqual(rules_of(path, code + "\n"), [])


if __name__ == "__main__":
    unittest.main()
