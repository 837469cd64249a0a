# COMPONENT testing: Hemicycle::testing, and what its archive is linked with (libsoci-dev, libsqlite3-dev, libssl-dev).
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(OpenSSL)
include(${CMAKE_CURRENT_LIST_DIR}/HemicycleTestingTargets.cmake)
target_link_libraries(Hemicycle::testing INTERFACE Hemicycle::sdk)
