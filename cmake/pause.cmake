# The pause program (src/pause) and its bytes inside berth_adapters. It is freestanding and goes
# into an image of its own, so it is compiled apart, with none of the build type's flags.

set(pause_folder ${PROJECT_BINARY_DIR}/generated/pause)
set(pause_source ${PROJECT_SOURCE_DIR}/src/pause/pause.cpp)
set(pause_flags -std=c++20 -Os -static -nostdlib -nostartfiles -ffreestanding -fno-exceptions
  -fno-rtti -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables -Wall -Wextra -Werror
  -Wno-unused-command-line-argument -s
  -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-z,norelro -no-pie)

file(MAKE_DIRECTORY ${pause_folder})
add_custom_command(
  OUTPUT ${pause_folder}/pause
  COMMAND ${CMAKE_CXX_COMPILER} ${pause_flags} -o ${pause_folder}/pause ${pause_source}
  DEPENDS ${pause_source}
  COMMENT "Building the pause program" VERBATIM)
add_custom_command(
  OUTPUT ${pause_folder}/pause_program.cpp
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=${pause_folder}/pause
          -DARRAY=${pause_folder}/pause_program.cpp -P ${PROJECT_SOURCE_DIR}/cmake/pause_array.cmake
  DEPENDS ${pause_folder}/pause ${PROJECT_SOURCE_DIR}/cmake/pause_array.cmake
  COMMENT "Embedding the pause program" VERBATIM)
target_sources(berth_adapters PRIVATE ${pause_folder}/pause_program.cpp)
