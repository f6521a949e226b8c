"""The only place where a rule is lifted: rows of path, rule, and the reason."""

EXCEPTIONS = (
    ("src/base/shape_types.hpp", "raw_memory",
     "A value known by its description only is made and destroyed through two plain function "
     "pointers; the one caller owns it by a unique_ptr with that deleter."),
    ("src/agent/scope.cpp", "exceptions",
     "Asio hands the end of a spawned coroutine to us as an exception_ptr, and the only way to "
     "tell a cancellation from a fault is to rethrow it."),
    ("sim/children.cpp", "files",
     "The program sim plays each run in a child process and reads its verdict from a pipe, so that "
     "a run that aborts is one failed seed; no simulated code comes near it."),
    ("sim/net/sim_network.cpp", "exceptions",
     "Asio hands the end of a spawned coroutine to us as an exception_ptr; the text of a stray "
     "exception is what the failing seed must show."),
    ("src/base", "folder_size",
     "Values that every module shares; splitting them by subject waits until no module is being "
     "written, because each of their headers is included everywhere."),
    ("src/agent/steps", "folder_size",
     "One file a step is the point of the folder; a step's header, source and test are three."),
)
