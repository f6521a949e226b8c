# The module table: the arrow rule of ARCHITECTURE.md, read by CMake and by tools/tidy.
#
# One row a module: "name | level | modules it may include | third-party packages". A file includes
# from its own folder and from the modules of its row, nothing else. `*` names every module above.
# `gen` (generated code, in the build folder only) stands between base and the rest, so it has 0.5.
# Packages are the names that cmake/packages.cmake defines.
set(berth_modules
  "base     | 0   |                                            | fmt"
  "gen      | 0.5 | base                                       |"
  "ports    | 1   | base gen                                   | asio"
  "model    | 1   | base gen                                   |"
  "wire     | 1   | base                                       | json pugixml zlib crypto"
  "rules    | 2   | base gen model                             |"
  "state    | 2   | base gen model                             |"
  "events   | 2   | base model wire                            | json"
  "ledger   | 3   | base gen model wire ports state            |"
  "launch   | 3   | base gen model rules state ports            |"
  "client   | 3   | base gen wire ports                        | asio"
  "api      | 4   | base gen model wire ports rules state ledger launch events | asio"
  "control  | 4   | base gen model ports rules state ledger launch events |"
  "agent    | 4   | base gen model wire ports client           | asio json"
  "cli      | 4   | base gen wire ports client                 | asio cli11 json"
  "console  | 4   | base wire state                            | json"
  "server   | 5   | base gen model wire ports rules state ledger api control | asio"
  "adapters | 5   | base gen wire ports | asio beast ssl crypto sqlite zlib json spdlog threads"
  "apps     | 6   | *                                          | asio cli11 json spdlog threads"
  "sim      | 6   | *                                          | asio json"
  "bench    | 6   | base gen model wire ports rules state launch adapters | asio json sqlite"
)
