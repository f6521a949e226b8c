# The programs: berth, sim, scenarios_test and berth_bench. Each stands in the build folder's root.

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

configure_file(${PROJECT_SOURCE_DIR}/cmake/version.hpp.in
  ${PROJECT_BINARY_DIR}/generated/gen/version.hpp @ONLY)
file(READ ${PROJECT_SOURCE_DIR}/LICENSE BERTH_LICENSE)
configure_file(${PROJECT_SOURCE_DIR}/cmake/license.hpp.in
  ${PROJECT_BINARY_DIR}/generated/gen/license.hpp @ONLY)

# berth: src/apps/main.cpp is the program, the rest of the folder a library that tests can link.
berth_sources(src/apps sources tests)
set(mains ${sources})
list(FILTER mains INCLUDE REGEX "/apps/main\\.cpp$")
list(FILTER sources EXCLUDE REGEX "/apps/main\\.cpp$")
berth_library(berth_apps apps ${sources})
berth_test(apps_test apps ${tests})
if(mains)
  add_executable(berth ${mains})
  target_link_libraries(berth PRIVATE berth_apps)
endif()

# sim: the simulator stands in the top folder sim/, so its own headers are "sim/...".
berth_sources(sim sources tests)
set(mains ${sources})
list(FILTER mains INCLUDE REGEX "/sim/main\\.cpp$")
list(FILTER sources EXCLUDE REGEX "/sim/main\\.cpp$")
berth_library(berth_sim sim ${sources})
target_include_directories(berth_sim PUBLIC ${PROJECT_SOURCE_DIR})
berth_test(sim_test sim ${tests})
add_executable(sim ${mains})
target_link_libraries(sim PRIVATE berth_sim)

# Scenarios are text played against the simulated world.
file(GLOB_RECURSE scenarios CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/scenarios/*.cpp)
berth_test(scenarios_test sim ${scenarios})
target_compile_definitions(scenarios_test PRIVATE
  SCENARIOS_FOLDER="${PROJECT_SOURCE_DIR}/tests/scenarios")

# Benchmarks mean nothing in a sanitized build, where they are built by name only. They call what
# they measure directly, each part beside its peer.
file(GLOB_RECURSE benches CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/*.cpp)
find_package(benchmark QUIET)
if(benches AND benchmark_FOUND)
  add_executable(berth_bench EXCLUDE_FROM_ALL ${benches})
  target_include_directories(berth_bench PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(berth_bench PRIVATE berth_adapters berth_launch berth_rules berth_wire
    berth_gen benchmark::benchmark benchmark::benchmark_main)
endif()
