# confine: what a worker takes away from itself. Included by this folder's CMakeLists.txt; its sources belong to this library alone.
find_package(PkgConfig REQUIRED)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
file(GLOB confine_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/confine*.cpp)
list(FILTER confine_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(hemicycle_confine STATIC ${confine_sources})
target_link_libraries(hemicycle_confine PUBLIC hemicycle_includes PRIVATE PkgConfig::SECCOMP)

if(BUILD_TESTING)
  add_executable(confine_test confine_test.cpp confine_sandbox_test.cpp)
  target_link_libraries(confine_test PRIVATE hemicycle_confine hemicycle_catch)
  add_test(NAME worker.confine COMMAND confine_test)
  set_tests_properties(worker.confine PROPERTIES TIMEOUT 120)
endif()
