# tests/end_to_end/x_test.cpp is the GoogleTest program x_e2e, in the build folder's root. It needs
# the real world (a container engine, root), so ctest does not know it; tools/run_tests runs it.

file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/end_to_end/*_test.cpp)
foreach(test IN LISTS tests)
  get_filename_component(name ${test} NAME)
  string(REPLACE "_test.cpp" "_e2e" name ${name})
  add_executable(${name} ${test})
  target_link_libraries(${name} PRIVATE berth_adapters GTest::gtest GTest::gmock GTest::gtest_main)
endforeach()
