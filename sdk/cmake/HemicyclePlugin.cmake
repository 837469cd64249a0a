# hemicycle_plugin: a folder with a plugin.json -> a plugin, ready in the house.
#
#   # plugins/club/CMakeLists.txt
#   hemicycle_plugin(club WITH accounts forum)
#
#   hemicycle_plugin(name                  # = "name" in plugin.json; also written NAME name
#                    [SOURCES a.cpp …]     # default: every .cpp and .c in src/, tests (*_test.cpp) apart
#                    [WITH other …]        # plugins of `requires` and `reactions`: their contracts are read, nothing of them is linked
#                    [LIBRARIES …]         # what else to link: argon2, OpenSSL::Crypto, …
#                    [OUTPUT folder])      # default: ${HEMICYCLE_HOUSE}/plugins/<name>
#
# Makes the targets <name> (<name>.so) and <name>_files (views/, assets/, migrations/, locales/<lang>.po -> .mo), both part of ALL,
# and <name>_contract, an INTERFACE library with the generated header, for the plugin's tests.
# In the sources: #include "<name>.contract.hpp" and #include <hemicycle/plugin.hpp>; one of them ends in HEMICYCLE_PLUGIN(Class)
# A plugin's own headers are included from its src/ folder: #include "club.hpp".
#
# hemicycle_example(name …): the same for sdk/examples; built into ${CMAKE_BINARY_DIR}/examples/<name>, never into the house.

set(HEMICYCLE_SDK ${CMAKE_CURRENT_LIST_DIR}/..)
find_program(HEMICYCLE_MSGFMT msgfmt REQUIRED)
find_package(Python3 COMPONENTS Interpreter REQUIRED)

# What the library shows: one symbol, and nothing that pins it in memory.
set(HEMICYCLE_EXPORTS ${CMAKE_BINARY_DIR}/hemicycle_plugin.map)
file(CONFIGURE OUTPUT ${HEMICYCLE_EXPORTS} CONTENT "{ global: hmc_plugin_entry_v1; local: *; };\n" @ONLY)

# Where the contract of a plugin stands: beside this one, among the plugins, or among the examples.
function(_hemicycle_contract_of name result)
  foreach(folder ${CMAKE_CURRENT_SOURCE_DIR}/.. ${PROJECT_SOURCE_DIR}/plugins ${PROJECT_SOURCE_DIR}/sdk/examples)
    cmake_path(SET file NORMALIZE ${folder}/${name}/plugin.json)
    if(EXISTS ${file})
      break()
    endif()
    cmake_path(SET file NORMALIZE ${PROJECT_SOURCE_DIR}/plugins/${name}/plugin.json)
  endforeach()
  set(${result} ${file} PARENT_SCOPE)
endfunction()

# views, assets, migrations and locales of the current folder, each copied when it changed. Checked as far as a file alone can be.
function(_hemicycle_files name output)
  set(made)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} views/* assets/* migrations/*)
  foreach(file IN LISTS files)
    add_custom_command(OUTPUT ${output}/${file}
      COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/${file} ${output}/${file}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} VERBATIM)
    list(APPEND made ${output}/${file})
  endforeach()
  file(GLOB catalogues CONFIGURE_DEPENDS locales/*.po)
  foreach(catalogue IN LISTS catalogues)
    cmake_path(GET catalogue STEM language)
    add_custom_command(OUTPUT ${output}/locales/${language}.mo
      COMMAND ${CMAKE_COMMAND} -E make_directory ${output}/locales
      COMMAND ${HEMICYCLE_MSGFMT} --check-format --check-domain -o ${output}/locales/${language}.mo ${catalogue}
      DEPENDS ${catalogue} VERBATIM)
    list(APPEND made ${output}/locales/${language}.mo)
  endforeach()
  add_custom_target(${name}_files ALL DEPENDS ${made})

  # What was removed from the sources must not live on in the house: a view or a migration that nobody can read any more.
  file(GLOB_RECURSE present RELATIVE ${output} ${output}/views/* ${output}/assets/* ${output}/migrations/* ${output}/locales/*)
  foreach(file IN LISTS present)
    if(NOT ${output}/${file} IN_LIST made)
      file(REMOVE ${output}/${file})
    endif()
  endforeach()
endfunction()

# The generated header and manifest; `result` takes the manifest's C file.
function(_hemicycle_contract name others result)
  set(contract ${CMAKE_CURRENT_SOURCE_DIR}/plugin.json)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${generated})
  set(with)
  set(read ${contract})
  foreach(other IN LISTS others)
    _hemicycle_contract_of(${other} file)
    list(APPEND with --with ${file})
    list(APPEND read ${file})
  endforeach()
  file(GLOB views CONFIGURE_DEPENDS views/*.mustache)
  add_custom_command(OUTPUT ${generated}/${name}.contract.hpp ${generated}/${name}.manifest.c
    COMMAND contractc ${contract} -o ${generated}/${name}.contract.hpp --embed ${generated}/${name}.manifest.c
            --views ${CMAKE_CURRENT_SOURCE_DIR}/views ${with}
    DEPENDS contractc ${read} ${views} COMMENT "Contract of ${name}" VERBATIM)
  add_custom_target(${name}_generated DEPENDS ${generated}/${name}.contract.hpp)
  add_library(${name}_contract INTERFACE)
  add_dependencies(${name}_contract ${name}_generated)
  target_include_directories(${name}_contract INTERFACE ${generated} ${HEMICYCLE_SDK}/include ${HEMICYCLE_SDK}/abi)
  set(${result} ${generated}/${name}.manifest.c PARENT_SCOPE)
endfunction()

function(hemicycle_plugin)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;OUTPUT" "SOURCES;WITH;LIBRARIES")
  if(NOT arg_NAME)
    list(POP_FRONT arg_UNPARSED_ARGUMENTS arg_NAME)
  endif()
  if(NOT arg_NAME OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "hemicycle_plugin(name …): a name is needed; not understood: '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT arg_OUTPUT)
    set(arg_OUTPUT ${HEMICYCLE_HOUSE}/plugins/${arg_NAME})
  endif()
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS src/*.cpp src/*.c)
    list(FILTER arg_SOURCES EXCLUDE REGEX "_test\\.cpp$")
  endif()

  _hemicycle_contract(${arg_NAME} "${arg_WITH}" manifest)
  _hemicycle_files(${arg_NAME} ${arg_OUTPUT})

  set(target ${arg_NAME})
  add_library(${target} MODULE ${arg_SOURCES} ${manifest})
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${arg_NAME} PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${arg_OUTPUT} LINK_DEPENDS ${HEMICYCLE_EXPORTS}
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  # One STB_GNU_UNIQUE symbol keeps a library in memory for ever (design/architecture.md §5).
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${target} PRIVATE -Wl,--version-script=${HEMICYCLE_EXPORTS} -Wl,-z,now -Wl,--gc-sections)
  if(NOT HEMICYCLE_SANITIZE)
    target_link_options(${target} PRIVATE -Wl,-z,defs)  # a missing function fails here, not when somebody loads it; sanitizers leave theirs open
  endif()
  target_link_libraries(${target} PRIVATE ${arg_NAME}_contract ${arg_LIBRARIES})

  if(BUILD_TESTING)
    # Sanitizers export symbols of their own: there the lint leaves the exports out and keeps the rest.
    set(lint ${Python3_EXECUTABLE} -B ${HEMICYCLE_SDK}/tests/symbol_lint.py)
    if(HEMICYCLE_SANITIZE)
      list(APPEND lint --sanitized)
    endif()
    add_test(NAME symbol_lint.${arg_NAME} COMMAND ${lint} $<TARGET_FILE:${target}>)
  endif()
endfunction()

function(hemicycle_example name)
  hemicycle_plugin(${name} OUTPUT ${CMAKE_BINARY_DIR}/examples/${name} ${ARGN})
endfunction()
