# Language, warnings, build types, and the tools that make building quick.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

# -g1 keeps line numbers in reports at half the build time of full debug information, and -O0 takes
# another third off it: what tests run is compiled far more often than it is run. The three checks
# left out are a third of the build's time too, and AddressSanitizer stops at what they would see:
# the use of a null or dangling pointer.
set(CMAKE_CXX_FLAGS_SANITIZED "-O0 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined \
-fno-sanitize=null,alignment,vptr -fno-sanitize-recover=all")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# Structs of requests and rows have a default for each member, so naming only some is meant.
add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees a mismatch in coroutine frames when it inlines only one half of Asio's pair.
  add_compile_options(-Wno-mismatched-new-delete)
  # A file of ours takes under 1 GiB: collecting garbage before that is a tenth of the build's time.
  add_compile_options("SHELL:--param ggc-min-heapsize=1000000")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Sanitized")
  # GCC documents these as unreliable beside sanitizers; the release and clang builds keep them.
  add_compile_options(-Wno-maybe-uninitialized)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees overlapping copies in `"text" + std::to_string(n)` (its bug 105651).
  add_compile_options(-Wno-restrict)
endif()

option(BERTH_PRECOMPILE "Parse common headers once (cmake/precompile.cmake)" OFF)

find_program(BERTH_CCACHE ccache)
if(BERTH_CCACHE)
  # Paths relative to the project, so that every clone of it on a machine shares one cache; the
  # compiler's own list of headers instead of a run of the preprocessor; and what ccache asks for
  # beside precompiled headers, of itself and of GCC.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${BERTH_CCACHE})
  if(BERTH_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()
find_program(BERTH_MOLD mold)
if(BERTH_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
# Debian's own Python first: a version manager's shim on PATH may lack what we need.
find_program(BERTH_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(BERTH_PYTHON python3 REQUIRED)
