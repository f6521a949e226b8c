"""An include that the module table does not name is found; one that it names is not."""

import unittest

import modules
from rules_of import HEADER, rules_of


class Arrows(unittest.TestCase):
    def check(self, path, include, *rules):
        with self.subTest(path=path, include=include):
            head = HEADER if path.endswith(".hpp") else ""
            self.assertEqual(rules_of(path, f"{head}#include {include}\n"), list(rules))

    def test_ours_by_the_row(self):
        self.check("src/rules/a.cpp", '"model/task.hpp"')
        self.check("src/rules/a.cpp", '"rules/placement.hpp"')
        self.check("src/rules/a.cpp", '"state/view.hpp"', "arrows")
        self.check("src/model/a.cpp", '"rules/placement.hpp"', "arrows")
        self.check("src/rules/a_test.cpp", '"ports/clock.hpp"', "arrows")
        self.check("src/apps/main.cpp", '"state/view.hpp"')

    def test_the_simulator_is_for_the_simulator(self):
        self.check("sim/a.cpp", '"sim/world.hpp"')
        self.check("src/control/a.cpp", '"sim/world.hpp"', "arrows")
        self.check("src/apps/a.cpp", '"sim/world.hpp"', "arrows")

    def test_a_name_is_written_from_src_and_exists(self):
        self.check("src/base/a.cpp", '"time.hpp"', "arrows")
        self.check("src/base/a.cpp", '"base/gone.hpp"', "arrows")
        self.check("src/model/a.cpp", '"gen/ecs/types.hpp"')

    def test_third_parties_by_the_package_column(self):
        self.check("src/wire/a.cpp", "<boost/json/parse.hpp>")
        self.check("src/rules/a.cpp", "<boost/json/parse.hpp>", "arrows")
        self.check("src/rules/a.cpp", "<fmt/format.h>")
        self.check("src/adapters/a.cpp", "<boost/beast/http.hpp>")
        self.check("src/agent/a.cpp", "<boost/beast/http.hpp>", "arrows")
        self.check("src/adapters/a.cpp", "<sqlite3.h>", "arrows")

    def test_asio_names_go_further_than_asio(self):
        self.check("src/ports/a.hpp", "<boost/asio/awaitable.hpp>")
        self.check("src/ports/a.hpp", "<boost/asio/co_spawn.hpp>", "arrows")
        self.check("src/ports/a.cpp", "<boost/asio/post.hpp>")
        self.check("src/control/a.cpp", "<boost/asio/awaitable.hpp>")
        self.check("src/control/a.cpp", "<boost/asio/co_spawn.hpp>", "arrows")
        self.check("src/rules/a.cpp", "<boost/asio/awaitable.hpp>", "arrows", "coroutine")

    def test_asio_objects_of_the_outside_are_for_adapters(self):
        self.check("src/adapters/a.cpp", "<boost/asio/ip/tcp.hpp>")
        self.check("src/agent/a.cpp", "<boost/asio/co_spawn.hpp>")
        self.check("src/agent/a.cpp", "<boost/asio/ip/tcp.hpp>", "arrows")
        self.check("sim/a.cpp", "<boost/asio/steady_timer.hpp>", "arrows", "clock")

    def test_gtest_is_for_tests(self):
        self.check("src/base/a_test.cpp", "<gtest/gtest.h>")
        self.check("src/agent/testing/a.cpp", "<gtest/gtest.h>")
        self.check("src/base/a.cpp", "<gtest/gtest.h>", "arrows")


class Table(unittest.TestCase):
    def test_an_arrow_goes_to_a_lower_level(self):
        good = modules.parse('"base | 0 | | fmt"\n"model | 1 | base |"')
        self.assertEqual(list(modules.faults(good)), [])
        sideways = modules.parse('"model | 1 | |"\n"ports | 1 | model |"')
        self.assertEqual(list(modules.faults(sideways)),
                         ["ports names model, which is not on a lower level"])
        unknown = modules.parse('"model | 1 | bass |"')
        self.assertEqual(list(modules.faults(unknown)), ["model names bass, which is no module"])

    def test_a_star_is_every_module_above_but_apps(self):
        table = modules.parse('"base | 0 | |"\n"apps | 6 | * |"\n"sim | 6 | * | asio"')
        self.assertEqual(table["sim"].modules, {"base"})
        self.assertEqual(table["sim"].packages, {"asio"})


if __name__ == "__main__":
    unittest.main()
