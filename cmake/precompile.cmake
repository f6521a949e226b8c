# Headers that most files include, parsed once: the generated types alone cost 3 s in each file,
# which would be half of the build. Which set a target takes follows from its row in the module
# table.
#
# Worth it for a whole build from nothing, so the release preset and `make test` ask for it; the
# everyday dev build does without, because one change of a common header would then compile
# everything again.
#
# A file must still include what it uses: the clang preset builds without this, and finds out.

set(berth_plain_headers
  <algorithm> <chrono> <expected> <functional> <map> <memory> <optional> <set> <string>
  <string_view> <utility> <variant> <vector> <fmt/format.h> [["gen/ecs/types.hpp"]])
set(berth_asio_headers ${berth_plain_headers}
  <boost/asio/any_io_executor.hpp> <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp>
  <boost/asio/detached.hpp> <boost/asio/use_awaitable.hpp>)
set(berth_test_headers ${berth_asio_headers} <gtest/gtest.h> <gmock/gmock.h>)

# Makes the set `name`, a target that holds nothing but the parsed headers. GCC refuses them where a
# macro of theirs is missing, so it links what each of its users links, and no more.
function(berth_precompiled name)
  set(target berth_precompiled_${name})
  add_library(${target} OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
  target_link_libraries(${target} PRIVATE berth_gen ${ARGN})
  target_precompile_headers(${target} PRIVATE ${berth_${name}_headers})
endfunction()

function(berth_precompile_headers)
  if(BERTH_PRECOMPILE)
    berth_precompiled(plain)
    berth_precompiled(asio berth_asio)
    berth_precompiled(test berth_asio GTest::gtest GTest::gmock)
  endif()
endfunction()

# Lets a target that has sources use what `module` may include; `kind` is library or test.
function(berth_use_precompiled target module kind)
  if(NOT BERTH_PRECOMPILE OR NOT "gen" IN_LIST ${module}_modules)
    return()
  endif()
  if(kind STREQUAL "test")
    # The set names Asio's error categories, which are objects of the library.
    target_link_libraries(${target} PRIVATE berth_asio)
    set(name test)
  elseif("asio" IN_LIST ${module}_packages)
    set(name asio)
  else()
    set(name plain)
  endif()
  target_precompile_headers(${target} REUSE_FROM berth_precompiled_${name})
endfunction()
