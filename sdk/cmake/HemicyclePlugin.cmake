# hemicycle_add_plugin: a folder with a plugin.json -> a plugin. The same file serves this tree and, installed, everybody else:
#
#   find_package(Hemicycle 1.0 REQUIRED COMPONENTS sdk)
#   hemicycle_add_plugin(club WITH accounts forum)
#
#   hemicycle_add_plugin(name              # = "name" in plugin.json; also written NAME name
#                    [SOURCES a.cpp …]     # default: every .cpp and .c in src/, tests (*_test.cpp) apart
#                    [WITH other …]        # plugins of `requires` and `reactions`: their contracts are read, nothing of them is linked
#                    [LIBRARIES …]         # what else to link: argon2, OpenSSL::Crypto, …
#                    [OUTPUT folder]       # default: plugins/<name> in the build folder (in this tree: in the house)
#                    [NOT_INSTALLED])      # leave it out of `cmake --install`
#
# Makes the targets <name> (<name>.so) and <name>_files (views/, assets/, migrations/, locales/<lang>.po -> .mo), both part of ALL,
# and <name>_contract, an INTERFACE library with the generated header, for the plugin's tests. With BUILD_TESTING, the tests
# <name>.check (`hemicycle plugin check`) and symbol_lint.<name>.
# In the sources: #include "<name>.contract.hpp" and #include <hemicycle/plugin.hpp>; one of them ends in HEMICYCLE_PLUGIN(Class)
# A plugin's own headers are included from its src/ folder: #include "club.hpp".
# The contracts of other plugins are looked for beside this plugin, then in the folders HEMICYCLE_CONTRACTS (<name>/plugin.json or <name>.json).
#
#   hemicycle_add_plugin_test(club_test club   # a test program for the plugin `club`, run once in each of HEMICYCLE_TEST_MODES
#                    [SOURCES a.cpp …])        # default: tests/*_test.cpp
#
# It is linked with Hemicycle::testing (COMPONENTS testing) and club_contract, finds the headers of src/, and is told the library by the macro
# HEMICYCLE_PLUGIN_UNDER_TEST: TestKernel().load(HEMICYCLE_PLUGIN_UNDER_TEST).
#
# In this tree alone: hemicycle_plugin(name …) is the same, and hemicycle_example(name …) builds into examples/<name>, never into the house.
#
# Whoever includes this file has set HEMICYCLE_CONTRACTC (target), HEMICYCLE_CONTRACTS, HEMICYCLE_SYMBOL_LINT (file), HEMICYCLE_PLUGINS_OUTPUT
# (folder), HEMICYCLE_PROGRAM (target or file; empty = no <name>.check), HEMICYCLE_WORKER (file) and HEMICYCLE_TEST_MODES (in_process …): this
# tree's CMakeLists.txt, or HemicycleConfig.cmake.

find_program(HEMICYCLE_MSGFMT msgfmt)
if(NOT HEMICYCLE_MSGFMT)
  message(FATAL_ERROR "Hemicycle: msgfmt compiles a plugin's catalogues and is not on this machine; install gettext")
endif()
find_package(Python3 COMPONENTS Interpreter QUIET)

# What the library shows: one symbol, and nothing that pins it in memory.
set(HEMICYCLE_EXPORTS ${CMAKE_CURRENT_LIST_DIR}/hemicycle_plugin.map)

function(_hemicycle_contract_of name result)
  foreach(folder ${CMAKE_CURRENT_SOURCE_DIR}/.. ${HEMICYCLE_CONTRACTS})
    foreach(file ${folder}/${name}/plugin.json ${folder}/${name}.json)
      if(EXISTS ${file})
        cmake_path(SET file NORMALIZE ${file})
        set(${result} ${file} PARENT_SCOPE)
        return()
      endif()
    endforeach()
  endforeach()
  message(FATAL_ERROR "Hemicycle: no contract of the plugin '${name}'; put ${name}.json into a folder and name that folder in HEMICYCLE_CONTRACTS")
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
    COMMAND ${HEMICYCLE_CONTRACTC} ${contract} -o ${generated}/${name}.contract.hpp --embed ${generated}/${name}.manifest.c
            --views ${CMAKE_CURRENT_SOURCE_DIR}/views ${with}
    DEPENDS ${HEMICYCLE_CONTRACTC} ${read} ${views} COMMENT "Contract of ${name}" VERBATIM)
  add_custom_target(${name}_generated DEPENDS ${generated}/${name}.contract.hpp)
  add_library(${name}_contract INTERFACE)
  add_dependencies(${name}_contract ${name}_generated)
  target_include_directories(${name}_contract INTERFACE ${generated})
  target_link_libraries(${name}_contract INTERFACE Hemicycle::sdk)
  set(${result} ${generated}/${name}.manifest.c PARENT_SCOPE)
endfunction()

# Installed where the program looks, and its contract where other authors look.
function(_hemicycle_install name output)
  set(destination lib/hemicycle/plugins/${name})
  install(TARGETS ${name} LIBRARY DESTINATION ${destination} COMPONENT runtime)
  install(DIRECTORY ${output}/ DESTINATION ${destination} COMPONENT runtime PATTERN "*.so" EXCLUDE)
  install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/plugin.json DESTINATION share/hemicycle/contracts RENAME ${name}.json COMPONENT sdk)
endfunction()

if(NOT DEFINED HEMICYCLE_LONGEST_S)
  set(HEMICYCLE_LONGEST_S 300)  # a test of a plugin that hangs is ended within five minutes
endif()

function(_hemicycle_tests name)
  if(Python3_Interpreter_FOUND)
    # Sanitizers export symbols of their own: there the lint leaves the exports out and keeps the rest.
    set(lint ${Python3_EXECUTABLE} -B ${HEMICYCLE_SYMBOL_LINT})
    if(HEMICYCLE_SANITIZE)
      list(APPEND lint --sanitized)
    endif()
    add_test(NAME symbol_lint.${name} COMMAND ${lint} $<TARGET_FILE:${name}>)
    set_tests_properties(symbol_lint.${name} PROPERTIES TIMEOUT 60)
  endif()
  if(HEMICYCLE_PROGRAM)
    add_test(NAME ${name}.check COMMAND ${HEMICYCLE_PROGRAM} plugin check $<TARGET_FILE:${name}>)
    set_tests_properties(${name}.check PROPERTIES TIMEOUT ${HEMICYCLE_LONGEST_S})
  endif()
endfunction()

function(hemicycle_add_plugin)
  cmake_parse_arguments(PARSE_ARGV 0 arg "NOT_INSTALLED" "NAME;OUTPUT" "SOURCES;WITH;LIBRARIES")
  if(NOT arg_NAME)
    list(POP_FRONT arg_UNPARSED_ARGUMENTS arg_NAME)
  endif()
  if(NOT arg_NAME OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "hemicycle_add_plugin(name …): a name is needed; not understood: '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT arg_OUTPUT)
    set(arg_OUTPUT ${HEMICYCLE_PLUGINS_OUTPUT}/${arg_NAME})
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
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF C_STANDARD 11
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  # One STB_GNU_UNIQUE symbol keeps a library in memory for ever (sdk/ABI.md).
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${target} PRIVATE -Wl,--version-script=${HEMICYCLE_EXPORTS} -Wl,-z,now -Wl,--gc-sections)
  if(NOT HEMICYCLE_SANITIZE)
    target_link_options(${target} PRIVATE -Wl,-z,defs)  # a missing function fails here, not when somebody loads it; sanitizers leave theirs open
  endif()
  target_link_libraries(${target} PRIVATE ${arg_NAME}_contract ${arg_LIBRARIES})

  if(NOT arg_NOT_INSTALLED AND NOT HEMICYCLE_NOT_INSTALLED)
    _hemicycle_install(${arg_NAME} ${arg_OUTPUT})
  endif()
  if(BUILD_TESTING)
    _hemicycle_tests(${arg_NAME})
  endif()
endfunction()

function(hemicycle_add_plugin_test name plugin)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES")
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS tests/*_test.cpp)
  endif()
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_compile_definitions(${name} PRIVATE HEMICYCLE_PLUGIN_UNDER_TEST="$<TARGET_FILE:${plugin}>")
  target_link_libraries(${name} PRIVATE ${plugin}_contract Hemicycle::testing)
  add_dependencies(${name} ${plugin} ${plugin}_files)
  foreach(mode IN LISTS HEMICYCLE_TEST_MODES)
    add_test(NAME ${plugin}.${mode} COMMAND ${name})
    set_tests_properties(${plugin}.${mode} PROPERTIES TIMEOUT ${HEMICYCLE_LONGEST_S}
      ENVIRONMENT "HEMICYCLE_TEST_ISOLATION=${mode};HEMICYCLE_TEST_WORKER=${HEMICYCLE_WORKER}")
  endforeach()
endfunction()
