# berth_gen: types, codecs' descriptions and operation declarations, written by tools/smithy_gen
# from models/*.smithy into <build>/generated/gen. The generator lists its outputs at configure time
# (a changed model or generator configures again) and writes them at build time.

function(berth_generated_module)
  set(generator ${PROJECT_SOURCE_DIR}/tools/smithy_gen)
  set(folder ${PROJECT_BINARY_DIR}/generated/gen)
  file(GLOB models CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/*.smithy)
  file(GLOB_RECURSE program CONFIGURE_DEPENDS ${generator}/*.py)
  list(FILTER program EXCLUDE REGEX "/tests/")
  set(outputs)
  if(EXISTS ${generator}/__main__.py AND models)
    execute_process(
      COMMAND ${BERTH_PYTHON} -B ${generator} --list --out ${folder} ${models}
      OUTPUT_VARIABLE listing OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "\n" ";" outputs "${listing}")
    execute_process(
      COMMAND ${BERTH_PYTHON} -B ${generator} --list-invoke --out ${folder} ${models}
      OUTPUT_VARIABLE listing OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "\n" ";" invoke_sources "${listing}")
    set(berth_invoke_sources ${invoke_sources} PARENT_SCOPE)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY
      CMAKE_CONFIGURE_DEPENDS ${models} ${program})
    add_custom_command(
      OUTPUT ${outputs} ${invoke_sources}
      COMMAND ${BERTH_PYTHON} -B ${generator} --out ${folder} ${models}
      DEPENDS ${models} ${program}
      COMMENT "Generating the API from models" VERBATIM)
    add_custom_target(berth_generate DEPENDS ${outputs} ${invoke_sources})
  endif()
  set(sources ${outputs})
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  berth_library(berth_gen gen ${sources})
  # Constant tables only: sanitizers and the optimizer find nothing there and take their time.
  get_target_property(kind berth_gen TYPE)
  if(NOT kind STREQUAL "INTERFACE_LIBRARY")
    target_compile_options(
      berth_gen PRIVATE $<$<CONFIG:Sanitized>:-fno-sanitize=all> $<$<CONFIG:Sanitized>:-O0>)
  endif()
  if(outputs)
    add_dependencies(berth_gen berth_generate)
  endif()
endfunction()

# The tables from operation names to their functions are generated code of the module api.
function(berth_generated_invocations)
  if(berth_invoke_sources)
    target_sources(berth_api PRIVATE ${berth_invoke_sources})
    add_dependencies(berth_api berth_generate)
  endif()
endfunction()
