# Targets from folders: a module becomes a library and a test from what stands in its folder.

# Reads the module table into berth_module_names and, for each, <name>_modules and <name>_packages.
macro(berth_read_modules)
  set(berth_module_names)
  foreach(row IN LISTS berth_modules)
    string(REGEX REPLACE "[ ]*\\|[ ]*" ";" fields "${row}")
    list(GET fields 0 name)
    list(GET fields 2 modules)
    list(GET fields 3 packages)
    if(modules STREQUAL "*")
      set(modules ${berth_module_names})
      list(REMOVE_ITEM modules apps)
    endif()
    separate_arguments(modules)
    separate_arguments(packages)
    set(${name}_modules ${modules})
    set(${name}_packages ${packages})
    list(APPEND berth_module_names ${name})
  endforeach()
endmacro()

# Links what the row of `module` names into `target`; `kind` is PUBLIC or INTERFACE.
function(berth_link_row target kind module)
  foreach(name IN LISTS ${module}_modules)
    target_link_libraries(${target} ${kind} berth_${name})
  endforeach()
  foreach(name IN LISTS ${module}_packages)
    target_link_libraries(${target} ${kind} berth_package_${name})
  endforeach()
endfunction()

# A library of `sources`, or an empty one where a folder holds only headers or nothing yet.
function(berth_library target module)
  if(ARGN)
    add_library(${target} STATIC ${ARGN})
    set(kind PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(kind INTERFACE)
  endif()
  target_include_directories(
    ${target} ${kind} ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
  berth_link_row(${target} ${kind} ${module})
  if(ARGN)
    berth_use_precompiled(${target} ${module} library)
  endif()
endfunction()

# The sources under `folder` and its tests. Tests are *_test.cpp and what stands in a folder called
# testing, which holds doubles that several tests share.
function(berth_sources folder out_sources out_tests)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  set(test_regex "_test\\.cpp$|/testing/[^/]+\\.cpp$")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX ${test_regex})
  list(FILTER sources EXCLUDE REGEX ${test_regex})
  set(${out_sources} ${sources} PARENT_SCOPE)
  set(${out_tests} ${tests} PARENT_SCOPE)
endfunction()

# A GoogleTest program for a module. With BERTH_TESTS off it is still there by name, but not part of
# `all`.
function(berth_test name module)
  if(NOT ARGN)
    return()
  endif()
  add_executable(${name} ${ARGN})
  berth_use_precompiled(${name} ${module} test)
  target_link_libraries(${name} PRIVATE berth_${module} GTest::gtest GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  if(BERTH_TESTS)
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  else()
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

# Module `name`: library berth_<name> and program <name>_test from src/<name>/.
function(berth_module name)
  berth_sources(src/${name} sources tests)
  berth_library(berth_${name} ${name} ${sources})
  berth_test(${name}_test ${name} ${tests})
endfunction()
