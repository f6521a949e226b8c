"""How the tests ask: which rules does this text break, standing at this path?"""

import checks
import modules
from source import Source, module_of

TABLE = modules.parse("""
  "base     | 0   |                 | fmt"
  "gen      | 0.5 | base            |"
  "ports    | 1   | base gen        | asio"
  "model    | 1   | base gen        |"
  "rules    | 2   | base model      |"
  "state    | 2   | base model      |"
  "control  | 4   | base rules ports |"
  "agent    | 4   | base ports      | asio"
  "wire     | 1   | base            | json"
  "adapters | 5   | base ports      | asio beast"
  "apps     | 6   | *               |"
  "sim      | 6   | *               | asio"
""")
FILES = {"src/base/time.hpp", "src/model/task.hpp", "src/ports/clock.hpp",
         "src/rules/placement.hpp", "src/state/view.hpp", "sim/world.hpp"}
HEADER = "#pragma once\n// Holds what the test needs.\n\n"


def rules_of(path, text):
    """The sorted names of the rules that `text` breaks at `path`."""
    source = Source(path, text, module_of(path))
    return sorted({finding.rule for finding in checks.check(source, TABLE, FILES.__contains__)})
